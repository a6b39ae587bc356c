"""The pages of readers from memory, never stale; docs/architecture.md says why it is built like this.

A page is kept together with the content version that was read before it was drawn, and is given out only while that
is still the current one and no moment has come at which it changes by time alone. So a hit asks the database one thing.
"""

import time
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.handlers.wsgi import get_path_info
from django.db import connection
from django.http import HttpResponse
from django.http.request import split_domain_port, validate_host
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone

from dayuan.middleware import log_access
from news.models import Article, FrontPageSlot, Topic
from operations import content_version
from operations.kept_pages import ACCEPTS_GZIP, Key, Page, Store

LONGEST = timedelta(seconds=60)  # counters of readings may lag so much
NEVER = tuple(f"/{path}/" for path in "admin captcha comments health media preview services/go static traffic".split())
# What in a query chooses a page below these paths, or anywhere else, and its longest value. With any other nothing is
# kept, nor where the view did not look at it: who invents addresses must not fill the memory.
CHOOSING = {
    "/search/": {"page": 6, "q": 40, "category": 81, "time": 10, "sort": 10},
    "/services/": {"q": 40},
    "/sitemap-": {"p": 6},
    "": {"page": 6},
}
# What apps and campaigns append to a shared address; it changes nothing on the page.
IGNORED = {"from", "isappinstalled", "scene", "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"}
KEPT_FOR_ALL = "public, no-cache"  # what dayuan.middleware says of pages that are the same for everyone
STATUS_LINES = {200: "200 OK", 304: "304 Not Modified"}
SET_ASIDE = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")

# What stands in a page by the clock: models whose coming_changes() say when that changes.
BY_THE_CLOCK = [Article, FrontPageSlot, Topic]

store = Store()
LOOK = "dayuan.look"  # in the request's META: what KeptPages has seen


class Route(NamedTuple):
    """As much of a ResolverMatch as the access log wants."""

    route: str


class KeptPages:
    """The site's WSGI application: gives out what is kept before Django begins a request, which costs more than all
    of ours. Whatever is not kept goes on to the middleware below, with what was seen here.
    """

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        started = time.monotonic()
        key = None if settings.DEBUG else key_of(environ, get_path_info(environ) or "/", is_secure(environ))
        try:
            look = key and Look.at(key)
        except content_version.Unknown:
            look = None  # Django has the page for it
        if not look or look.page is None:
            environ[LOOK] = look
            return self.application(environ, start_response)
        answer = look.page.answer(environ, look.now)
        log_access(environ["REQUEST_METHOD"], look.page.route, answer.status, started)
        start_response(STATUS_LINES[answer.status], list(answer.headers.values()))
        return [answer.body]


def is_secure(environ: dict) -> bool:
    """As HttpRequest.is_secure()."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        if (said := environ.get(name)) is not None:
            return said.split(",", 1)[0].strip() == value
    return environ["wsgi.url_scheme"] == "https"


class PageCacheMiddleware:
    """Stands outside of whatever adds headers, which are kept with the page, and inside the access log alone."""

    def __init__(self, get_response):
        if settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.gzip = GZipMiddleware(get_response)

    def __call__(self, request):
        look = request.META.pop(LOOK, None)
        key = key_of(request.META, request.path_info, request.is_secure())
        # What a transaction reads may be rolled back.
        if key is None or connection.in_atomic_block:
            return self.get_response(request)
        try:
            found = look or Look.at(key)
            if found.page is None:
                return self._draw_once(request, key, found)
        except content_version.Unknown:
            return self.get_response(request)  # fails as it would without us, with the page for it
        return self._give_out(request, found.page, found.now)

    def _give_out(self, request, page: Page, now: datetime) -> HttpResponse:
        request.resolver_match = Route(page.route) if page.route is not None else None
        return page.answer(request.META, now).as_response()

    def _draw_once(self, request, key: Key, found: "Look"):
        with store.turn(key) as has_waited:
            if has_waited or store.has_newer(key, found.version, found.now):
                found = Look.at(key)
            page = found.page
            return self._give_out(request, page, found.now) if page else self._draw(request, key, found)

    def _draw(self, request, key: Key, found: "Look"):
        # Before anything is read: what is changed meanwhile raises the version.
        until, request.nothing_is_due = coming(found.now)
        response = self._complete_response(request)
        # What is due and couldn't be shown, as somebody holds its row, is tried again by the next.
        has_chosen = not key.query or "GET" in vars(request)  # where Django puts the query once somebody looks at it
        if not (request.nothing_is_due and has_chosen and may_be_kept(response)):
            return self.gzip.process_response(request, response)
        route = request.resolver_match.route if request.resolver_match else None
        page = Page.of(response, key, found.version, found.now, until, route)
        store.keep(key, page)
        return page.answer(request.META, found.now).as_response()

    def _complete_response(self, request) -> HttpResponse:
        """As if asked for in full and without any compression."""
        aside = {name: request.META.pop(name) for name in SET_ASIDE if name in request.META}
        method, request.method = request.method, "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = method
            request.META.update(aside)


class Look(NamedTuple):
    """What was current at a moment. The moment comes first and the version before any content, so that whatever
    happens while a page is drawn makes it old, never new.
    """

    now: datetime
    version: int | None
    page: Page | None

    @classmethod
    def at(cls, key: Key) -> "Look":
        now = timezone.now()
        version = content_version.current()
        return cls(now, version, store.get(key, version, now))


def key_of(meta: dict, path: str, secure: bool) -> Key | None:
    """Under what an answer to a request with these headers (as in WSGI) may be kept; None if it never may."""
    if meta["REQUEST_METHOD"] not in {"GET", "HEAD"} or path.startswith(NEVER):
        return None
    # Of a site that lies below a path, and of hosts that are not ours, Django has to judge. All of ours say the same.
    if meta.get("SCRIPT_NAME") or not is_ours(meta.get("HTTP_HOST") or meta["SERVER_NAME"]):
        return None
    query = normal_query(path, meta.get("QUERY_STRING", ""))
    if query is None:
        return None
    return Key(secure, path, query, bool(ACCEPTS_GZIP.search(meta.get("HTTP_ACCEPT_ENCODING", ""))))


def is_ours(host: str) -> bool:
    return validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)


def normal_query(path: str, query: str) -> str | None:
    """The parts that choose a page, in one order; None with a part that is unknown, too long or said twice."""
    if not query:
        return ""
    if len(query) > 1000:
        return None
    parts = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] not in IGNORED]
    names = [name for name, _ in parts]
    choosing = next(choosing for below, choosing in CHOOSING.items() if path.startswith(below))
    if len(set(names)) < len(names) or any(len(value) > choosing.get(name, -1) for name, value in parts):
        return None
    return urlencode(sorted(parts))


def may_be_kept(response: HttpResponse) -> bool:
    """Only whole pages that are the same for everyone. Not 404, which is counted and of which there is no end, nor 301
    and 410, which are rarely asked for and quickly answered.
    """
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.get("Cache-Control") == KEPT_FOR_ALL
        and response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        and not response.has_header("Content-Encoding")
    )


def coming(now: datetime) -> tuple[datetime, bool]:
    """Until when a page that is drawn from `now` on is true if nobody writes; and whether no update is due at `now`,
    which saves the look for those. One query.
    """
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now) + timedelta(days=1), datetime.min.time()))
    first, *others = [rows for model in BY_THE_CLOCK for rows in model.objects.coming_changes(now)]
    changes = [moment for (moment,) in first.union(*others, all=True)]
    until = min(now + LONGEST, midnight, *(moment for moment in changes if moment > now))
    return until, all(moment > now for moment in changes)
