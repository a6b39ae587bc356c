"""A clean body, taken apart in one walk: its text, links and pictures."""

import html
import re
from dataclasses import dataclass, field

from news.attributes import attributes_of
from news.markup import WITHIN_A_WORD
from news.words import BARRIER

TAG = re.compile(r"<(/?)([a-z0-9]+)([^<>]*)>")
AROUND = 12  # characters before and after a place that are shown with it


@dataclass
class Link:
    href: str
    text: str = ""
    has_picture: bool = False


@dataclass
class Shown:
    """A picture in the body."""

    src: str
    alt: str
    caption: str = ""


@dataclass
class Body:
    text: str = ""  # of all blocks, a BARRIER between them
    links: list[Link] = field(default_factory=list)
    pictures: list[Shown] = field(default_factory=list)


def take_apart(body: str) -> Body:
    result, pieces, position = Body(), [], 0
    link = caption = None  # where in `pieces` the open one begins
    for tag in TAG.finditer(body):
        pieces.append(html.unescape(body[position : tag.start()]))
        position = tag.end()
        closing, name = bool(tag[1]), tag[2]
        if name not in WITHIN_A_WORD and name != "img":
            pieces.append("\n" if name == "br" else BARRIER)
        if name == "a":
            if link is not None:
                result.links[-1].text = "".join(pieces[link:])
            link = None if closing else len(pieces)
            if not closing:
                result.links.append(Link(attributes_of(tag[3]).get("href", "")))
        elif name == "img":
            found = attributes_of(tag[3])
            result.pictures.append(Shown(found.get("src", ""), found.get("alt", "")))
            if link is not None:
                result.links[-1].has_picture = True
        elif name == "figcaption":
            if closing and caption is not None and result.pictures:
                result.pictures[-1].caption = "".join(pieces[caption:]).strip(BARRIER).strip()
            caption = None if closing else len(pieces)
    pieces.append(html.unescape(body[position:]))
    result.text = "".join(pieces)
    return result


def around(text: str, start: int, end: int) -> dict[str, str]:
    """The place text[start:end] and what stands around it in its block, as a Finding has them."""
    before = text[max(0, start - AROUND) : start].rpartition(BARRIER)[2]
    after = text[end : end + AROUND].partition(BARRIER)[0]
    return {"before": before, "place": text[start:end], "after": after}
