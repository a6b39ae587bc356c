from datetime import date

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import ExtractDay, ExtractMonth


class MourningDayQuerySet(models.QuerySet):
    def on(self, day: date):
        """The mourning days that fall on `day`; one of every year does from its own year on."""
        given = Value(day, models.DateField())
        yearly = Q(every_year=True, date__lte=day, date__month=ExtractMonth(given), date__day=ExtractDay(given))
        return self.filter(Q(date=day) | yearly)


class MourningDay(models.Model):
    """A day on which the readers' pages are grey, from midnight to midnight in the site's time zone."""

    date = models.DateField("日期", unique=True)
    every_year = models.BooleanField("每年", default=False, help_text="从这一年起，每年的这一天")
    reason = models.CharField("事由", max_length=60, help_text="只在后台看得到")

    objects = MourningDayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公祭日"
        ordering = ["-date"]
        constraints = [models.CheckConstraint(name="mourning_day_has_reason", condition=~Q(reason=""))]

    def __str__(self):
        return f"{self.date} {self.reason}"
