"""The site's table of contents. A category may take any first word that does not stand here."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import TemplateView

from dayuan import health, sitemaps

urlpatterns = [
    path("admin/", admin.site.urls),
    path("captcha/", include("comments.captcha_urls")),
    path("health/live/", health.live, name="health-live"),
    path("health/ready/", health.ready, name="health-ready"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain"), name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap_section"),
    path("comments/", include("comments.urls")),
    path("services/", include("directory.urls")),
    path("", include("traffic.urls")),
    path("", include("news.urls")),
]

handler400 = "dayuan.errors.bad_request"
handler500 = "dayuan.errors.server_error"
