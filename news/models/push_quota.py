from datetime import date

from django.db import models


class PushQuotaQuerySet(models.QuerySet):
    def note(self, service: str, day: date, remain: int) -> None:
        self.update_or_create(service=service, defaults={"day": day, "remain": max(0, remain)})

    def left(self, service: str, day: date) -> int | None:
        """How many it takes yet on that day; None if it has not said so."""
        return self.filter(service=service, day=day).values_list("remain", flat=True).first()


class PushQuota(models.Model):
    """What a service said last of how many addresses it takes that day."""

    service = models.CharField(max_length=10, primary_key=True)
    day = models.DateField()
    remain = models.PositiveBigIntegerField()

    objects = PushQuotaQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.service} {self.day} {self.remain}"
