from django.db import models

from news.models.article import Article


class SearchEntry(models.Model):
    """What search knows of an article. Written by the database alone (migration 0010_search): never by Python."""

    article = models.OneToOneField(
        # The database's own foreign key cascades, so that plain SQL may delete articles too.
        Article,
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="+",
    )
    category_id = models.BigIntegerField()
    published_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    era = models.SmallIntegerField()
    content = models.TextField()

    class Meta:
        default_permissions = ()
        verbose_name = verbose_name_plural = "搜索索引"

    def __str__(self):
        return f"{self.article_id}"
