"""What search engines may index of the newsroom."""

from datetime import datetime, timedelta
from functools import cached_property

from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from news.id_blocks import IdBlockPaginator
from news.models import Article, Category, Tag, Topic

PER_PAGE = 500  # a crawler waits for a page no longer than a reader does
RECENT_CHANGES = 2000
RECENT = timedelta(days=2)
MOST_RECENT = 1000


class ArticleSitemap(Sitemap):
    """With their covers. A page of the index is a range of ids: see IdBlockPaginator."""

    limit = PER_PAGE

    @cached_property
    def paginator(self):
        return IdBlockPaginator(self.items(), self.limit)

    def items(self):
        published = Article.objects.published().select_related("category", "cover")
        return published.only("updated_at", "published_at", "category__path", "cover__file")

    def lastmod(self, article):
        return timezone.localtime(article.last_changed()).replace(microsecond=0)

    def page_dates(self) -> dict[int, datetime]:
        """When the pages with the newest changes changed, by their numbers. Of the others nothing is said: their date
        would mean to read every article."""
        changes = Article.objects.published().order_by("-updated_at").values_list("pk", "updated_at", "published_at")
        number_of = {block: number for number, block in enumerate(self.paginator.blocks, start=1)}
        dates: dict[int, datetime] = {}
        for pk, *moments in changes[:RECENT_CHANGES]:
            if number := number_of.get(pk // self.limit):  # not of an article that came meanwhile
                dates[number] = max(*moments, dates.get(number, moments[0]))
        return {number: timezone.localtime(moment) for number, moment in dates.items()}


def recent_originals() -> list[Article]:
    """What a news sitemap may hold: at most 1,000 articles of the last two days, newest first
    (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap).

    Without reprints: Google News asks those who republish to keep them out, so that the original is credited
    (https://support.google.com/news/publisher-center/answer/9520026). They stay in the ordinary sitemap.
    """
    recent = Article.objects.published().filter(published_at__gt=timezone.now() - RECENT, reprint=False)
    return list(recent.select_related("category").only("title", "published_at", "category__path")[:MOST_RECENT])


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
