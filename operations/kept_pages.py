"""A page as ready bytes, and where such pages lie."""

import functools
import gzip
import hashlib
import re
import threading
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cachetools import LRUCache
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from dayuan.context import site

BYTES = 8 * 2**20  # a process: about a thousand pages; two workers of 117 MiB each must not pass 250
OBJECTS = 4096  # bytes that headers and the like take, about
PATIENCE = 10  # seconds
KEPT_BY_304 = ("cache-control", "content-location", "etag", "expires", "vary")


class Key(NamedTuple):
    """What an answer depends on."""

    secure: bool
    path: str
    query: str
    gzip: bool


class Page(NamedTuple):
    """A complete answer, the content version it was drawn at, and from when to when it may be given out."""

    version: int | None
    since: datetime
    until: datetime
    route: str | None
    headers: dict[str, tuple[str, str]]  # as django.http.response.ResponseHeaders keeps them
    etag: str
    modified: int
    body: bytes

    @classmethod
    def of(cls, response: HttpResponse, key: Key, version: int | None, since: datetime, until: datetime, route):
        """Compressed here and never again, if `key` says so."""
        body, headers = response.content, dict(response.items())
        etag = hashlib.blake2b(body, digest_size=12).hexdigest()
        if key.gzip:
            body, etag = gzip.compress(body, mtime=0), f"{etag}-gzip"
            headers["Content-Encoding"] = "gzip"
        headers |= {"ETag": f'"{etag}"', "Content-Length": str(len(body)), "Vary": "Accept-Encoding"}
        headers = {name.lower(): (name, value) for name, value in headers.items()}
        # The first whole second after: what was given out before a change never bears the same time as what is after.
        return cls(version, since, until, route, headers, f'"{etag}"', int(since.timestamp()) + 1, body)

    def holds(self, version: int | None, now: datetime) -> bool:
        return self.version == version and self.since <= now < self.until

    def size(self) -> int:
        return len(self.body) + OBJECTS

    def answer(self, meta: dict, now: datetime) -> "Answer":
        """The answer at `now`, when it was last known to be true, to a request with these headers (as in WSGI)."""
        second = int(now.timestamp())
        known = self._is_known(meta, second)
        if known:
            headers = {name: self.headers[name] for name in KEPT_BY_304 if name in self.headers}
        else:
            headers = self.headers.copy()
        if self.modified <= second:
            headers["last-modified"] = ("Last-Modified", http_date(self.modified))
        if now < self.until:
            # nginx may repeat it until this second ends, which makes it a second old at most (deploy/nginx).
            headers["x-accel-expires"] = ("X-Accel-Expires", f"@{second}")
        return Answer(304 if known else 200, headers, b"" if known or meta["REQUEST_METHOD"] == "HEAD" else self.body)

    def _is_known(self, meta: dict, second: int) -> bool:
        """Whether the visitor has these bytes already."""
        if etags := meta.get("HTTP_IF_NONE_MATCH"):
            return any(etag == "*" or etag.removeprefix("W/") == self.etag for etag in parse_etags(etags))
        if since := meta.get("HTTP_IF_MODIFIED_SINCE"):
            return self.modified <= second and (parse_http_date_safe(since) or 0) >= self.modified
        return False


class Answer(NamedTuple):
    status: int
    headers: dict[str, tuple[str, str]]  # as in Page
    body: bytes

    def as_response(self) -> HttpResponse:
        response = HttpResponse(self.body, status=self.status)
        # Ready as they are: Django would look at each once more, which takes a fifth of the whole answer's time.
        response.headers._store = self.headers
        return response


ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)


class Store:
    """Pages in this process, those asked for longest ago dropped first; behind them Redis, if there is one."""

    def __init__(self):
        self.pages = LRUCache(maxsize=BYTES, getsizeof=Page.size)
        self.lock = threading.Lock()
        self.drawing: dict[Key, threading.Event] = {}
        self.shared = caches["pages"] if "pages" in settings.CACHES else None

    def get(self, key: Key, version: int | None, now: datetime) -> Page | None:
        with self.lock:
            page = self.pages.get(key)
        if page is not None and page.holds(version, now):
            return page
        page = self.shared and self.shared.get(_name(key))
        if page and page.holds(version, now):
            self._keep_here(key, page)
            return page
        return None

    def has_newer(self, key: Key, version: int | None, now: datetime) -> bool:
        """Whether somebody has drawn the page since `now`: it can't be given out as known to be true then."""
        with self.lock:
            page = self.pages.get(key)
        return page is not None and page.version == version and page.since > now

    def keep(self, key: Key, page: Page) -> None:
        self._keep_here(key, page)
        if self.shared:
            self.shared.set(_name(key), page, timeout=(page.until - page.since).total_seconds())

    def _keep_here(self, key: Key, page: Page) -> None:
        if page.size() <= self.pages.maxsize:
            with self.lock:
                self.pages[key] = page

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
        if self.shared:
            self.shared.clear()

    @contextmanager
    def turn(self, key: Key):
        """Let one thread draw a page while the others who want it wait; yields whether this one has waited.

        Nobody waits twice or for ever: what can't be kept is drawn by all at once then.
        """
        mine = threading.Event()
        drawing = self.drawing.setdefault(key, mine)
        if drawing is not mine:
            drawing.wait(PATIENCE)
            yield True
            return
        try:
            yield False
        finally:
            del self.drawing[key]
            mine.set()


@functools.cache
def _release() -> str:
    """Names what pages are drawn from besides the database: another release, or other settings, draws other pages."""
    ours = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    code = [path for folder in [*ours, settings.BASE_DIR / "templates"] for path in folder.rglob("*.*")]
    files = [*code, Path(settings.STATIC_ROOT) / "staticfiles.json"]
    named = hashlib.sha256(repr(site(None)).encode())
    for path in sorted(path for path in files if path.suffix in {".html", ".json", ".py", ".xml"} and path.exists()):
        named.update(path.read_bytes())
    return named.hexdigest()


def _name(key: Key) -> str:
    return hashlib.sha256(f"{_release()} {key}".encode()).hexdigest()
