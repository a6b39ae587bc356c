from django.db import models

from directory.models import Service
from news.models import Article


class DailyReadings(models.Model):
    """How often an article was read on a day (of Asia/Shanghai)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name="文章")
    day = models.DateField("日期")
    readings = models.PositiveBigIntegerField("阅读", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "每日阅读"
        constraints = [models.UniqueConstraint("article", "day", name="readings_once_a_day")]

    def __str__(self):
        return f"{self.article_id} {self.day} {self.readings}"


class DailyClicks(models.Model):
    """How often a service was opened on a day (of Asia/Shanghai)."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="+", verbose_name="服务")
    day = models.DateField("日期")
    clicks = models.PositiveBigIntegerField("点击", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "每日点击"
        constraints = [models.UniqueConstraint("service", "day", name="clicks_once_a_day")]

    def __str__(self):
        return f"{self.service_id} {self.day} {self.clicks}"
