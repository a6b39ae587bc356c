"""The site's table of contents. A category may take any first word that does not stand here."""

from django.contrib import admin
from django.urls import include, path

from dayuan import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("captcha/", include("comments.captcha_urls")),
    path("health/live/", health.live, name="health-live"),
    path("health/ready/", health.ready, name="health-ready"),
    path("comments/", include("comments.urls")),
    path("services/", include("directory.urls")),
    path("", include("traffic.urls")),
    path("", include("news.urls")),
]

handler400 = "dayuan.errors.bad_request"
handler500 = "dayuan.errors.server_error"
