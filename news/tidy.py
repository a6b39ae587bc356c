"""HTML as people paste it (Word, WeChat, old systems) → the few elements that an article is made of.

It exists beside nh3 because nh3 neither renames nor rebuilds, and because an HTML5 parser needs time quadratic in the
depth of the nesting (13 s for half a megabyte of `<div>`). This takes one walk over the tags, linear in the length of
any input. It is not trusted: nh3 judges the result (news/markup.py).
"""

import html
import re

from news.builder import Builder
from news.pasted import MARKER_WITHIN, Pasted
from news.readable import readable

# Possessive throughout (*+, ++): nothing is ever read twice, whatever is left open.
TOKEN = re.compile(
    r"""(?P<text>[^<]++)
    | <!--(?:-?>|.*?(?:--!?>|\Z))
    | <(?:[!?]|/(?![a-z]))[^>]*+>?  # doctype, processing instruction, CDATA
    | <(?P<end>/?)(?P<name>[a-z][^\s/>]*+)
      (?P<attributes>(?:[^>=]++ | =\s*+(?:"[^"]*+"? | '[^']*+'?)?+)*+)>?
    | (?P<sign><)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
# What stands in these is no prose. Browsers read the first group as raw text up to the end tag, or to the very end.
RAW = set("iframe noembed noframes noscript script style textarea title xmp".split())
WITH_CONTENT = RAW | set("applet audio canvas math object select svg template video xml".split())


def tidy(text: str) -> str:
    """Return the article that `text` means, well nested and of limited depth; tidying it again changes nothing."""
    builder = Builder()
    pasted = Pasted(builder)
    never_ended = set()
    position = 0
    while position < len(text):
        token = TOKEN.match(text, position)
        position = token.end()
        name = (token["name"] or "").lower()
        if name in WITH_CONTENT:
            position = _after(text, name, position, never_ended)
        elif name and token["end"]:
            pasted.end(name)
        elif name:
            pasted.start(name, token["attributes"], text[position : position + MARKER_WITHIN])
        elif written := token["text"] or token["sign"]:
            pasted.text(readable(html.unescape(written)))
    return builder.finish()


def _after(text: str, name: str, position: int, never_ended: set[str]) -> int:
    """Where the content of the element ends whose start tag ended at `position`."""
    if name not in never_ended:
        end = re.compile(rf"</{name}(?:[\s/][^>]*)?>", re.IGNORECASE).search(text, position)
        if end:
            return end.end()
        never_ended.add(name)
    return len(text) if name in RAW else position
