"""The desk's log: who did what to which article, at which step, for which reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from news.models.review import STEP_NAMES


class EntryQuerySet(models.QuerySet):
    def of_article(self, pk: int):
        return self.filter(article_id=pk).select_related("actor")

    def of_articles(self, articles):
        """Lines about the articles of a queryset."""
        return self.filter(article_id__in=articles.order_by().values("pk"))


class Entry(models.Model):
    """One line of the log. The database refuses to change or delete it (migration 0004), as a review must be
    provable after years; so it points at its article by number alone, which may be gone from the bin by then.
    """

    class Action(models.TextChoices):
        SUBMITTED = "submitted", "送审"
        PASSED = "passed", "审核通过"
        RETURNED = "returned", "退回"
        TAKEN_BACK = "taken_back", "撤回送审"
        PUBLISHED = "published", "签发"
        SCHEDULED = "scheduled", "定时签发"
        UPDATED = "updated", "签发更新"
        UPDATE_SCHEDULED = "update_scheduled", "定时签发更新"
        UPDATE_CANCELLED = "update_cancelled", "取消定时更新"
        WENT_OUT = "went_out", "到时发布"
        UPDATE_WENT_OUT = "update_went_out", "到时更新"
        EXPIRED = "expired", "到时下线"
        REDRAFTED = "redrafted", "退回草稿"
        WITHDRAWN = "withdrawn", "撤稿"
        CORRECTED = "corrected", "更正"
        RESTORED = "restored", "恢复旧版"
        MOVED = "moved", "移动栏目"
        TAGGED = "tagged", "批量加标签"
        PINNED = "pinned", "置顶"
        UNPINNED = "unpinned", "取消置顶"
        BINNED = "binned", "移入回收站"
        UNBINNED = "unbinned", "从回收站恢复"
        PURGED = "purged", "彻底删除"
        LINK_MADE = "link_made", "生成预览链接"
        LINK_REVOKED = "link_revoked", "收回预览链接"

    article_id = models.BigIntegerField("文章编号", db_index=True)
    title = models.CharField("标题", max_length=200)
    # Nobody acted when a time came or a retention ended.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="操作人"
    )
    action = models.CharField("操作", max_length=20, choices=Action)
    # As news.models.review.STEP_NAMES counts: 终审 is 3, however many steps the category asks for.
    step = models.PositiveSmallIntegerField("审次", null=True)
    number = models.PositiveIntegerField("修订号", null=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "流转记录"
        ordering = ["-id"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(name="entry_step_known", condition=Q(step=None) | Q(step__gte=1, step__lte=3)),
        ]

    def __str__(self):
        return f"{self.get_action_display()}《{self.title}》"

    def step_label(self) -> str:
        return STEP_NAMES.get(self.step, "")
