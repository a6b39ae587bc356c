"""Who is asking, as far as it matters to comments: a device, an address and the part of the net it is in.

The device is a random mark in a signed cookie that lives at /comments/ alone: article pages neither set nor get it.
What the tables keep of all three are keyed hashes; only NetworkLog has the address itself.
"""

import ipaddress
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

COOKIE = "dayuan_device"
COOKIE_PATH = "/comments/"
COOKIE_AGE = 365 * 24 * 60 * 60  # seconds
HASH_LENGTH = 32
AGENT_LENGTH = 200
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Visitor:
    """`device`, `address` and `network` are keyed hashes of 32 hex digits; the device is "" where none was shown."""

    mark: str  # what the cookie holds
    is_new: bool  # whether the browser has yet to be given the mark
    ip: str | None
    agent: str

    @property
    def device(self) -> str:
        return _hash("device", self.mark)

    @property
    def address(self) -> str:
        return _hash("address", self.ip or UNKNOWN)

    @property
    def network(self) -> str:
        return _hash("network", self.prefix)

    @property
    def prefix(self) -> str:
        """The /24 of an IPv4 address, the /64 of an IPv6 one: single addresses are cheap."""
        if self.ip is None:
            return UNKNOWN
        width = 24 if ipaddress.ip_address(self.ip).version == 4 else 64
        return str(ipaddress.ip_network(f"{self.ip}/{width}", strict=False))

    def remember(self, response) -> None:
        """Give the browser its mark; for answers to who has done something, not to who only reads."""
        response.set_cookie(
            COOKIE,
            _signer().sign(self.mark),
            max_age=COOKIE_AGE,
            path=COOKIE_PATH,
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
        )


def visitor_of(request) -> Visitor:
    """REMOTE_ADDR alone counts: ClientAddressMiddleware knows which proxies to believe."""
    mark = _mark_of(request.COOKIES.get(COOKIE, ""))
    return Visitor(
        mark=mark or secrets.token_hex(16),
        is_new=not mark,
        ip=_ip_of(request.META.get("REMOTE_ADDR", "")),
        agent=_printable(request.META.get("HTTP_USER_AGENT", ""))[:AGENT_LENGTH],
    )


def _mark_of(cookie: str) -> str:
    try:
        return _signer().unsign(cookie)
    except (BadSignature, UnicodeEncodeError):
        return ""


def _ip_of(address: str) -> str | None:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return None
    # ::ffff:1.2.3.4 is 1.2.3.4, and a zone (fe80::1%eth0) names our own cable.
    return str(getattr(ip, "ipv4_mapped", None) or ip).partition("%")[0]


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text[: 2 * AGENT_LENGTH])


def _signer() -> Signer:
    return Signer(salt="comments.device")


def _hash(what: str, value: str) -> str:
    return salted_hmac(f"comments.{what}", value, algorithm="sha256").hexdigest()[:HASH_LENGTH]
