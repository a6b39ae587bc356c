"""What Word, WPS and WeChat mean by styles, in the builder's own words: bold and italics, headings, list items.

It stands between the tags (news/tidy.py) and the builder, and remembers no more than what is open. A clean body has
no styles, so that nothing here touches it again.
"""

import re

from news.attributes import attributes_of
from news.builder import BLOCKS, PARAGRAPHS, Builder

RENAMED = {
    **{"b": "strong", "i": "em", "ins": "u", "del": "s", "strike": "s", "tt": "code", "kbd": "code"},
    **{"h1": "h2", "h5": "h4", "h6": "h4", "tfoot": "tbody"},
}
WEIGHT = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:(bold|bolder|[6-9]\d\d)|(normal|lighter|[1-5]\d\d))\b", re.I)
ITALIC = re.compile(r"(?:^|;)\s*font-style\s*:\s*italic\b", re.I)
OUTLINE = re.compile(r"(?:^|;)\s*mso-outline-level\s*:\s*([1-6])\b", re.I)
ITEM = re.compile(r"(?:^|;)\s*mso-list\s*:\s*l\d+\s+level([1-9])\b", re.I)
MARKER = re.compile(r"(?:^|;)\s*mso-list\s*:\s*ignore\b", re.I)
# An item's own marker, as Word writes it out; one that is no number is a bullet.
WRITTEN_MARKER = re.compile(r"mso-list:\s*ignore[^>]*>(?:<[^>]*>|\s)*([^<]*)", re.I)
NUMBER = re.compile(r"[（(]?(?:\d+|[a-z]|[ivx]+|[一二三四五六七八九十]+)[.．)）、]", re.I)
MARKER_WITHIN = 500  # characters after the start of the paragraph
STYLED = {"span", "font", "b", "strong", "i", "em"}


class Pasted:
    def __init__(self, builder: Builder):
        self.builder = builder
        # What each open span stands for, and each <b>, which may well say font-weight: normal.
        self.open: dict[str, list[list[str]]] = {name: [] for name in STYLED}
        self.lists: list[str] = []  # ul or ol, the outermost first, of an item made from a paragraph
        self.marker = 0  # spans open in an item's marker, which the list draws itself
        self.paragraph: list[str] = []  # what the style of the open paragraph began
        self.after_item = False

    def start(self, name: str, written: str, following: str) -> None:
        """A start tag; `following` is what comes after it, as far as one cares to look."""
        style = attributes_of(written).get("style", "") if "style" in written.lower() else ""
        if name in STYLED:
            self._start_styled(name, written, style)
            return
        if name in PARAGRAPHS or RENAMED.get(name, name) in BLOCKS:
            self._end_paragraph()
            item = ITEM.search(style) if name == "p" else None
            if item:
                marker = WRITTEN_MARKER.search(following)
                self._start_item(int(item[1]), "ol" if marker and NUMBER.match(marker[1]) else "ul")
            else:
                self._end_lists()
        self.builder.start(RENAMED.get(name, name), written)
        if name == "p" and style:
            self._start_paragraph(style)

    def end(self, name: str) -> None:
        if name in STYLED:
            self._end_styled(name)
            return
        if name in PARAGRAPHS or RENAMED.get(name, name) in BLOCKS:
            self._end_paragraph()
            if name == "p":
                self.after_item = bool(self.lists)
            else:
                self._end_lists()
        self.builder.end(RENAMED.get(name, name))

    def text(self, text: str) -> None:
        if self.marker:
            return
        if self.after_item and text.strip():
            self._end_lists()
        self.builder.text(text)

    # Spans

    def _start_styled(self, name: str, written: str, style: str) -> None:
        if self.marker or (self.lists and MARKER.search(style)):
            self.marker += 1
            self.open[name].append([])
            return
        weight, names = WEIGHT.search(style), []
        if name in {"b", "strong"} and not (weight and weight[2]) or weight and weight[1]:
            names.append("strong")
        if name in {"i", "em"} or ITALIC.search(style):
            names.append("em")
        self.open[name].append(names)
        for inline in names:
            self.builder.start(inline, "")

    def _end_styled(self, name: str) -> None:
        names = self.open[name].pop() if self.open[name] else [RENAMED.get(name, name)]
        if self.marker:
            self.marker -= 1
        for inline in names:
            self.builder.end(inline)

    # Paragraphs

    def _start_paragraph(self, style: str) -> None:
        outline, weight = OUTLINE.search(style), WEIGHT.search(style)
        if outline and not self.lists:
            self._begin(RENAMED.get(f"h{outline[1]}", f"h{outline[1]}"))
        elif weight and weight[1]:
            self._begin("strong")

    def _begin(self, name: str) -> None:
        self.builder.start(name, "")
        self.paragraph.append(name)

    def _end_paragraph(self) -> None:
        self.marker = 0
        while self.paragraph:
            self.builder.end(self.paragraph.pop())

    # Lists

    def _start_item(self, level: int, kind: str) -> None:
        while len(self.lists) > level:
            self.builder.end(self.lists.pop())
        if len(self.lists) == level and self.lists[-1] != kind:
            self.builder.end(self.lists.pop())
        while len(self.lists) < level:
            self.builder.start(kind, "")
            self.lists.append(kind)
        self.builder.start("li", "")
        self.after_item = False

    def _end_lists(self) -> None:
        while self.lists:
            self.builder.end(self.lists.pop())
        self.after_item = False
