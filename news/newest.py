"""Every category with its newest articles, as ids in hand: what fronts choose from, without loading any article."""

import json
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, Q
from django.utils import timezone

from news.addresses import category_address
from news.frame import Frame
from news.models import Article, Category, MourningDay
from news.models.headline import COLUMNS, Headline, headline
from news.prepared import Planned, Prepared

FIELDS = ["pk", "parent_id", "name", "path", "description", "is_notice"]
ROWS = Planned(
    lambda now, pks: Article.objects.published(now).filter(pk__in=pks).values_list(*COLUMNS), now=datetime, pks=[int]
)


class Candidate(NamedTuple):
    """Sorts by time."""

    published_at: str  # as text that sorts
    pk: int
    has_cover: bool


class Section(NamedTuple):
    """A category as the fronts need it; `newest` and `pinned` of itself alone, newest first."""

    pk: int
    parent_id: int | None
    name: str
    path: str
    description: str
    is_notice: bool
    newest: list[Candidate]
    pinned: list[Candidate] = []

    def get_absolute_url(self) -> str:
        return category_address(self.path)


def all_sections(limit: int) -> Prepared:
    """To be asked for `now` and `day`: every category with its newest `limit` articles."""

    def make(now, day):
        sections = Category.objects.with_newest(Article.objects.published(now), limit)
        return sections.values_list(Exists(MourningDay.objects.on(day)), *FIELDS, "newest")

    return Prepared(make, now=datetime, day=date)


def family_sections(limit: int, pinned: int) -> Prepared:
    """To be asked for `now`, `day` and `path`: every category, those at the path and below with their articles."""

    def make(now, day, path):
        published, family = Article.objects.published(now), Q(path=path) | Q(parent__path=path)
        sections = Category.objects.with_newest(published, limit, family)
        sections = sections.with_newest(published.pinned(now), pinned, family, name="pinned")
        return sections.values_list(Exists(MourningDay.objects.on(day)), *FIELDS, "newest", "pinned")

    return Prepared(make, now=datetime, day=date, path=str)


def sections(query: Prepared, **values) -> tuple[list[Section], Frame | None]:
    """The answer to one of the above, and the frame of the page, which needs no query of its own then."""
    rows = query.rows(now=timezone.now(), day=timezone.localdate(), **values)
    found = [Section(*fields, *map(_candidates, lists)) for fields, lists in _parted(rows)]
    tops = [section for section in found if section.parent_id is None]
    return found, Frame(tops, rows[0][0]) if rows else None


def _parted(rows: list[tuple]) -> list[tuple[tuple, tuple]]:
    return [(row[1 : 1 + len(FIELDS)], row[1 + len(FIELDS) :]) for row in rows]


def _candidates(found: str | None) -> list[Candidate]:
    return [Candidate(at, pk, cover is not None) for at, pk, cover in json.loads(found or "[]")]


def merged(lists: list[list[Candidate]]) -> list[Candidate]:
    """All of them, the newest first."""
    return sorted([candidate for newest in lists for candidate in newest], reverse=True)


def ids(found: list[Candidate]) -> list[int]:
    return [candidate.pk for candidate in found]


def headlines(pks: list[int]) -> dict[int, Headline]:
    """Those of them that are published. One query."""
    return {row[0]: headline(*row) for row in ROWS.rows(now=timezone.now(), pks=pks)}
