"""What search engines are told of a page, in the words of schema.org."""

from django.conf import settings
from django.utils import timezone

from news import markup, picture_files
from news.models import Article, Tag

LONGEST_DESCRIPTION = 120
LONGEST_HEADLINE = 110  # Google's limit for NewsArticle


def news_article(article: Article, tags: list[Tag], canonical_url: str) -> dict:
    """A NewsArticle and its BreadcrumbList; times in Asia/Shanghai, addresses absolute."""
    story = {
        "@type": "NewsArticle",
        "headline": article.title[:LONGEST_HEADLINE],
        "description": description(article),
        "mainEntityOfPage": canonical_url,
        "url": canonical_url,
        "datePublished": _moment(article.published_at),
        "dateModified": _moment(max(article.updated_at, article.published_at)),
        "articleSection": article.category.name,
        "keywords": [tag.name for tag in tags],
        "author": {"@type": "Organization", "name": article.byline or settings.SITE_NAME},
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.SITE_URL},
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
    }
    if article.cover:
        story["image"] = [settings.SITE_URL + picture_files.share_url(article.cover.file)]
    return {"@context": "https://schema.org", "@graph": [story, _breadcrumbs(article, canonical_url)]}


def description(article: Article) -> str:
    return article.summary or markup.text_of(article.body, most=2 * LONGEST_DESCRIPTION)[:LONGEST_DESCRIPTION]


def _breadcrumbs(article: Article, canonical_url: str) -> dict:
    trail = [(settings.SITE_NAME, f"{settings.SITE_URL}/")]
    for category in filter(None, [article.category.parent, article.category]):
        trail.append((category.name, settings.SITE_URL + category.get_absolute_url()))
    trail.append((article.title, canonical_url))
    steps = [
        {"@type": "ListItem", "position": position, "name": name, "item": address}
        for position, (name, address) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _moment(moment) -> str | None:
    # A preview of a draft has no time yet.
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
