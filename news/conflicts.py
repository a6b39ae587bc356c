"""What two editors made of the same revision, field by field: what goes together, and where one of them must decide.

Everything is text here, as the fields of the form hold it.
"""

import json
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

from news import merging
from news.blocks import blocks
from news.markup import clean_html

BODY, TAGS = "body", "tags"
MOST = 200  # conflicts that one form carries
CHOICES = ["mine", "theirs", "both"]


@dataclass(frozen=True)
class Conflict:
    """A field, or a place in the body, that both changed. The form holds what is `chosen`.

    `mine` and `theirs` are the blocks of the body there, or the text of the field as the only one in the list;
    `before` is the block that the place in the body follows, "" at the start.
    """

    field: str
    mine: list[str]
    theirs: list[str]
    before: str = ""
    chosen: str = "mine"

    def text(self, choice: str) -> list[str]:
        return {"mine": self.mine, "theirs": self.theirs, "both": [*self.mine, *self.theirs]}[choice]

    def choices(self) -> list[str]:
        """Both beside each other only where both put something into the body."""
        return CHOICES if self.field == BODY and self.mine and self.theirs else CHOICES[:2]


class Merged(NamedTuple):
    """The fields of the form, with what they took from the other: (field, mine before, theirs); and what is open."""

    texts: dict[str, str]
    taken: list[tuple[str, list[str], list[str]]]
    conflicts: list[Conflict]


def merge_texts(base: dict[str, str] | None, mine: dict[str, str], theirs: dict[str, str]) -> Merged:
    """Put two states of a form together, both made from `base` (None: unknown, then every difference is open).

    Tags are left out: see merging.merge_names. The body comes back cleaned.
    """
    texts, taken, conflicts = dict(mine), [], []
    for name, my_text in mine.items():
        their_text, old = theirs[name], base and base[name]
        if my_text == their_text or their_text == old:
            continue
        if name == BODY:
            texts[BODY], body_taken, body_conflicts = merge_bodies(old, my_text, their_text)
            taken += body_taken
            conflicts += body_conflicts
        elif my_text == old:
            texts[name] = their_text
            taken.append((name, [my_text], [their_text]))
        else:
            conflicts.append(Conflict(name, [my_text], [their_text]))
    return Merged(texts, taken, conflicts)


def merge_bodies(base: str | None, mine: str, theirs: str):
    """(clean body, taken, conflicts) of two bodies made from `base`; where they touch, the body says what is mine."""
    my_blocks, their_blocks = blocks(mine), blocks(theirs)
    base_blocks = merging.common(my_blocks, their_blocks) if base is None else blocks(base)
    result, taken, conflicts = [], [], []
    for kind, piece in merging.merge(base_blocks, my_blocks, their_blocks):
        before = result[-1] if result else ""
        if kind == "clash":
            conflicts.append(Conflict(BODY, piece.mine, piece.theirs, before))
        elif kind == "theirs":
            taken.append((BODY, [], piece))
        result += piece.mine if kind == "clash" else piece
    return clean_html("".join(result)), taken, conflicts


def switch(body: str, conflict: Conflict, choice: str) -> str | None:
    """The clean body with the other choice in the conflict's place; None if that place was edited since."""
    text = merging.replace(blocks(body), conflict.before, conflict.text(conflict.chosen), conflict.text(choice))
    return None if text is None else clean_html("".join(text))


def choose(conflict: Conflict, choice: str) -> Conflict:
    return replace(conflict, chosen=choice)


def dump(conflicts: list[Conflict]) -> str:
    return json.dumps([asdict(conflict) for conflict in conflicts[:MOST]], ensure_ascii=False)


def load(text: str, fields: set[str]) -> list[Conflict]:
    """What dump() wrote into the page, come back through the browser: anything else is as good as nothing."""
    try:
        rows = [Conflict(**row) for row in json.loads(text or "[]")]
    except (ValueError, TypeError, RecursionError):
        return []
    return [row for row in rows[:MOST] if _is_sound(row, fields)]


def _is_sound(row: Conflict, fields: set[str]) -> bool:
    lists = all(
        isinstance(side, list) and all(isinstance(text, str) for text in side) for side in (row.mine, row.theirs)
    )
    words = all(isinstance(word, str) for word in (row.field, row.before, row.chosen))
    if not (lists and words and row.field in fields and row.chosen in row.choices()):
        return False
    return row.field == BODY or len(row.mine) == len(row.theirs) == 1
