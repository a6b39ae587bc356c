"""The admin as editors meet it: its name, and its sections in the order of their day."""

import re
from functools import wraps

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import TO_FIELD_VAR
from django.core.exceptions import BadRequest
from django.http import QueryDict

# How a row is named in an address: by its number, and a task of the queue by its UUID.
ROW = re.compile(r"[0-9]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ORDER = {
    "news": [
        *["Article", "Picture", "Tag", "Source", "Category", "Topic", "Entry", "WordRule", "MourningDay"],
        *["AddressPush", "MissingAddress"],
    ],
    "comments": ["Comment", "Decision"],
    "directory": ["Service", "Group"],
    "traffic": [],
    "flatpages": [],
    "redirects": [],
    "auth": ["User", "Group"],
}

# What our lists filter by. Django lets an address name any lookup, and some break only once the query runs.
LOOKUP = re.compile(r"[a-z_]+?__(?:id__)?(?:exact|isnull|gte|lt|year|month|day)")
YEAR = re.compile(r"[1-9][0-9]{3}")


class NewsroomSite(AdminSite):
    site_header = f"{settings.SITE_NAME}编辑部"
    site_title = f"{settings.SITE_NAME}编辑部"
    index_title = "工作台"

    def admin_view(self, view, cacheable=False):
        """Every page of the admin. What Django's own pages pass on to a query that can't survive it is bad."""

        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not (_can_be_asked(request.GET) and _can_be_done(request.POST)):
                raise BadRequest("not what a page of the admin sends")
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


def _can_be_asked(query: QueryDict) -> bool:
    """Whether a list's filters may come from this address: no NUL, no lookup but ours, no year that no date has."""
    for name, values in query.lists():
        if "\0" in name or any("\0" in value for value in values):
            return False
        if "__" in name and not LOOKUP.fullmatch(name):
            return False
        if name.endswith("__year") and not all(map(YEAR.fullmatch, values)):
            return False
    return query.get(TO_FIELD_VAR) != ""


def _can_be_done(posted: QueryDict) -> bool:
    selected = posted.getlist(ACTION_CHECKBOX_NAME)
    return all(map(ROW.fullmatch, selected)) and posted.get(TO_FIELD_VAR) != ""
