from collections.abc import Iterable

from django.db import models

from news.models import Article
from news.prepared import Prepared


class ArticleCountQuerySet(models.QuerySet):
    def of(self, article_ids: Iterable[int]) -> dict[int, int]:
        """Article id → number of approved comments, 0 included. One query."""
        ids = list(article_ids)
        return dict.fromkeys(ids, 0) | dict(self.filter(article__in=ids).values_list("article", "approved"))

    def of_one(self, article_id: int) -> int:
        return next((count for (count,) in COUNT.rows(article=article_id)), 0)


class ArticleCount(models.Model):
    """How many approved comments an article has. A trigger on comments_comment keeps it (migration 0005), so that no
    path can forget it; pages of readers that are kept show this and nothing else of comments. No row means none.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="+", verbose_name="文章")
    approved = models.PositiveIntegerField("已通过", default=0)

    objects = ArticleCountQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评论数"

    def __str__(self):
        return str(self.approved)


COUNT = Prepared(lambda article: ArticleCount.objects.filter(article=article).values_list("approved"), article=int)
