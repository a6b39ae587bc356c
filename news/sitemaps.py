"""What search engines may index of the newsroom."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef
from django.urls import reverse

from news.models import Article, Category, Tag, Topic
from news.paging import KeyPaginator

PER_PAGE = 500  # a crawler waits for a page no longer than a reader does


class ArticleSitemap(Sitemap):
    """The oldest first: only the last page changes with the news."""

    limit = PER_PAGE

    @property
    def paginator(self):
        return KeyPaginator(self.items(), self.limit)

    def items(self):
        published = Article.objects.published().select_related("category")
        return published.only("updated_at", "category__path").order_by("published_at", "id")

    def lastmod(self, article):
        return article.updated_at

    def get_latest_lastmod(self):
        """Of all of them, for the index; Django's own way is to load them all."""
        return Article.objects.published().order_by("-updated_at").values_list("updated_at", flat=True).first()


class CategorySitemap(Sitemap):
    """The front page and every category's."""

    def items(self):
        return [reverse("news:home"), *(category.get_absolute_url() for category in Category.objects.order_by("id"))]

    def location(self, address):
        return address


class TagSitemap(Sitemap):
    """Tags that lead to something. When a list changed, only all that is on it could say: so nothing is said."""

    limit = PER_PAGE

    def items(self):
        # From the tag to its articles: asked the other way round, Postgres walks through all that are published.
        published = Article.objects.published().order_by().values("pk")
        tagged = Article.tags.through.objects.filter(tag=OuterRef("pk"), article__in=published)
        return Tag.objects.filter(Exists(tagged)).order_by("id")


class TopicSitemap(Sitemap):
    """Topics that readers may see."""

    limit = PER_PAGE

    def items(self):
        return Topic.objects.published().order_by("id")
