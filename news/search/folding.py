"""Where the words of a question stand in a text as it was written.

The same rule as news_search_fold in the database, which finds the articles; here every folded character leads back to
its place.
"""

import functools
import re
import unicodedata
from pathlib import Path

# Two lines: the traditional characters and, one for one, the simplified ones, as OpenCC has them. The converter itself
# would take a process 100 MB.
CHARACTERS = Path(__file__).with_name("characters.txt")
INVISIBLE = frozenset(map(chr, [0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), *range(0xFE00, 0xFE10), 0xFEFF]))
ACCENTS = frozenset(map(chr, range(0x300, 0x370)))
# A space between Chinese and a Latin word or a number: some write 5G 网络, some 5G网络.
GAP = re.compile("(?<=[⺀-\U0010ffff]) (?=[^ ⺀-\U0010ffff])|(?<=[^ ⺀-\U0010ffff]) (?=[⺀-\U0010ffff])")


class _Folding(dict):
    """Character → what is compared: a space for what is no letter or digit, nothing for what can't be seen."""

    def __init__(self):
        self.simplified = dict(zip(*CHARACTERS.read_text().splitlines(), strict=True))

    def __missing__(self, character: str) -> str:
        parts = unicodedata.normalize("NFKD", character).lower()
        kept = [self.simplified.get(c, c) for c in parts if c not in INVISIBLE and c not in ACCENTS]
        self[character] = folded = "".join(c if c.isalnum() else " " for c in kept)
        return folded


@functools.cache
def _folding() -> _Folding:
    return _Folding()


def fold(text: str) -> str:
    folding = _folding()
    return GAP.sub("", " ".join("".join([folding[character] for character in text]).split()))


def places(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where the folded words stand in `text`, in order, what touches or overlaps joined into one."""
    folding = _folding()
    folded, origins = [], []
    for place, character in enumerate(text):
        for piece in folding[character]:
            if piece != " " or (folded and folded[-1] != " "):
                folded.append(piece)
                origins.append(place)
    for gap in reversed([match.start() for match in GAP.finditer("".join(folded))]):
        del folded[gap], origins[gap]
    line, hits = "".join(folded), []
    for word in words:
        at = line.find(word)
        while word and at >= 0:
            if _is_whole(line, at, at + len(word)):
                hits.append((origins[at], origins[at + len(word) - 1] + 1))
            at = line.find(word, at + len(word))
    return _joined(sorted(hits))


def _is_whole(line: str, start: int, end: int) -> bool:
    """Whether no Latin word is cut at the ends: "art" is not in "party"."""
    return not any(
        0 < at < len(line) and line[at - 1].isalnum() and line[at].isalnum() and max(line[at - 1], line[at]) < "⺀"
        for at in (start, end)
    )


def _joined(hits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined = []
    for start, end in hits:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
