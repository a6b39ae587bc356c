from django.db import models


class Refusal(models.Model):
    """How often the gate gave back a post for one reason on one day; nothing of the post itself."""

    day = models.DateField("日期")
    code = models.CharField("原因", max_length=20)
    count = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "拦截统计"
        constraints = [models.UniqueConstraint("day", "code", name="refusal_once_a_day")]

    def __str__(self):
        return f"{self.day} {self.code}: {self.count}"
