from django.contrib.sitemaps import Sitemap

from directory.models import Service


class ServiceSitemap(Sitemap):
    def items(self):
        return Service.objects.public().order_by("id")

    def lastmod(self, service):
        return service.updated_at
