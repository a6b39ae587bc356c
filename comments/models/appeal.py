from django.conf import settings
from django.db import models
from django.db.models import Q

from comments.models.comment import Comment
from comments.models.decision import Decision


class AppealQuerySet(models.QuerySet):
    def open(self):
        return self.filter(outcome="")


class Appeal(models.Model):
    """A writer asks to have a refusal looked at again: once for each refusal."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", "申诉成立"
        DISMISSED = "dismissed", "申诉不成立"

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="appeals", verbose_name="评论")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="appeal", verbose_name="针对的处理")
    text = models.TextField("申诉理由", max_length=500)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True)
    answer = models.CharField("答复", max_length=200, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人"
    )
    handled_at = models.DateTimeField("处理时间", null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申诉"
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="appeal_handled_by_somebody",
                condition=Q(outcome="", handled_by__isnull=True, handled_at__isnull=True)
                | Q(outcome__in=["granted", "dismissed"], handled_by__isnull=False, handled_at__isnull=False),
            ),
        ]
        indexes = [models.Index("created_at", "id", name="appeal_open", condition=Q(outcome=""))]

    def __str__(self):
        return f"{self.comment.number} 的申诉"
