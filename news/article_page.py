from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from news.around import around
from news.markup import clean_html
from news.models import Article, Category, Tag
from news.structured_data import description, news_article

UNSAVED = 999_999_999_999  # stands for the number that an article gets when it is saved


class Said(NamedTuple):
    """A correction as the page shows it."""

    pk: int
    at: datetime
    text: str


def article_page(article: Article) -> dict:
    """The context of news/article.html for an article of for_reading(). One query more."""
    tags = [Tag(name=row["name"]) for row in article.tagged]
    canonical_url = settings.SITE_URL + article.get_absolute_url()
    corrections = [Said(row["id"], datetime.fromisoformat(row["at"]), row["text"]) for row in article.corrected]
    return {
        "article": article,
        "tags": tags,
        "corrections": corrections,
        "around": around(article, [row["newest"] for row in article.tagged]),
        "canonical_url": canonical_url,
        "summary": description(article),
        "structured_data": news_article(article, tags, canonical_url, corrections),
    }


def preview_page(article: Article) -> dict:
    """The same for words that readers don't see (yet), and the names of tags in `working_tags`; nothing is stored.

    What is missing so far is filled in, as the page can't be drawn without: a number, a category, times.
    """
    is_new = article.pk is None
    said = [] if is_new else article.corrections.all()
    article.corrected = [{"id": row.pk, "at": row.at.isoformat(), "text": row.text} for row in said]
    article.pk = article.pk or UNSAVED
    if article.category_id is None:
        article.category = Category(name="未选栏目", slug="weixuan", path="weixuan")
    article.published_at = article.published_at or timezone.now()
    article.updated_at = article.updated_at or timezone.now()
    article.body = clean_html(article.body)  # a revision may have been written by a shell
    known = Tag.objects.called(article.working_tags).with_newest_articles()
    newest = dict(known.values_list("name", "newest")) if article.working_tags else {}
    article.tagged = [{"name": name, "newest": newest.get(name, [])} for name in sorted(article.working_tags)]
    page = {**article_page(article), "is_preview": True}
    return {**page, "canonical_url": "保存后才有"} if is_new else page
