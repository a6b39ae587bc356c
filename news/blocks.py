"""A clean body as a list of blocks: paragraphs, headings, list items, table rows; and between them the tags of the
lists, tables and quotations that hold those. Joined again they are the body, to the letter.
"""

import re

# Not [^>]*: the alternative text of a picture may hold a ">".
TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?:[^>"]|"[^"]*")*>')
HOLDERS = set("ul ol table thead tbody blockquote".split())
VOID = {"br", "hr", "img"}


def blocks(body: str) -> list[str]:
    """The blocks of a clean body, in order; "".join() of them gives it back. Any other text comes back whole too."""
    found, start, depth = [], 0, 0
    for tag in TAG.finditer(body):
        name, ends = tag["name"], bool(tag["end"])
        if depth == 0:
            if start < tag.start():
                found.append(body[start : tag.start()])
            start = tag.start()
        if name not in VOID and (depth or name not in HOLDERS):
            depth = max(depth - 1, 0) if ends else depth + 1
        if depth == 0:
            found.append(body[start : tag.end()])
            start = tag.end()
    return [*found, body[start:]] if start < len(body) else found
