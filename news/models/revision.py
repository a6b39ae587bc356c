"""What an article said at one time. Every save is a revision; readers see the one that was published."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class RevisionQuerySet(models.QuerySet):
    def for_listing(self):
        """What a line in a history needs: who, when, which; without the words."""
        return self.select_related("created_by").defer("content")


class Revision(models.Model):
    """One state of the words. `content` is what Article.content() gives; `number` counts from 1 in each article."""

    article = models.ForeignKey("news.Article", models.CASCADE, related_name="revisions", verbose_name="文章")
    number = models.PositiveIntegerField("修订号")
    content = models.JSONField("内容")
    name = models.CharField("名称", max_length=40, blank=True, help_text="有名称的修订不会被清理，如“送审稿”")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="保存者"
    )
    created_at = models.DateTimeField("保存时间", auto_now_add=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "修订"
        ordering = ["-number"]
        constraints = [
            # Its index is also the way to the revisions of one article, newest first, among millions.
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once"),
            models.CheckConstraint(name="revision_counts_from_one", condition=Q(number__gte=1)),
        ]
        default_permissions = ()

    def __str__(self):
        return f"第 {self.number} 版{f'（{self.name}）' if self.name else ''}"
