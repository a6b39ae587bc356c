"""Words of a list marked in a text, for the page of a moderator."""

from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe


def highlighted(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """The text as HTML, escaped, with <mark> around the spans; those that overlap become one."""
    joined: list[list[int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    pieces, at = [], 0
    for start, end in joined:
        pieces += [("", text[at:start], ""), ("<mark>", text[start:end], "</mark>")]
        at = end
    pieces.append(("", text[at:], ""))
    tags = {"": "", "<mark>": mark_safe("<mark>"), "</mark>": mark_safe("</mark>")}
    return format_html_join("", "{}{}{}", ((tags[a], conditional_escape(b), tags[c]) for a, b, c in pieces))
