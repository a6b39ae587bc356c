"""The newest articles of the site, and of a category, for feed readers."""

import html
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Enclosure
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from news import markup, picture_files
from news.feed_formats import NOT_XML, Atom, JsonFeed, Rss
from news.models import Article, Category, Tag
from news.structured_data import description

LENGTH = 20
FORMATS = {"rss": Rss, "atom": Atom, "json": JsonFeed}
# The name of each in news/urls.py.
ADDRESSES = {"rss": "feed", "atom": "feed_atom", "json": "feed_json"}
LINK = re.compile(r'(?P<start> (?:src|href)=")(?P<address>[^"]*)')
WHOLE = re.compile("(?:https?|mailto|tel):", re.IGNORECASE)


@require_safe
def feed(request, form, path=None):
    """With an ETag alone: when the newest article is withdrawn, all dates go back, and Last-Modified would lie."""
    category = get_object_or_404(Category, path=path) if path else None
    articles = _newest(category)
    written = FORMATS[form](**_channel(form, category, articles))
    for article in articles:
        written.add_item(**_item(article, form))
    content_type = written.content_type if form == "json" else f"{written.content_type.split(';')[0]}; charset=utf-8"
    return HttpResponse(written.writeString("utf-8"), content_type=content_type)


def _newest(category: Category | None) -> list[Article]:
    """One query, with the names of the tags in `tag_names`."""
    articles = Article.objects.published()
    if category:
        articles = articles.in_category(category)
    names = Tag.objects.filter(articles=OuterRef("pk")).order_by("name").values("name")
    return list(articles.select_related("category", "cover").annotate(tag_names=ArraySubquery(names))[:LENGTH])


def _channel(form: str, category: Category | None, articles: list[Article]) -> dict:
    name = ADDRESSES[form]
    address = reverse(f"news:category_{name}", kwargs={"path": category.path}) if category else reverse(f"news:{name}")
    about = (category.description or category.name) if category else f"{settings.SITE_NAME}的最新稿件"
    words = {
        "title": f"{category.name} - {settings.SITE_NAME}" if category else settings.SITE_NAME,
        "description": about,
        "subtitle": about,
        "author_name": settings.SITE_NAME,
    }
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        **{key: NOT_XML.sub("", value) for key, value in words.items()},
        "author_link": f"{settings.SITE_URL}/",
        "link": settings.SITE_URL + (category.get_absolute_url() if category else "/"),
        "feed_url": settings.SITE_URL + address,
        "feed_guid": _tag_uri(f"feed/{category.pk}" if category else "feed"),
        "language": "zh-cn",
        "logo": urljoin(f"{settings.SITE_URL}/", static("img/logo.png")),
        # An empty one has no date to give; one that stays for a day lets the ETag do so.
        "updated": max(map(_changed, articles), default=midnight),
    }


def _item(article: Article, form: str) -> dict:
    address = settings.SITE_URL + article.get_absolute_url()
    summary = description(article)
    words = {
        "title": article.title,
        "summary": summary,
        "description": html.escape(summary, quote=False),  # readers take it for HTML
        "content": _cover(article) + _with_whole_addresses(markup.clean_html(article.body), address),
        "author_name": article.byline,
    }
    image = settings.SITE_URL + picture_files.share_url(article.cover.file) if article.cover else ""
    return {
        **{key: NOT_XML.sub("", value) for key, value in words.items()},
        "link": address,
        # Not the address, which changes with the category: a reader must not see the article twice.
        "unique_id": _tag_uri(f"article/{article.pk}"),
        "unique_id_is_permalink": False,
        "via": article.source_url if article.reprint else "",
        "image": image,
        "pubdate": _second(article.published_at),
        "updateddate": _changed(article),
        "categories": [NOT_XML.sub("", name) for name in dict.fromkeys([article.category.name, *article.tag_names])],
        "enclosures": _enclosures(article) if form != "json" else [],
    }


def _changed(article: Article) -> datetime:
    return _second(article.last_changed())


def _second(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(microsecond=0)


def _tag_uri(name: str) -> str:
    """A name for ever, by RFC 4151."""
    return f"tag:{settings.HOST},2026:{name}"


def _with_whole_addresses(body: str, address: str) -> str:
    """Readers show the text far from our host: what points into it, or into the page itself, must say so."""

    def whole(match: re.Match) -> str:
        if WHOLE.match(match["address"]):
            return match[0]
        return match["start"] + urljoin(address, match["address"])

    return LINK.sub(whole, body)


def _cover(article: Article) -> str:
    if not article.cover:
        return ""
    width, height = picture_files.share_size(article.cover.file)
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}"><figcaption>{} {}</figcaption></figure>',
        settings.SITE_URL + picture_files.share_url(article.cover.file),
        article.cover.alt,
        width,
        height,
        article.cover.alt,
        article.cover.credit,
    )


def _enclosures(article: Article) -> list[Enclosure]:
    """The cover with its length in bytes, which RSS demands; none when the file is gone."""
    if not article.cover:
        return []
    try:
        length = Path(picture_files.path_of(picture_files.share_name(article.cover.file))).stat().st_size
    except OSError:
        return []
    return [Enclosure(settings.SITE_URL + picture_files.share_url(article.cover.file), str(length), "image/jpeg")]
