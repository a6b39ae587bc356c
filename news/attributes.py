"""Which attributes of a body survive, and in which form. Everything else (style, class, id, on…) goes."""

import html
import re

from django.conf import settings

from news.readable import readable

ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"?|'([^']*)'?|([^\s"'>]*)))?""")
# Without its semicolon a reference in an address is most likely a parameter: ?a=1&copy=2.
REFERENCE = re.compile(r"&#?\w{1,40};")
BREAKS = re.compile(r"[\t\n\r]")
# Letters of other scripts may stand as they are; these may not.
ILLEGAL = re.compile(r'[ "<>^`{|}]')

MOST_ADDRESS = 2000
WEB_LINK = re.compile(r"https?://[\w.-]+(?::\d{1,5})?(?:[/?#][^\s\\]*)?", re.IGNORECASE)
LOCAL_LINK = re.compile(r"/(?![/\\])[^\s\\]*")
PERSONAL_LINK = re.compile(r"mailto:[^\s?&<>\"']+@[^\s?&<>\"']+|tel:[+\d(),.;=-]+", re.IGNORECASE)
# Segments begin with a letter or digit and hold no %: nothing climbs out with .. or %2e%2e to an address that acts.
FILE_PATH = re.compile(r"(?:[A-Za-z0-9][\w.-]*/)*[A-Za-z0-9][\w.-]*", re.ASCII)
NUMBER = re.compile(r"[1-9][0-9]{0,4}")
START = re.compile(r"-?[0-9]{1,5}")
SPAN = re.compile(r"[1-9][0-9]{0,2}")
SCOPES = {"row", "col", "rowgroup", "colgroup"}


def attributes_of(text: str) -> dict[str, str]:
    """The attributes that stand in a tag, decoded; of several with one name the first counts, as in browsers."""
    found = {}
    for name, double, single, bare in ATTRIBUTE.findall(text):
        value = REFERENCE.sub(lambda match: html.unescape(match[0]), double or single or bare)
        found.setdefault(name.lower(), readable(value))
    return found


def link(href: str) -> str | None:
    """The address as it may stand in an article, or None: the web, mail, telephone or a page of this site.

    What is relative to some other page, or points to an anchor in one, leads nowhere from here.
    """
    href = ILLEGAL.sub(lambda match: f"%{ord(match[0]):02X}", BREAKS.sub("", href).strip())
    if href.startswith("//"):
        href = f"https:{href}"
    allowed = any(pattern.fullmatch(href) for pattern in (WEB_LINK, LOCAL_LINK, PERSONAL_LINK))
    return href if allowed and len(href) <= MOST_ADDRESS else None


def own_image(src: str) -> str | None:
    """The address of a picture that lies on this site, or None.

    Pictures elsewhere would tell their host who reads what, may change or vanish, and the content security policy
    keeps browsers from loading them anyway.
    """
    src = BREAKS.sub("", src).strip().removeprefix(settings.SITE_URL)
    for base in (settings.MEDIA_URL, settings.STATIC_URL):
        if src.startswith(base) and FILE_PATH.fullmatch(src.removeprefix(base)) and len(src) <= MOST_ADDRESS:
            return src
    return None


def kept(tag: str, text: str) -> dict[str, str] | None:
    """The attributes that `tag` keeps, or None where it makes no sense without the one that it lost."""
    if tag not in RULES:
        return {}
    return RULES[tag](attributes_of(text))


def _a(found: dict[str, str]) -> dict[str, str] | None:
    href = link(found.get("href", ""))
    return {"href": href} if href else None


def _img(found: dict[str, str]) -> dict[str, str] | None:
    # WeChat and other pages that load pictures late keep the address aside.
    src = own_image(found.get("src", "")) or own_image(found.get("data-src", ""))
    if src is None:
        return None
    return {"src": src, "alt": " ".join(found.get("alt", "").split()), **_matching(found, NUMBER, "width", "height")}


def _cell(found: dict[str, str]) -> dict[str, str]:
    return _matching(found, SPAN, "colspan", "rowspan")


def _heading_cell(found: dict[str, str]) -> dict[str, str]:
    scope = found.get("scope", "").lower()
    return {**_cell(found), **({"scope": scope} if scope in SCOPES else {})}


def _list(found: dict[str, str]) -> dict[str, str]:
    return _matching(found, START, "start")


def _matching(found: dict[str, str], pattern: re.Pattern, *names: str) -> dict[str, str]:
    return {name: found[name] for name in names if pattern.fullmatch(found.get(name, ""))}


RULES = {"a": _a, "img": _img, "td": _cell, "th": _heading_cell, "ol": _list}
