"""How pictures, and the bodies they stand in, reach the page. Nothing here asks the database."""

import re
from functools import lru_cache
from html import unescape

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from news import markup, picture_files
from news.models import Picture
from news.models.headline import Cover

register = template.Library()

# The column of text takes the whole screen until it is as wide as its measure.
BODY_SIZES = "(min-width: 48rem) 44rem, 100vw"
# news/markup.py writes attributes in this order and without quotes or angle brackets in them.
IMAGE = re.compile(r'<img src="(?P<src>[^"]*)" alt="(?P<alt>[^"]*)"(?P<size>[^>]*)>')
TABLE = re.compile(r"<(?P<end>/?)table>")


@register.filter
def article_body(body: str) -> SafeString:
    """A clean body as it goes on the page: pictures with a srcset and lazy but the first, tables able to scroll."""
    lazy = False

    def image(match: re.Match) -> str:
        nonlocal lazy
        written = _image_in_body(match, lazy)
        lazy = True
        return written

    return SafeString(_with_scrolling_tables(IMAGE.sub(image, body)))


@register.simple_tag
def picture_tag(picture: Picture | Cover | None, sizes: str = "100vw", lazy: bool = True, **attributes: str) -> str:
    """The <img> of a picture of the library, nothing without one. `lazy=False` for what is seen first of a page.

    The only further attribute is `class`.
    """
    if picture is None:
        return ""
    return _image(picture.file, picture.alt, sizes, lazy, attributes.get("class", ""))


@register.simple_tag
def share_picture(picture: Picture) -> str:
    """The whole address of the JPEG that messengers show beside a shared link."""
    return settings.SITE_URL + picture_files.share_url(picture.file)


@register.filter
def reading_time(body: str) -> str:
    return f"约 {markup.reading_minutes(body)} 分钟"


# All that it says follows from the name; the pictures of a front page are drawn again with every page.
@lru_cache(1024)
def _image(name: str, alt: str, sizes: str, lazy: bool, class_name: str) -> SafeString:
    class_name = format_html(' class="{}"', class_name) if class_name else ""
    return format_html('<img {} alt="{}"{}{}>', _responsive(name, sizes), alt, class_name, _loading(lazy))


def _responsive(name: str, sizes: str) -> SafeString:
    width, height = picture_files.size_of(name)
    candidates = picture_files.renditions(name)
    srcset = format_html_join(", ", "{} {}w", ((address, candidate) for candidate, address in candidates))
    return format_html(
        'src="{}" srcset="{}" sizes="{}" width="{}" height="{}"', candidates[-1][1], srcset, sizes, width, height
    )


def _loading(lazy: bool) -> SafeString:
    return SafeString(' loading="lazy" decoding="async"' if lazy else ' fetchpriority="high" decoding="async"')


def _image_in_body(match: re.Match, lazy: bool) -> str:
    """A picture of the library gets its renditions and true size; another file of this site stays as it is."""
    name = unescape(match["src"]).removeprefix(settings.MEDIA_URL)
    if picture_files.NAME.fullmatch(name):
        return f'<img {_responsive(name, BODY_SIZES)} alt="{match["alt"]}"{_loading(lazy)}>'
    return f"{match[0][:-1]}{_loading(lazy)}>"


def _with_scrolling_tables(body: str) -> str:
    """Each outermost table in a box of its own, so that a wide one scrolls and not the page."""
    depth = 0

    def wrapped(match: re.Match) -> str:
        nonlocal depth
        depth += -1 if match["end"] else 1
        if match["end"]:
            return "</table></div>" if depth == 0 else "</table>"
        if depth == 1:
            return '<div class="table-scroll" tabindex="0" role="region" aria-label="表格"><table>'
        return "<table>"

    return TABLE.sub(wrapped, body)
