"""What search engines may index of the newsroom."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from news.models import Article, Category, Tag


class ArticleSitemap(Sitemap):
    limit = 10_000

    def items(self):
        published = Article.objects.published().select_related("category")
        return published.only("updated_at", "category__path").order_by("id")

    def lastmod(self, article):
        return article.updated_at


class CategorySitemap(Sitemap):
    """The front page and every category's."""

    def items(self):
        return [reverse("news:home"), *(category.get_absolute_url() for category in Category.objects.order_by("id"))]

    def location(self, address):
        return address


class TagSitemap(Sitemap):
    """Tags that lead to something."""

    limit = 10_000

    def items(self):
        published = Article.objects.published().order_by()
        tags = Tag.objects.filter(articles__in=published).annotate(changed_at=Max("articles__updated_at"))
        return tags.order_by("id")

    def lastmod(self, tag):
        return tag.changed_at
