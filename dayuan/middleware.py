"""What happens to every request, whichever app answers it."""

import ipaddress
import logging
import re
import time

from django.conf import settings

from dayuan import errors

access_log = logging.getLogger("dayuan.access")


class AccessLogMiddleware:
    """One line a request: route, status, time. No address, no query, no name: nothing that points at a person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        log_access(request.method, match.route if match else None, response.status_code, started)
        return response


def log_access(method: str, route: str | None, status: int, started: float) -> None:
    """`started` by time.monotonic()."""
    facts = {
        "method": method if method in KNOWN_METHODS else "other",
        "route": "-" if route is None else f"/{route}",
        "status": status,
        "milliseconds": round((time.monotonic() - started) * 1000, 1),
    }
    access_log.info("request", extra=facts)


KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class ClientAddressMiddleware:
    """Make REMOTE_ADDR the visitor's address when one of our own proxies stands before us.

    X-Forwarded-For is read from the right, as each trusted proxy appends the address it saw; the first address that
    is not ours is the visitor's, and whatever stands left of it the visitor may have invented. Without
    TRUSTED_PROXIES the header is never read.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        hops = [request.META.get("REMOTE_ADDR", ""), *reversed(request.headers.get("x-forwarded-for", "").split(","))]
        for hop in hops:
            address = _address(hop)
            if address is None:
                break
            request.META["REMOTE_ADDR"] = str(address)
            if not any(address in network for network in settings.TRUSTED_PROXIES):
                break
        return self.get_response(request)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


class SessionKeyMiddleware:
    """Drop a session cookie that is none of ours: with a NUL in it, which quoting hides, no query survives it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not SESSION_KEY.fullmatch(key):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)


SESSION_KEY = re.compile(r"[a-z0-9]{32}")


class RefusedMethodMiddleware:
    """Django answers 405 with an empty page: say it in the site's own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = errors.method_not_allowed(request)
        page["Allow"] = response["Allow"]
        return page


class PublicCacheMiddleware:
    """The one cache policy: a page that set none of its own and touched no cookie may be kept by anybody.

    It must be asked about again before each use (the ETag answers with 304), so that a withdrawn article is gone at
    once and a scheduled one there at its second.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        personal = response.cookies or "cookie" in response.get("Vary", "").lower()
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store" if personal else "public, no-cache"
        return response
