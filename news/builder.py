"""Builds well-nested HTML from start tags, end tags and text that come in any order.

Nothing is written until it has content: a start tag is a wish, and the first letter or picture inside grants it. So
nothing empty appears, `<b><div>…` becomes `<p><strong>…`, and bold that runs over three paragraphs is three times
bold. `p` and `div` in the source are only places where a paragraph ends; the next begins with its text.
"""

import re
from dataclasses import dataclass, field
from html import escape

from news import attributes

INLINE = {"strong", "em", "u", "s", "sub", "sup", "code", "a"}
HEADINGS = {"h2", "h3", "h4"}
LISTS = {"ul", "ol"}
CELLS = {"td", "th"}
SECTIONS = {"thead", "tbody"}
TABLE_PARTS = CELLS | SECTIONS | {"caption", "tr"}
BLOCKS = HEADINGS | LISTS | TABLE_PARTS | {"blockquote", "figcaption", "figure", "hr", "li", "pre", "table"}
# What holds text itself; where two paragraphs meet in one of them, a line break stays.
PHRASES = HEADINGS | CELLS | {"p", "li", "figcaption", "caption"}
# Where a quotation, list, table, figure may stand.
FLOWS = {"body", "blockquote", "li", "td", "th", "figure"}
PARAGRAPHS = set(
    "p div section article aside header footer main nav center address dl dt dd form fieldset legend details summary "
    "body html hgroup option".split()
)
# In which of its table's parts a part may stand; it may always stand in the table itself.
PARENTS = {
    **dict.fromkeys(CELLS, SECTIONS | {"tr"}),
    "tr": SECTIONS,
    **dict.fromkeys(SECTIONS | {"caption"}, set()),
}
# No article nests deeper, and browsers stop at 512.
MOST_DEEP = 40
# Bold over more paragraphs than that was never ended; and a long address, repeated in each, would fill the database.
MOST_OPENINGS = 50
SPACES = re.compile("[ \t\n]+")
# Indents made by hand at the start of a paragraph, too: the style sheet indents.
PADDING = " \u00a0\u3000"


@dataclass
class Inline:
    name: str
    tag: str
    written: bool = False
    times: int = 1  # <b><strong> is one, and ends with the outer one
    openings: int = 0


@dataclass
class Block:
    name: str
    tag: str
    inlines: list[Inline] = field(default_factory=list)  # those wished for around it
    written: bool = False
    fresh: bool = True  # no text yet, or none since a block in it ended
    captioned: bool = False  # a table or figure has one caption,
    closed: bool = False  # which is a figure's first child or its last; a table's head comes before its rows


