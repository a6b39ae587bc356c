from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from comments.models.comment import Comment


class BlockQuerySet(models.QuerySet):
    def running(self):
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))


class Block(models.Model):
    """A device, a part of the net or a name from which nothing is taken until a time."""

    class Kind(models.TextChoices):
        DEVICE = "device", "设备"
        NETWORK = "network", "网段"
        NAME = "name", "称呼"

    kind = models.CharField("对象", max_length=10, choices=Kind)
    # As on the comment: Visitor.device, Visitor.network; of a name what news.words.fold() makes of it.
    value = models.CharField("值", max_length=64)
    comment = models.ForeignKey(
        Comment, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="因哪条评论"
    )
    reason = models.CharField("理由", max_length=200)
    until = models.DateTimeField("到期", null=True, blank=True, help_text="留空为长期")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="设置人")
    created_at = models.DateTimeField("设置时间", auto_now_add=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "禁言"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint("kind", "value", name="block_once"),
            models.CheckConstraint(name="block_kind_known", condition=Q(kind__in=["device", "network", "name"])),
            models.CheckConstraint(name="block_of_something", condition=~Q(value="") & ~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.reason}"
