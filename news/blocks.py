"""A clean body as a list of blocks: paragraphs, headings, list items, table rows; and between them the tags of the
lists, tables and quotations that hold those. Joined again and cleaned they are the body, to the letter.
"""

import re

# Not [^>]*: the alternative text of a picture may hold a ">".
TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?:[^>"]|"[^"]*")*>')
HOLDERS = set("ul ol table thead tbody blockquote".split())
VOID = {"br", "hr", "img"}


def blocks(body: str) -> list[str]:
    """The blocks of a clean body, in order, without the line ends that clean_html puts between them.

    Of any other text nothing else is left out either.
    """
    found, start, depth = [], 0, 0
    for tag in TAG.finditer(body):
        name, ends = tag["name"], bool(tag["end"])
        if depth == 0:
            if body[start : tag.start()].strip("\n"):
                found.append(body[start : tag.start()])
            start = tag.start()
        if name not in VOID and (depth or name not in HOLDERS):
            depth = max(depth - 1, 0) if ends else depth + 1
        if depth == 0:
            found.append(body[start : tag.end()])
            start = tag.end()
    return [*found, body[start:]] if body[start:].strip("\n") else found
