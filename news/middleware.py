"""What happens to every request on behalf of the newsroom."""

import re

from django.http import HttpResponseGone, HttpResponsePermanentRedirect

from news import moved_addresses
from news.desk.publishing import show_due_updates
from news.models import MissingAddress
from news.models.missing_address import LONGEST

# What changes with no update of an article, or must not ask the database.
UNTOUCHED = ("/health/", "/media/", "/captcha/", "/services/", "/robots.txt")
# Of these nobody wants to hear: the staff's own, files, and what robots try on every site.
NOT_COUNTED = re.compile(
    r"/(?:admin|static|media|health|captcha|traffic|preview)/|/\.|/favicon\.ico|/apple-touch-icon"
    r"|.*\.(?:php|aspx?|jsp|cgi|env|git|bak|sql)\b"
)


class DueUpdatesMiddleware:
    """Scheduled updates show from their second on without any job: whoever comes first puts them in place. Unless
    who asked already, as the page cache has, says in `request.nothing_is_due` that there is none.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith(UNTOUCHED) and not getattr(request, "nothing_is_due", False):
            show_due_updates()


class MovedAddressMiddleware:
    """Lead a 404 to where the address has moved, if it has; else count it for the editors.

    Django's own middleware for redirects takes the query as part of the address; ours keeps it, so that page 2 of a
    moved category leads to page 2.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        path = request.path_info
        if response.status_code != 404 or request.method not in {"GET", "HEAD"} or NOT_COUNTED.match(path):
            return response
        if len(path) > LONGEST or not path.isprintable():
            return response
        new = moved_addresses.destination(path)
        if new is None:
            MissingAddress.objects.count_one(path)
            return response
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{new}?{query}" if query else new) if new else HttpResponseGone()
