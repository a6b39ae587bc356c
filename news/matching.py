"""Which parts of two texts belong together: the differences as diff-match-patch finds them, within a time."""

import time
from collections.abc import Hashable, Sequence

from diff_match_patch import diff_match_patch

from news.body_tree import Node, Token

DELETED, SAME, INSERTED = -1, 0, 1
# The library looks for long common stretches first, in time that grows with the square of the length.
MOST_AT_ONCE = 8_000
MOST_PAIRINGS = 10_000
ENOUGH_ALIKE = 0.35
# A piece of these stands for its place: better compared with little in common than shown twice.
PLACES = set("phrase figure figcaption table caption thead tbody tr td th ul ol blockquote".split())
FAMILIES = {
    **dict.fromkeys(["p", "h2", "h3", "h4", "pre"], "paragraph"),
    **{"ul": "list", "ol": "list", "td": "cell", "th": "cell", "thead": "rows", "tbody": "rows"},
}
SENTENCE_ENDS = set("。！？；!?;\n")
# Of the private-use planes 15 and 16; a token of several characters is one of these to the library.
PRIVATE = 0xF0000


class Clock:
    """How much time is left; once it is over, what remains is shown as replaced, undivided."""

    def __init__(self, seconds: float):
        self.end = time.monotonic() + seconds
        self.was_missed = False  # whether somebody had to leave a part undivided

    def left(self) -> float:
        return max(0.0, self.end - time.monotonic())

    def is_over(self) -> bool:
        over = not self.left()
        self.was_missed |= over
        return over


class Differ(diff_match_patch):
    def diff_halfMatch(self, text1, text2):
        return super().diff_halfMatch(text1, text2) if len(text1) + len(text2) <= MOST_AT_ONCE else None


def _differences(old: str, new: str, clock: Clock, tidy: bool) -> list[tuple[int, str]]:
    if clock.is_over():
        return [(DELETED, old), (INSERTED, new)]
    differ = Differ()
    differ.Diff_Timeout = max(clock.left() / 2, 0.001)  # one hard part leaves time for the others
    started = time.monotonic()
    found = differ.diff_main(old, new, False)
    clock.was_missed |= time.monotonic() - started > differ.Diff_Timeout
    if tidy:
        differ.diff_cleanupSemantic(found)
    return found


def runs(old: Sequence[Hashable], new: Sequence[Hashable], clock: Clock) -> list[tuple[int, int, int]]:
    """The differences of two sequences in order: (DELETED, SAME or INSERTED, place in `old`, in `new`) an item."""
    codes: dict[Hashable, str] = {}
    one, other = ("".join(codes.setdefault(item, chr(0x10000 + len(codes))) for item in side) for side in (old, new))
    return _places(_differences(one, other, clock, tidy=False))


def _places(differences: list[tuple[int, str]]) -> list[tuple[int, int, int]]:
    places, i, j = [], 0, 0
    for kind, text in differences:
        for _ in text:
            places.append((kind, i, j))
            i += kind != INSERTED
            j += kind != DELETED
    return places


# Blocks


def pairs(old: list[Node], new: list[Node], clock: Clock) -> list[tuple[Node | None, Node | None]]:
    """The blocks of both texts in reading order: which has become which; None where there is no counterpart."""
    found, gone, came = [], [], []
    for kind, i, j in runs([node.source for node in old], [node.source for node in new], clock):
        if kind == DELETED:
            gone.append(old[i])
        elif kind == INSERTED:
            came.append(new[j])
        else:
            found += [*_pair_up(gone, came, clock), (old[i], new[j])]
            gone, came = [], []
    return found + _pair_up(gone, came, clock)


def _pair_up(old: list[Node], new: list[Node], clock: Clock) -> list[tuple[Node | None, Node | None]]:
    """As pairs(), for blocks none of which stayed the same: the order-keeping match that is most alike in sum."""
    if not old or not new or len(old) * len(new) > MOST_PAIRINGS or clock.is_over():
        return [*((node, None) for node in old), *((None, node) for node in new)]
    likeness = [[_likeness(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]  # of old[i:] and new[j:]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            together = best[i + 1][j + 1] + likeness[i][j] if likeness[i][j] else 0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == best[i + 1][j + 1] + likeness[i][j]:
            found.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((old[i], None))
            i += 1
        else:
            found.append((None, new[j]))
            j += 1
    return [*found, *((node, None) for node in old[i:]), *((None, node) for node in new[j:])]


def _likeness(old: Node, new: Node) -> float:
    """From 0, no relation, to 1."""
    if FAMILIES.get(old.name, old.name) != FAMILIES.get(new.name, new.name):
        return 0
    common = 2 * len(old.traits & new.traits) / max(1, len(old.traits) + len(new.traits))
    if old.name in PLACES:
        return max(common, 0.05)
    return common if common >= ENOUGH_ALIKE else 0


# Words


def token_changes(old: list[Token], new: list[Token], clock: Clock) -> list[tuple[Token | None, Token | None]]:
    """The tokens of both texts in reading order; None on the side where a token is missing."""
    if len(old) + len(new) <= MOST_AT_ONCE:
        return _character_changes(old, new, clock)
    found, gone, came = [], [], []
    sentences, others = _sentences(old), _sentences(new)
    keys = [[tuple(token.content for token in sentence) for sentence in side] for side in (sentences, others)]
    for kind, i, j in [*runs(*keys, clock), (SAME, -1, -1)]:
        if kind == DELETED:
            gone += sentences[i]
        elif kind == INSERTED:
            came += others[j]
        else:
            found += (
                _character_changes(gone, came, clock)
                if len(gone) + len(came) <= MOST_AT_ONCE
                else [*((token, None) for token in gone), *((None, token) for token in came)]
            )
            gone, came = [], []
            if i >= 0:
                found += zip(sentences[i], others[j], strict=True)
    return found


def _character_changes(old: list[Token], new: list[Token], clock: Clock) -> list[tuple[Token | None, Token | None]]:
    codes: dict[str, str] = {}

    def code(content: str) -> str:
        if len(content) == 1 and ord(content) < PRIVATE:
            return content  # as itself: the library prefers to cut at spaces and punctuation
        return codes.setdefault(content, chr(PRIVATE + len(codes)))

    one, other = ("".join(code(token.content) for token in side) for side in (old, new))
    return [
        (None if kind == INSERTED else old[i], None if kind == DELETED else new[j])
        for kind, i, j in _places(_differences(one, other, clock, tidy=True))
    ]


def _sentences(tokens: list[Token]) -> list[list[Token]]:
    """Where there is no punctuation they end at every 100th character of the alphabet: behind an insertion, cuts
    at every so many places would leave no two pieces the same.
    """
    found = [[]]
    for token in tokens:
        found[-1].append(token)
        if token.content in SENTENCE_ENDS or token.content == "<br>" or ord(token.content[0]) % 100 == 0:
            found.append([])
    return found if found[-1] else found[:-1]
