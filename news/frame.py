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


class Frame(NamedTuple):
    sections: list[Section]
    is_grey: bool


def read() -> Frame:
    """One query for both."""
    rows = ROWS.rows(day=timezone.localdate())
    return Frame([Section(*row) for row in rows if row[0]], any(pk == 0 for pk, _, _ in rows))


def _rows(day: date) -> QuerySet:
    """The sections; and a row of number 0 if `day` is one of mourning."""
    mourning = MourningDay.objects.on(day).order_by().values_list(Value(0), Value(""), Value(""))
    return Category.objects.top().values_list("pk", "name", "path").union(mourning, all=True)


ROWS = Prepared(_rows, day=date)


def context(request) -> dict:
    """`frame`, read when a template first uses it: pages of failure and the admin don't."""
    return {"frame": SimpleLazyObject(read)}
