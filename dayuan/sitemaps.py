"""The site's sitemaps by section. Addresses carry the scheme and host of SITE_URL, whatever host was asked."""

from django.conf import settings
from django.contrib.flatpages.sitemaps import FlatPageSitemap
from django.contrib.sitemaps import views
from django.views.decorators.http import require_safe

from directory.sitemaps import ServiceSitemap
from news.sitemaps import ArticleSitemap, CategorySitemap, TagSitemap, TopicSitemap

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
def index(request):
    return views.index(request, sitemaps=SECTIONS, sitemap_url_name="sitemap_section")


@require_safe
def section(request, section):
    return views.sitemap(request, sitemaps=SECTIONS, section=section)
