"""A clean body as it goes on the page: what news/markup.py keeps for good, with what only a page needs.

Pictures of the library get their copies and their true size. In a story they also say whose they are, and each leads
to itself in full, which works without a script and which static/js/article/lightbox.js shows in place. The outermost
tables can scroll. One walk over the tags that matter; nothing here asks the database.
"""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from news import picture_files

# The column of text takes the whole screen until it is as wide as its measure.
SIZES = "(min-width: 48rem) 44rem, 100vw"
EAGER, LAZY = ' fetchpriority="high" decoding="async"', ' loading="lazy" decoding="async"'
# news/markup.py writes attributes in this order and without quotes or angle brackets in them.
PIECE = re.compile(
    r'<img src="(?P<src>[^"]*)" alt="(?P<alt>[^"]*)"(?P<size>[^>]*)>'
    r"|<(?P<tag>/?(?:a|figcaption|figure|table))(?:\s[^>]*)?>"
)
ALONE = re.compile(r"<p>(<img [^>]*>)</p>")
TAGS = re.compile(r"<[^>]+>")
BEFORE_TABLE, AFTER_TABLE = (
    '<div class="table-scroll" tabindex="0" role="region" aria-label="表格"><table>',
    "</table></div>",
)


def body_on_page(body: str) -> SafeString:
    """Of a page that is no story: pictures lead nowhere and say nothing."""
    return SafeString(_Walk({}, leads=False, is_lazy=False).written(body))


def story_on_page(body: str, credits: Mapping[str, str], below_cover: bool) -> SafeString:
    """`credits`: file of a picture → whose it is. `below_cover`: something stands above that is seen first."""
    if credits:
        body = ALONE.sub(lambda match: _figure(match, credits), body)
    return SafeString(_Walk(credits, leads=True, is_lazy=below_cover).written(body))


def responsive(name: str, sizes: str) -> SafeString:
    """The attributes of an <img> of the picture called `name`, but for its words."""
    width, height = picture_files.size_of(name)
    candidates = picture_files.renditions(name)
    srcset = format_html_join(", ", "{} {}w", ((address, candidate) for candidate, address in candidates))
    return format_html(
        'src="{}" srcset="{}" sizes="{}" width="{}" height="{}"', candidates[-1][1], srcset, sizes, width, height
    )


def credit_of(credit: str) -> SafeString:
    return format_html('<span class="credit">{}</span>', credit)


def _figure(match: re.Match, credits: Mapping[str, str]) -> str:
    """A picture alone in its paragraph is a figure, once there is something to say below it."""
    picture = PIECE.match(match[1])
    return f"<figure>{match[1]}</figure>" if picture and credits.get(_name(picture)) else match[0]


def _name(picture: re.Match) -> str:
    return unescape(picture["src"]).removeprefix(settings.MEDIA_URL)


class _Walk:
    def __init__(self, credits: Mapping[str, str], *, leads: bool, is_lazy: bool):
        self.credits, self.leads, self.is_lazy = credits, leads, is_lazy
        self.links = self.tables = 0
        self.shown, self.caption = [], None  # of the figure: its credits, where its caption begins
        self.out, self.body = [], ""

    def written(self, body: str) -> str:
        self.body, place = body, 0
        for piece in PIECE.finditer(body):
            self.out.append(body[place : piece.start()])
            self.out.append(self._image(piece) if piece["tag"] is None else self.STEPS[piece["tag"]](self, piece))
            place = piece.end()
        return "".join([*self.out, body[place:]])

    def _image(self, piece: re.Match) -> str:
        loading, self.is_lazy = LAZY if self.is_lazy else EAGER, True
        name, tag = _name(piece), f"{piece[0][:-1]}{loading}>"
        if picture_files.NAME.fullmatch(name):
            tag = f'<img {responsive(name, SIZES)} alt="{piece["alt"]}"{loading}>'
            self.shown.append(self.credits.get(name, ""))
        if self.links or not self.leads:
            return tag
        words = f"：{piece['alt']}" if piece["alt"] else ""
        return f'<a class="zoom" href="{piece["src"]}" aria-label="查看大图{words}">{tag}</a>'

    def _link(self, piece: re.Match) -> str:
        self.links += -1 if piece["tag"] == "/a" else 1
        return piece[0]

    def _table(self, piece: re.Match) -> str:
        self.tables += 1
        return BEFORE_TABLE if self.tables == 1 else piece[0]

    def _table_end(self, piece: re.Match) -> str:
        self.tables -= 1
        return AFTER_TABLE if self.tables == 0 else piece[0]

    def _figure_start(self, piece: re.Match) -> str:
        self.shown, self.caption = [], None
        return piece[0]

    def _caption_start(self, piece: re.Match) -> str:
        self.caption = piece.end()
        return piece[0]

    def _caption_end(self, piece: re.Match) -> str:
        said = TAGS.sub("", self.body[self.caption or 0 : piece.start()])
        return "".join(map(credit_of, self._credits(said))) + piece[0]

    def _figure_end(self, piece: re.Match) -> str:
        credits = self._credits("") if self.caption is None else []
        caption = f"<figcaption>{''.join(map(credit_of, credits))}</figcaption>" if credits else ""
        self.shown = []
        return caption + piece[0]

    def _credits(self, said: str) -> list[str]:
        """Those of the figure's pictures that its caption doesn't name, each once."""
        return [credit for credit in dict.fromkeys(self.shown) if credit and escape(credit) not in said]

    STEPS: dict[str, Callable[["_Walk", re.Match], str]] = {
        **{"a": _link, "/a": _link, "table": _table, "/table": _table_end},
        **{"figure": _figure_start, "/figure": _figure_end, "figcaption": _caption_start, "/figcaption": _caption_end},
    }
