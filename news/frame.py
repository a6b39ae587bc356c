"""What frames every page of readers: the bar of sections, and whether the day is one of mourning."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from news.models import Category, MourningDay


class Section(NamedTuple):
    pk: int
    name: str
    path: str


class Frame(NamedTuple):
    sections: list[Section]
    is_grey: bool


def read() -> Frame:
    """One query for both; a site without any section asks a second time."""
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(*_statement(today))
        rows = cursor.fetchall()
    is_grey = rows[0][-1] if rows else MourningDay.objects.on(today).exists()
    return Frame([Section(*row[:-1]) for row in rows], is_grey)


@lru_cache(maxsize=1)
def _statement(day: date) -> tuple[str, tuple]:
    """The query as SQL, which only the day changes: putting it together took longer than its answer."""
    tops = Category.objects.top().annotate(is_grey=Exists(MourningDay.objects.on(day)))
    return tops.values_list("pk", "name", "path", "is_grey").query.sql_with_params()


def context(request) -> dict:
    """`frame`, read when a template first uses it: pages of failure and the admin don't."""
    return {"frame": SimpleLazyObject(read)}
