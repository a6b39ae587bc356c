"""Stored text → safe HTML. The one allow-list: whoever writes a body, it passes through clean_html.

Two layers that do not trust each other: tidy() builds an article of allowed elements out of anything, and nh3 (an
HTML5 parser and an allow-list) judges what it built. Both are linear in the length of the text; who takes text from
people caps the length first (the body's field at 500,000 characters).
"""

import html
import math
import re

import nh3

from news.readable import readable
from news.tidy import tidy

TAGS = set(
    "p br h2 h3 h4 strong em u s sub sup code a img ul ol li blockquote pre hr figure figcaption "
    "table caption thead tbody tr th td".split()
)
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
# Editors vouch for their links, so search engines may follow them. Nothing opens in a new window; should that ever
# change, noopener keeps the other page from steering ours.
JUDGE = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener")
# The second pass finds nothing to do, save in rare text that reads as a tag only once another was taken away.
MOST_PASSES = 5

ELEMENT = re.compile(r"<(?P<name>/?[a-z0-9]+)[^>]*>")
WITHIN_A_WORD = set("strong em u s sub sup code a".split())
SPACE = re.compile(r"\s+")
CHARACTERS_A_MINUTE = 400  # silent reading of Chinese news is usually put at 300 to 500


def clean_html(text: str) -> str:
    """Return `text` as HTML in which nothing could run, load from elsewhere or restyle.

    Takes any string and raises nothing. Cleaning the result again changes nothing.
    """
    for _ in range(MOST_PASSES):
        cleaned = JUDGE.clean(tidy(readable(text)))
        if cleaned == text:
            return cleaned
        text = cleaned
    return JUDGE.clean(html.escape(text_of(text)))  # markup that never settles is nobody's article: keep its words


def text_of(body: str, most: int | None = None) -> str:
    """The words of a clean body on one line; with `most`, at most so many characters, the last then an ellipsis."""
    pieces, length, position = [], 0, 0
    for tag in ELEMENT.finditer(body):
        pieces.append(body[position : tag.start()])
        if tag["name"].lstrip("/") not in WITHIN_A_WORD:
            pieces.append(" ")
        length += tag.start() - position
        position = tag.end()
        if most is not None and length > 12 * most + 1000:
            break  # a character takes at most a dozen as &entities;, spaces aside
    else:
        pieces.append(body[position:])
    words = SPACE.sub(" ", html.unescape("".join(pieces))).strip()
    return words if most is None or len(words) <= most else f"{words[: most - 1].rstrip()}…"


def reading_minutes(body: str) -> int:
    """Minutes that reading a clean body takes, at least one."""
    words = html.unescape(ELEMENT.sub("", body))
    return max(1, math.ceil(len("".join(words.split())) / CHARACTERS_A_MINUTE))
