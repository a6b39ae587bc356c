"""The admin as editors meet it: its name, and its sections in the order of their day."""

from functools import wraps

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest

ORDER = {
    "news": ["Article", "Picture", "Tag", "Source", "Category", "Entry"],
    "comments": ["Comment", "Decision"],
    "directory": ["Service", "Group"],
    "traffic": [],
    "flatpages": [],
    "auth": ["User", "Group"],
}


class NewsroomSite(AdminSite):
    site_header = f"{settings.SITE_NAME}编辑部"
    site_title = f"{settings.SITE_NAME}编辑部"
    index_title = "工作台"

    def admin_view(self, view, cacheable=False):
        """Every page of the admin. An address with a NUL or a year of 30 digits, which no query survives, is bad."""

        @wraps(view)
        def guarded(request, *args, **kwargs):
            if "%00" in request.META.get("QUERY_STRING", ""):
                raise BadRequest("NUL in the address")
            try:
                return view(request, *args, **kwargs)
            except OverflowError as error:
                raise BadRequest("a number in the address is out of range") from error

        return super().admin_view(guarded, cacheable)

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for app in apps:
            known = ORDER.get(app["app_label"], [])
            app["models"].sort(key=lambda model: _place(known, model["object_name"]))
        return sorted(apps, key=lambda app: _place(list(ORDER), app["app_label"]))


def _place(known: list[str], name: str) -> int:
    return known.index(name) if name in known else len(known)
