import ipaddress
import re
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from news.checks.body import Link
from news.checks.facts import Facts
from news.checks.finding import ERROR, WARNING, Finding
from news.models import Article

WEB, PERSONAL = {"http", "https"}, {"mailto", "tel"}
INNER_NAMES = (".localhost", ".local", ".lan", ".internal", ".intranet", ".home", ".corp", ".test", ".invalid")
WORD = re.compile(r"\w")
SHOWN = 60


def check(article: Article, facts: Facts) -> Iterator[Finding]:
    for link in facts.bodies[id(article)].links:
        if reason := unfit(link.href):
            mend = "改成读者打得开的网址，或去掉链接"
            yield Finding(ERROR, "body", f"链接{reason}：{link.href[:SHOWN]}", mend, place=_name(link))
        if not WORD.search(link.text) and not link.has_picture:
            mend = "给链接写上文字，或去掉链接"
            yield Finding(WARNING, "body", f"链接没有文字：{link.href[:SHOWN]}", mend, place=link.text.strip())
    if article.source_url and (reason := unfit(article.source_url)):
        yield Finding(ERROR, "source_url", f"来源网址{reason}", "改成读者打得开的网址")


def unfit(href: str) -> str:
    """Why the address is of no use to readers, as the rest of a sentence about it; empty if it is fine."""
    try:
        parts = urlsplit(href)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "的地址写错了"
    if not href.strip():
        return "没有地址"
    if not parts.scheme and href.startswith("/") and not href.startswith("//"):
        return "指向编辑后台" if _is_admin(parts.path) else ""
    if parts.scheme in PERSONAL:
        return ""
    if parts.scheme not in WEB or not host:
        return "的地址不安全"
    if href.startswith(settings.SITE_URL) and _is_admin(parts.path):
        return "指向编辑后台"
    return "指向内部网络" if _is_inner(host) else ""


def _is_admin(path: str) -> bool:
    return path == "/admin" or path.startswith("/admin/")


def _is_inner(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        try:
            # As browsers read them: 127.1, 0x7f000001 and 2130706433 are all this machine.
            address = ipaddress.IPv4Address(socket.inet_aton(host))
        except (OSError, ValueError):
            return "." not in host or host.endswith(INNER_NAMES)
    return not address.is_global


def _name(link: Link) -> str:
    return " ".join(link.text.split())[:SHOWN]
