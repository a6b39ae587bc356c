from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from news import picture_files


class PictureQuerySet(models.QuerySet):
    def with_use_counts(self, articles):
        """Each with `use_count`: how many of `articles`, a queryset, have it as their cover."""
        # Not a join: a page of the list counts for its own pictures alone, and their number is counted without any.
        covered = articles.filter(cover=OuterRef("pk")).order_by().values("cover")
        return self.annotate(use_count=Coalesce(Subquery(covered.annotate(count=Count("pk")).values("count")), 0))

    def delete(self):
        """Delete the pictures and, once that is certain, their files."""
        names = list(self.values_list("file", flat=True))
        deleted = super().delete()
        _remove_files(names, self.db)
        return deleted

    delete.alters_data = True
    delete.queryset_only = True


class Picture(models.Model):
    """A picture of the library: written anew from its pixels at upload, see news/pictures.py."""

    file = models.CharField("文件", max_length=100, unique=True, editable=False)
    width = models.PositiveIntegerField("宽", editable=False)
    height = models.PositiveIntegerField("高", editable=False)
    alt = models.CharField("替代文字", max_length=200, help_text="看不见图片的人靠它了解画面，如“雪后的城墙和角楼”")
    credit = models.CharField("图片来源", max_length=60, help_text="摄影者或供图单位")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="上传者"
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "图片"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="picture_has_size", condition=Q(width__gt=0, height__gt=0)),
        ]

    def __str__(self):
        return f"{self.alt}（{self.credit}）"

    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        _remove_files([self.file], kwargs.get("using"))
        return deleted


def _remove_files(names: list[str], using: str | None) -> None:
    for name in names:
        transaction.on_commit(lambda name=name: picture_files.remove(name), using=using)
