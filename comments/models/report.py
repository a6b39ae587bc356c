from django.conf import settings
from django.db import models
from django.db.models import Q

from comments.models.comment import Comment
from comments.reasons import Reason


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(outcome="")


class Report(models.Model):
    """A reader says that a comment should not be there. Comment.reports counts the open ones by a trigger."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "举报成立"
        DISMISSED = "dismissed", "举报不成立"

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+", verbose_name="评论")
    revision = models.PositiveIntegerField("修改稿", default=1)  # the words that were on the page
    reason = models.CharField("理由", max_length=20, choices=Reason)
    details = models.CharField("说明", max_length=200, blank=True)
    device = models.CharField(max_length=32)
    network = models.CharField(max_length=32)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人"
    )
    handled_at = models.DateTimeField("处理时间", null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "举报"
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint("comment", "revision", "device", name="report_once_a_device"),
            models.CheckConstraint(
                name="report_handled_by_somebody",
                condition=Q(outcome="", handled_by__isnull=True, handled_at__isnull=True)
                | Q(outcome__in=["upheld", "dismissed"], handled_by__isnull=False, handled_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index("created_at", "id", name="report_open", condition=Q(outcome="")),
            models.Index("device", "created_at", name="report_by_device"),
        ]

    def __str__(self):
        return self.get_reason_display()
