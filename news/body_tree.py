"""A clean body (news/markup.py) as blocks within blocks, and the phrases in them as tokens, to be compared."""

import re
from functools import cached_property
from html import unescape
from typing import NamedTuple

from news.builder import BLOCKS

TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-z0-9]+)(?P<attributes>(?:[^>"]|"[^"]*")*)>')
HOLDERS = BLOCKS | {"p"}
# What a reader takes in at once: a number, a Latin word, an emoji of several parts, else a single character.
JOINED = "[\u0300-\u036f\u20d0-\u20f0\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]*"
TOKEN = re.compile(
    rf"[0-9]+(?:[.,:][0-9]+)*%?|[A-Za-z]+(?:['’-][A-Za-z]+)*|[\U0001f1e6-\U0001f1ff]{{2}}"
    rf"|.{JOINED}(?:\u200d.{JOINED})*",
    re.DOTALL,
)
MOST_WORDS_LOOKED_AT = 3_000


class Token(NamedTuple):
    """A word or character, or the tag of a picture or line break; and the tags of bold, links … around it."""

    content: str
    formats: tuple[str, ...] = ()

    @property
    def is_tag(self) -> bool:
        return self.content[0] == "<" and len(self.content) > 1


class Node:
    """`source` is its HTML; who says the same has the same."""

    name = ""

    def __init__(self, source: str):
        self.source = source

    @cached_property
    def traits(self) -> set[str]:
        """What two versions of one paragraph have much of in common: pairs of neighbouring characters, pictures."""
        words = TAG.sub("", self.source[: 4 * MOST_WORDS_LOOKED_AT])[:MOST_WORDS_LOOKED_AT]
        return {words[i : i + 2] for i in range(len(words))} | set(re.findall(r'src="[^"]*"', self.source))


class Phrase(Node):
    """Text with its bold, links, pictures and line breaks, and no block inside."""

    name = "phrase"

    @cached_property
    def tokens(self) -> list[Token]:
        tokens, formats, position = [], [], 0
        for tag in TAG.finditer(self.source):
            tokens += tokens_of(unescape(self.source[position : tag.start()]), tuple(formats))
            position = tag.end()
            if tag["name"] in {"img", "br"}:
                tokens.append(Token(tag[0], tuple(formats)))
            elif tag["end"]:
                formats.pop()
            else:
                formats.append(tag[0])
        return tokens + tokens_of(unescape(self.source[position:]), ())


class Block(Node):
    """`tag` is its start tag; `children` are blocks and phrases."""

    def __init__(self, source: str, name: str, tag: str, children: list[Node]):
        super().__init__(source)
        self.name, self.tag, self.children = name, tag, children


def tokens_of(text: str, formats: tuple[str, ...] = ()) -> list[Token]:
    return [Token(found, formats) for found in TOKEN.findall(text)]


def tree(body: str) -> list[Node]:
    """The topmost blocks of a clean body, in order. One walk over the tags."""
    open_blocks: list[tuple[str, re.Match | None, list[Node]]] = [("", None, [])]
    position = 0  # where the phrase begins that is being read

    def end_phrase(end: int) -> None:
        name, _, children = open_blocks[-1]
        if body[position:end].strip() or (name == "pre" and position < end):
            children.append(Phrase(body[position:end]))

    for tag in TAG.finditer(body):
        if tag["name"] not in HOLDERS:
            continue
        end_phrase(tag.start())
        position = tag.end()
        if tag["end"]:
            name, start, children = open_blocks.pop()
            block = Block(body[start.start() : tag.end()], name, start[0], children)
            open_blocks[-1][2].append(block)
        elif tag["name"] == "hr":
            open_blocks[-1][2].append(Block(tag[0], "hr", tag[0], []))
        else:
            open_blocks.append((tag["name"], tag, []))
    end_phrase(len(body))
    return open_blocks[0][2]
