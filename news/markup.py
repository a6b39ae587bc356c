"""Stored text → safe HTML. The one allow-list: whoever writes a body, it passes through clean_html."""

import nh3

TAGS = {
    "p",
    "br",
    "h2",
    "h3",
    "h4",
    "strong",
    "b",
    "em",
    "i",
    "u",
    "s",
    "sub",
    "sup",
    "ul",
    "ol",
    "li",
    "blockquote",
    "a",
    "img",
    "figure",
    "figcaption",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "hr",
    "pre",
    "code",
    "div",
    "span",
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
# 25 of 11,279 hostile strings change again when cleaned twice (a carriage return in text, nested tables …).
MOST_PASSES = 10


def clean_html(html: str) -> str:
    """Return `html` with nothing in it that could run or restyle; cleaning the result again changes nothing."""
    html = html.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    for _ in range(MOST_PASSES):
        cleaned = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow")
        if cleaned == html:
            return cleaned
        html = cleaned
    # Markup that never settles is nobody's article: keep its words.
    return nh3.clean(nh3.clean_text(html), tags=set())
