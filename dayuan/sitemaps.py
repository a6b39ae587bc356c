"""The site's sitemaps by section. Addresses carry the scheme and host of SITE_URL, whatever host was asked."""

from django.conf import settings
from django.contrib.flatpages.sitemaps import FlatPageSitemap
from django.contrib.sitemaps import Sitemap, views
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from directory.sitemaps import ServiceSitemap
from news.feed_formats import NOT_XML
from news.sitemaps import ArticleSitemap, CategorySitemap, TagSitemap, TopicSitemap, recent_originals

SECTIONS = {
    "articles": ArticleSitemap,
    "categories": CategorySitemap,
    "tags": TagSitemap,
    "topics": TopicSitemap,
    "services": ServiceSitemap,
    "pages": FlatPageSitemap,
}
for section in SECTIONS.values():
    section.protocol = settings.SITE_URL.split("://")[0]


@require_safe
@views.x_robots_tag
def index(request):
    entries = [entry for name, kind in SECTIONS.items() for entry in _pages(name, kind())]
    return render(request, "sitemap_index.xml", {"sitemaps": entries}, content_type="application/xml")


def _pages(name: str, site: Sitemap) -> list[views.SitemapIndexItem]:
    address = settings.SITE_URL + reverse("sitemap_section", kwargs={"section": name})
    dates = site.page_dates() if isinstance(site, ArticleSitemap) else {}
    return [
        views.SitemapIndexItem(address if number == 1 else f"{address}?p={number}", dates.get(number))
        for number in site.paginator.page_range
    ]


@require_safe
def section(request, section):
    """Without Last-Modified: when the newest article is withdrawn, it would go back."""
    response = views.sitemap(request, sitemaps=SECTIONS, section=section)
    del response.headers["Last-Modified"]
    return response


@require_safe
@views.x_robots_tag
def news(request):
    articles = [
        {
            "address": settings.SITE_URL + article.get_absolute_url(),
            "title": NOT_XML.sub("", article.title),
            "published_at": article.published_at,
        }
        for article in recent_originals()
    ]
    return render(request, "sitemap_news.xml", {"articles": articles}, content_type="application/xml")
