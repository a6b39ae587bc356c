"""What a result shows of an article: the title and the place that was found, its words marked."""

import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from news import markup
from news.search.folding import places

LENGTH = 110
BEFORE = 24
CUT_TAG = re.compile("<[^>]*$")


def marked(text: str, words: list[str]) -> SafeString:
    """`text`, escaped, with the folded words in <mark>."""
    return _marked(text, places(text, words))


def excerpt(texts: list[str], words: list[str]) -> SafeString:
    """A line of the first of `texts` that holds one of the words, around it; else the beginning of the first."""
    texts = [text for text in texts if text]
    for text in texts:
        hits = places(text, words)
        if hits:
            start = max(0, hits[0][0] - BEFORE)
            if len(text) - start < LENGTH:
                start = max(0, len(text) - LENGTH)
            return _cut(text, start, hits)
    return _cut(texts[0], 0, []) if texts else SafeString("")


def plain(opening: str) -> str:
    """The words of a clean body's beginning, which may end within a tag."""
    return markup.text_of(CUT_TAG.sub("", opening))


def _cut(text: str, start: int, hits: list[tuple[int, int]]) -> SafeString:
    end = start + LENGTH
    inside = [(max(first, start) - start, min(last, end) - start) for first, last in hits if first < end]
    line = _marked(text[start:end], [(first, last) for first, last in inside if first < last])
    return format_html("{}{}{}", "…" if start else "", line, "…" if end < len(text) else "")


def _marked(text: str, hits: list[tuple[int, int]]) -> SafeString:
    pieces, done = [], 0
    for start, end in hits:
        pieces += [conditional_escape(text[done:start]), "<mark>", conditional_escape(text[start:end]), "</mark>"]
        done = end
    return mark_safe("".join([*pieces, conditional_escape(text[done:])]))  # noqa: S308 - every piece is escaped
