"""What the two lists that editors arrange have in common: the order they saw, and moving one row in it."""

import hashlib

from django.core.exceptions import ValidationError

STALE = "刚才有别人改过，现在的样子在下面，请看过再改"


def fingerprint(rows) -> str:
    """Of the rows of a list as somebody sees it; another one means that somebody else has changed it since."""
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:16]


def swapped(pks: list[int], pk: int, step: int) -> list[int]:
    """The list with `pk` moved by one: up for -1, down for 1. Raises ValidationError at the end of the list."""
    here = pks.index(pk)
    if not 0 <= here + step < len(pks):
        raise ValidationError("已经在最前" if step < 0 else "已经在最后")
    order = list(pks)
    order[here], order[here + step] = order[here + step], order[here]
    return order
