from itertools import chain

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from directory.models import Service, groups_with_services


class ServiceSitemap(Sitemap):
    """The directory, its groups and every public service."""

    def items(self):
        rows = chain(groups_with_services(), Service.objects.public().order_by("id"))
        return [reverse("directory:index"), *(row.get_absolute_url() for row in rows)]

    def location(self, address):
        return address