class Builder:
    def __init__(self):
        self.out: list[str] = []
        self.blocks = [Block("body", "", written=True)]
        self.inlines: list[Inline] = []
        self.breaks = 0  # line breaks or space, written if more text follows
        self.space = ""

    @property
    def inner(self) -> Block:
        return self.blocks[-1]

    def start(self, name: str, written_attributes: str) -> None:
        if name in INLINE:
            self._wish(name, written_attributes)
        elif name in BLOCKS:
            self._start_block(name, tag(name, attributes.kept(name, written_attributes)))
        elif name in PARAGRAPHS:
            self._boundary()
        elif name == "br":
            self._break()
        elif name == "img" and (kept := attributes.kept("img", written_attributes)):
            self._write(tag("img", kept), image=True)

    def end(self, name: str) -> None:
        if name in INLINE:
            self._end_inline(name)
        elif name in BLOCKS:
            self._end_block(name)
        elif name in PARAGRAPHS:
            self._boundary()

    def text(self, text: str) -> None:
        preformatted = self.inner.name == "pre"
        if preformatted and self.inner.fresh and not self.space:
            text = text.lstrip("\n")  # an HTML parser would take the first one away each time
        elif not preformatted:
            text = SPACES.sub(" ", text)
        core = text.strip(" \t\n" if preformatted else PADDING)
        if not core:
            self.space += text
            return
        start = text.index(core[0])
        self.space += text[:start]
        self._write(escape(core, quote=False))
        self.space = text[start + len(core) :]

    def finish(self) -> str:
        self._pop_to(1)
        return "".join(self.out)

    # Text, and what stands in it

    def _write(self, content: str, image: bool = False) -> None:
        self._open_phrase(image)
        if self.breaks > 1 and self.inner.name == "p" and not self.inner.fresh:
            self._pop()  # two line breaks part paragraphs
            self._open_phrase(image)
        self._write_blocks()
        if self.inner.name == "pre":
            self.out.append(self.space)
        elif not self.inner.fresh:
            self.out.append("<br>" * min(self.breaks, 2) or SPACES.sub(" ", self.space))
        self.breaks, self.space = 0, ""
        self.inlines = [inline for inline in self.inlines if inline.written or inline.openings < MOST_OPENINGS]
        for inline in self.inlines:
            if not inline.written:
                self.out.append(inline.tag)
                inline.written = True
                inline.openings += 1
        self.out.append(content)
        self.inner.fresh = False

    def _open_phrase(self, image: bool) -> None:
        """See to it that the innermost block may hold text (or the picture)."""
        inner = self.inner
        if inner.name == "figure" and (inner.closed or inner.captioned and not image):
            self._pop()
            self._open_phrase(image)
        elif inner.name == "figure" and not image:
            self._start_caption("<figcaption>")
        elif inner.name in {"body", "blockquote"}:
            self._push("p", "<p>")
        elif inner.name in LISTS:
            self._push("li", "<li>")
        elif inner.name in SECTIONS | {"table", "tr"}:
            self._start_table_part("td", "<td>")

    def _break(self) -> None:
        if self.inner.name == "pre":
            self.text("\n")
        else:
            self.breaks += 1
            self.space = ""

    def _boundary(self) -> None:
        """A paragraph ends here, or begins."""
        if self.inner.name == "p":
            self._pop()
        elif self.inner.name == "pre" and not self.inner.fresh and not self.space.endswith("\n"):
            self.space += "\n"
        elif self.inner.name in PHRASES and not self.inner.fresh:
            self.breaks, self.space = max(self.breaks, 1), ""

    def _wish(self, name: str, written_attributes: str) -> None:
        if name == "a":
            self._end_inline("a")
        kept = attributes.kept(name, written_attributes)
        same = next((inline for inline in self.inlines if inline.name == name), None)
        if same:
            same.times += 1
        elif kept is not None:
            self.inlines.append(Inline(name, tag(name, kept)))

    def _end_inline(self, name: str) -> None:
        for place, inline in enumerate(self.inlines):
            if inline.name == name:
                inline.times -= 1
                if not inline.times:
                    self._unwrite(place)
                    del self.inlines[place]
                return

    def _unwrite(self, place: int = 0) -> None:
        """End the inlines from `place` on; they stay wished for, and open again with the next text."""
        for inline in reversed(self.inlines[place:]):
            if inline.written:
                self.out.append(f"</{inline.name}>")
                inline.written = False

    # Blocks

    def _start_block(self, name: str, tag: str) -> None:
        if self.inner.name in HEADINGS | {"p", "pre"}:
            self._pop()
        if name in TABLE_PARTS:
            self._start_table_part(name, tag)
        elif name == "li":
            self._start_item(tag)
        elif name == "figcaption":
            self._start_caption(tag)
        elif not self._may_hold(name):
            self._boundary()
        else:
            self._push(name, tag)
            if name == "hr":
                self._write_blocks()
                self.blocks.pop()

    def _may_hold(self, name: str) -> bool:
        """Whether the block may stand in the innermost one, after making room for it if need be."""
        if name in HEADINGS | {"hr"}:
            return self.inner.name in {"body", "blockquote"}
        if len(self.blocks) > MOST_DEEP:
            return False
        if self.inner.name == "figure" and (name == "figure" or self.inner.closed):
            self._pop()
        if self.inner.name in LISTS and name in LISTS:
            self._return_to_item()
        return self.inner.name in FLOWS

    def _return_to_item(self) -> None:
        """A list that stands between two items belongs to the one before it."""
        self._push("li", "<li>")
        if self.out[-1:] == ["</li>"]:
            self.out.pop()
            self.inner.written = True

    def _start_item(self, tag: str) -> None:
        place = self._nearest(LISTS, within=CELLS | {"table", "caption"})
        if place is None:
            self._boundary()
        else:
            self._pop_to(place + 1)
            self._push("li", tag)

    def _start_caption(self, tag: str) -> None:
        figure = self.inner
        if figure.name != "figure" or figure.captioned:
            self._boundary()
        else:
            self._push("figcaption", tag)
            self.inner.closed = figure.written

    def _start_table_part(self, name: str, tag: str) -> None:
        """Into the nearest table, with the section and row that its place needs."""
        place = self._nearest({"table"}, within=set())
        table = self.blocks[place] if place is not None else None
        if table is None or (name == "caption" and (table.written or self.inner is not table)):
            self._boundary()
            return
        while self.inner is not table and self.inner.name not in PARENTS[name]:
            self._pop()
        if name in SECTIONS:
            name, tag = ("thead", "<thead>") if name == "thead" and not table.closed else ("tbody", "<tbody>")
        if name in CELLS | {"tr"} and self.inner is table:
            self._push("tbody", "<tbody>")
        if name in CELLS and self.inner.name != "tr":
            self._push("tr", "<tr>")
        self._push(name, tag)
        if name in CELLS:
            self._write_blocks()  # an empty cell keeps its place
            table.closed = True

    def _end_block(self, name: str) -> None:
        if name in TABLE_PARTS | {"table"}:
            place = self._nearest({name}, within={"table"})
        elif name in HEADINGS:
            place = len(self.blocks) - 1 if self.inner.name in HEADINGS else None
        else:
            place = self._nearest({name}, within=CELLS | {"caption"})
        if place is None:
            self._boundary()
        else:
            self._pop_to(place)

    def _nearest(self, names: set[str], within: set[str]) -> int | None:
        """The place of the innermost open block called so, unless one of `within` stands between."""
        for place in range(len(self.blocks) - 1, 0, -1):
            if self.blocks[place].name in names:
                return place
            if self.blocks[place].name in within:
                return None
        return None

    def _push(self, name: str, tag: str) -> None:
        self._unwrite()
        self.breaks, self.space = 0, ""
        self.blocks.append(Block(name, tag, list(self.inlines)))

    def _pop_to(self, place: int) -> None:
        while len(self.blocks) > place:
            self._pop()

    def _pop(self) -> None:
        self._unwrite()
        self.breaks, self.space = 0, ""
        block = self.blocks.pop()
        if block.name not in HEADINGS | {"p"}:  # there browsers let bold run on
            self.inlines = [inline for inline in self.inlines if inline in block.inlines]
        if block.written:
            self.out.append(f"</{block.name}>")
            self.inner.fresh = True
            if block.name in {"caption", "figcaption"}:
                self.inner.captioned, self.inner.closed = True, block.closed
        else:
            self._boundary()

    def _write_blocks(self) -> None:
        for depth, block in enumerate(self.blocks):
            if not block.written:
                if depth == 1 and self.out:
                    self.out.append("\n")
                self.out.append(block.tag)
                block.written = True


def tag(name: str, kept: dict[str, str] | None) -> str:
    written = "".join(f' {key}="{escape(value)}"' for key, value in (kept or {}).items())
    return f"<{name}{written}>"
