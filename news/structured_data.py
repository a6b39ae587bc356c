"""What search engines are told of a page, in the words of schema.org."""

from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone

from news import markup
from news.authors import authors_of
from news.models import Article, Category, Correction, Tag
from news.newest import Section
from news.share_card.image import share_image

LONGEST_DESCRIPTION = 120
LONGEST_HEADLINE = 110  # Google's limit for NewsArticle
LANGUAGE = "zh-CN"
HOME = f"{settings.SITE_URL}/"
WEBSITE = f"{HOME}#website"
PAPER = f"{HOME}#paper"
ANYBODY = "网络编辑"  # the byline of who gave none: of a reprint, surely not the author


def news_article(article: Article, tags: list[Tag], canonical_url: str, corrections: list[Correction] = ()) -> dict:
    """A NewsArticle and its BreadcrumbList; times in Asia/Shanghai, addresses absolute."""
    image = share_image(article)
    story = {
        "@type": "NewsArticle",
        "headline": article.title[:LONGEST_HEADLINE],
        "description": description(article),
        "mainEntityOfPage": canonical_url,
        "url": canonical_url,
        "image": [{"@type": "ImageObject", "url": image.url, "width": image.width, "height": image.height}],
        "datePublished": _moment(article.published_at),
        "dateModified": _moment(article.last_changed()),
        "articleSection": article.category.name,
        "keywords": [tag.name for tag in tags],
        "author": _authors(article),
        "publisher": _paper(),
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
    }
    if article.editor:
        story["editor"] = {"@type": "Person", "name": article.editor}
    if article.reprint and article.source_url:
        story["isBasedOn"] = article.source_url
    if corrections:
        story["correction"] = [
            {"@type": "CorrectionComment", "text": correction.text, "datePublished": _moment(correction.at)}
            for correction in corrections
        ]
    trail = [*_way_to(article.category.parent, article.category), (article.title, canonical_url)]
    return _graph(story, _breadcrumbs(trail))


def website() -> dict:
    """The front page: the site, how to search it, and who publishes it."""
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{HOME}search/?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    site = {
        "@type": "WebSite",
        "@id": WEBSITE,
        "name": settings.SITE_NAME,
        "url": HOME,
        "inLanguage": LANGUAGE,
        "publisher": {"@id": PAPER},
        "potentialAction": search,
    }
    return _graph(site, _paper())


def category_front(category: Category | Section, top: Category | Section) -> dict:
    """`top` is the category above, or the category itself."""
    address = settings.SITE_URL + category.get_absolute_url()
    way = _way_to(None if top.pk == category.pk else top, category)
    return _collection(category.name, category.description or category.name, address, way)


def tag_front(tag: Tag) -> dict:
    address = settings.SITE_URL + tag.get_absolute_url()
    return _collection(tag.name, f"有关“{tag.name}”的报道", address, [(settings.SITE_NAME, HOME), (tag.name, address)])


def description(article: Article) -> str:
    return article.summary or markup.text_of(article.body, most=2 * LONGEST_DESCRIPTION)[:LONGEST_DESCRIPTION]


def _collection(name: str, about: str, address: str, trail: list[tuple[str, str]]) -> dict:
    page = {
        "@type": "CollectionPage",
        "name": name,
        "description": about,
        "url": address,
        "inLanguage": LANGUAGE,
        "isPartOf": {"@type": "WebSite", "@id": WEBSITE, "name": settings.SITE_NAME, "url": HOME},
    }
    return _graph(page, _breadcrumbs(trail))


def _graph(*things: dict) -> dict:
    return {"@context": "https://schema.org", "@graph": list(things)}


def _authors(article: Article) -> list[dict]:
    """Of a reprint without a byline of its own, the source."""
    if article.reprint and article.source and article.byline in {"", ANYBODY}:
        source = {"@type": "Organization", "name": article.source.name}
        return [{**source, "url": article.source.url} if article.source.url else source]
    return authors_of(article.byline) or [{"@type": "Organization", "name": settings.SITE_NAME, "url": HOME}]


def _paper() -> dict:
    logo = urljoin(HOME, static("img/logo.png"))
    return {
        "@type": "NewsMediaOrganization",
        "@id": PAPER,
        "name": settings.SITE_NAME,
        "url": HOME,
        "logo": {"@type": "ImageObject", "url": logo, "width": 512, "height": 512},
        "correctionsPolicy": f"{HOME}corrections/",
    }


def _way_to(*steps: Category | Section | None) -> list[tuple[str, str]]:
    steps = filter(None, steps)
    return [(settings.SITE_NAME, HOME), *((step.name, settings.SITE_URL + step.get_absolute_url()) for step in steps)]


def _breadcrumbs(trail: list[tuple[str, str]]) -> dict:
    steps = [
        {"@type": "ListItem", "position": position, "name": name, "item": address}
        for position, (name, address) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _moment(moment) -> str | None:
    # A preview of a draft has no time yet.
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
