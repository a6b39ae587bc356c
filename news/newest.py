"""The newest articles of every category, as ids in hand: what front pages choose from, without loading any."""

from typing import NamedTuple

from news.models import Category


class Candidate(NamedTuple):
    """Sorts by time."""

    published_at: str  # as text that sorts
    pk: int
    has_cover: bool


def candidates(categories: list[Category], name: str = "newest") -> list[Candidate]:
    """Of all these categories, each of which has a list of them by with_newest(), the newest first."""
    rows = [row for category in categories for row in getattr(category, name) or []]
    return sorted((Candidate(at, pk, cover is not None) for at, pk, cover in rows), reverse=True)


def ids(found: list[Candidate]) -> list[int]:
    return [candidate.pk for candidate in found]
