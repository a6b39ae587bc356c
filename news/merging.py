"""Three texts → one: what two people made of the same revision, put together block by block (diff3).

Nothing is dropped: whatever one side alone changed is taken, whatever both changed differently comes back as a Clash.

Written here over difflib because the one kept library, merge3, is GPL, which an MIT site can't ship with, and calls
it a conflict when two people change neighbouring paragraphs.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# difflib's time grows with the product of the lengths (what both texts begin and end with is taken off before). Of
# longer ones, the whole middle counts as one change.
MOST_PAIRS = 1_000_000


class Clash(NamedTuple):
    """A place that both changed, each in their way: what either has there."""

    mine: list[str]
    theirs: list[str]


class Edit(NamedTuple):
    """Blocks `start` to `end` of the base become `blocks`."""

    start: int
    end: int
    blocks: list[str]
    side: int


def merge(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[str, list[str] | Clash]]:
    """Put `mine` and `theirs` together, both made from `base`.

    Returns pieces in the order of the text: ("kept" | "mine" | "theirs" | "same", blocks) and ("clash", Clash).
    """
    pieces, position = [], 0
    for start, end, group in _regions([*_edits(base, mine, 0), *_edits(base, theirs, 1)]):
        if position < start:
            pieces.append(("kept", list(base[position:start])))
        pieces.append(_decide(base, start, end, group))
        position = end
    if position < len(base):
        pieces.append(("kept", list(base[position:])))
    return pieces


def common(mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """The blocks that both have in the same order: the base of two texts whose real one is gone."""
    return _without(mine, _edits(mine, theirs, 0))


def merge_names(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Sets of names, such as tags, never clash: what either added is there, what either took away is not."""
    gone = (set(base) - set(mine)) | (set(base) - set(theirs))
    return [name for name in dict.fromkeys([*mine, *theirs]) if name not in gone]


def replace(text: Sequence[str], before: str, old: Sequence[str], new: Sequence[str]) -> list[str] | None:
    """`text` with `new` for `old`, which stands behind the block `before` ("" at the start).

    None if it doesn't stand anywhere, or in several places none of which is the right one.
    """
    text, old, new = list(text), list(old), list(new)
    places = [n for n in range(len(text) - len(old) + 1) if text[n : n + len(old)] == old]
    right = [n for n in places if (text[n - 1] if n else "") == before]
    places = right if len(right) == 1 else places if old else []
    if len(places) != 1:
        return None
    return [*text[: places[0]], *new, *text[places[0] + len(old) :]]


def _edits(base, other, side: int) -> list[Edit]:
    start = 0
    while start < min(len(base), len(other)) and base[start] == other[start]:
        start += 1
    tail = 0
    while tail < min(len(base), len(other)) - start and base[-1 - tail] == other[-1 - tail]:
        tail += 1
    before, after = base[start : len(base) - tail], other[start : len(other) - tail]
    if len(before) * len(after) > MOST_PAIRS:
        return [Edit(start, start + len(before), list(after), side)]
    edits = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "replace" and i2 - i1 == j2 - j1:
            # Paragraph for paragraph, so that a neighbour's change doesn't touch.
            edits += [Edit(start + i1 + n, start + i1 + n + 1, [after[j1 + n]], side) for n in range(i2 - i1)]
        elif kind != "equal":
            edits.append(Edit(start + i1, start + i2, list(after[j1:j2]), side))
    return edits


def _regions(edits: list[Edit]):
    """(start, end, edits) of the places where something changes. Edits of both sides are in one if they touch: they
    change the same block, or put something into the same gap.
    """
    group: list[Edit] = []
    start = end = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        touches = edit.start < end or (edit.start == edit.end == start == end)
        if group and not touches:
            yield start, end, group
            group = []
        if not group:
            start, end = edit.start, edit.end
        group.append(edit)
        end = max(end, edit.end)
    if group:
        yield start, end, group


def _decide(base, start: int, end: int, group: list[Edit]):
    mine, theirs = (_applied(base, start, end, [edit for edit in group if edit.side == side]) for side in (0, 1))
    sides = {edit.side for edit in group}
    if sides == {0}:
        return "mine", mine
    if sides == {1}:
        return "theirs", theirs
    return ("same", mine) if mine == theirs else ("clash", Clash(mine, theirs))


def _applied(base, start: int, end: int, edits: list[Edit]) -> list[str]:
    result, position = [], start
    for edit in edits:
        result += [*base[position : edit.start], *edit.blocks]
        position = edit.end
    return [*result, *base[position:end]]


def _without(text, edits: list[Edit]) -> list[str]:
    gone = {position for edit in edits for position in range(edit.start, edit.end)}
    return [block for position, block in enumerate(text) if position not in gone]
