from django.db import models


class MonthCount(models.Model):
    """How many articles of a category went out in a month (of Asia/Shanghai) and stay for good.

    Kept by triggers (news/migrations/0016_month_count.sql), so that no list has to count its articles. Those of a month
    may stand in several rows, as those who write at the same time don't wait for each other: they are added up.
    """

    category = models.ForeignKey("news.Category", models.CASCADE, db_constraint=False, related_name="+")
    month = models.DateField()
    number = models.IntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "每月稿件数"
        default_permissions = ()
        indexes = [models.Index(fields=["category", "month"], name="month_count_of_category")]

    def __str__(self):
        return f"{self.category_id} {self.month:%Y-%m} {self.number}"
