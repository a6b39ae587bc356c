"""What frames every page of readers: the bar of sections, and whether the day is one of mourning."""

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet, Value
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from news.models import Category, MourningDay
from news.prepared import Prepared


class Section(NamedTuple):
    pk: int
    name: str
    path: str

    def is_below_another(self) -> bool:
        return "/" in self.path


class Frame(NamedTuple):
    sections: list[Section]
    is_grey: bool


def read() -> Frame:
    """One query for both."""
    return Frame(*_read(ROWS))


def read_with_children() -> tuple[Frame, list[Section]]:
    """The frame and, in the same query, every category: a top one, then those below it."""
    categories, is_grey = _read(ROWS_WITH_CHILDREN)
    return Frame([category for category in categories if not category.is_below_another()], is_grey), categories


def _read(prepared: Prepared) -> tuple[list[Section], bool]:
    rows = prepared.rows(day=timezone.localdate())
    return [Section(*row) for row in rows if row[0]], any(pk == 0 for pk, _, _ in rows)


def _rows(categories: QuerySet, day: date) -> QuerySet:
    """The categories; and a row of number 0 if `day` is one of mourning."""
    mourning = MourningDay.objects.on(day).order_by().values_list(Value(0), Value(""), Value(""))
    return categories.values_list("pk", "name", "path").union(mourning, all=True)


ROWS = Prepared(lambda day: _rows(Category.objects.top(), day), day=date)
ROWS_WITH_CHILDREN = Prepared(lambda day: _rows(Category.objects.in_order(), day), day=date)


def context(request) -> dict:
    """`frame`, read when a template first uses it: pages of failure and the admin don't."""
    return {"frame": SimpleLazyObject(read)}
