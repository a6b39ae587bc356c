from django.conf import settings
from django.db import models
from django.db.models import Q

from news.models import Article

STATES = ["pending", "approved", "rejected"]


class Comment(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", "待审核"
        APPROVED = "approved", "已通过"
        REJECTED = "rejected", "未通过"

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name="文章")
    name = models.CharField("称呼", max_length=20)
    body = models.TextField("内容", max_length=1000)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PENDING, editable=False)
    created_at = models.DateTimeField("时间")
    # Sent by the form; a repeated post (a lost answer, a double click) finds its comment instead of making a second.
    submission = models.UUIDField("提交号", unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "评论"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(name="comment_state_known", condition=Q(state__in=STATES)),
        ]
        indexes = [
            models.Index("article", "created_at", "id", name="comment_shown", condition=Q(state="approved")),
            models.Index("created_at", "id", name="comment_waiting", condition=Q(state="pending")),
        ]

    def __str__(self):
        return f"{self.name}：{self.body[:30]}"


class Decision(models.Model):
    """One line of the log: who moved which comment from which state to which, and when."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="decisions", verbose_name="评论")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="审核人")
    from_state = models.CharField("原状态", max_length=10, choices=Comment.State)
    to_state = models.CharField("改为", max_length=10, choices=Comment.State)
    decided_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "审核记录"
        ordering = ["-id"]

    def __str__(self):
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"
