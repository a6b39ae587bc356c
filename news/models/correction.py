from django.conf import settings
from django.db import models
from django.utils import timezone


class CorrectionQuerySet(models.QuerySet):
    def public(self, now=None):
        """Those of articles that readers can see at `now`, newest first."""
        published = self.model.article.field.related_model.objects.published(now).order_by()
        return self.filter(article__in=published).order_by("-at", "-id")


class Correction(models.Model):
    """更正: what was wrong in a published article, said to its readers, with its date. Never taken back: who errs
    in one writes another.
    """

    article = models.ForeignKey("news.Article", models.CASCADE, related_name="corrections", verbose_name="文章")
    text = models.CharField("更正", max_length=500)
    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="发布者"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "更正"
        ordering = ["-at", "-id"]
        default_permissions = ()
        constraints = [models.CheckConstraint(name="correction_says_something", condition=~models.Q(text=""))]

    def __str__(self):
        return self.text
