"""Querysets whose SQL is written once and asked again with other values.

Django takes a millisecond and more to write a query of some size, longer than Postgres takes to answer it, and writes
the same one at every page. The rules stay where they are, in the methods of the QuerySets.
"""

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property

from django.db import connection
from django.db.models import QuerySet

# What stands in the SQL's parameters for a value that is yet to come; no row of ours holds one of these.
STAND_INS: dict[type, Callable[[int], object]] = {
    int: lambda place: -9_000_000_000_000_000 - place,
    str: lambda place: f"\ue000{place}\ue000",
    datetime: lambda place: datetime(1, 1, 2, microsecond=place, tzinfo=UTC),
}


class Prepared:
    """`build(**values)` gives the queryset; `types` says what each value is: int, str or datetime, or a list such as
    [int] * 30, whose values are then always that many.

    The values must change nothing but parameters: not a limit, not which conditions there are.
    """

    def __init__(self, build: Callable[..., QuerySet], **types):
        self.build, self.types = build, types

    @cached_property
    def written(self):
        stand_ins, places = {}, {}
        for name, kind in self.types.items():
            kinds = kind if isinstance(kind, list) else [kind]
            marks = [STAND_INS[one](len(places) + place) for place, one in enumerate(kinds)]
            places |= {mark: (name, place if isinstance(kind, list) else None) for place, mark in enumerate(marks)}
            stand_ins[name] = marks if isinstance(kind, list) else marks[0]
        queryset = self.build(**stand_ins)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        return queryset, compiler, sql, [places.get(value, value) for value in parameters]

    def __call__(self, **values) -> list:
        queryset, compiler, sql, parameters = self.written
        filled = tuple(_value(values, given) if isinstance(given, tuple) else given for given in parameters)
        compiler, queryset = copy.copy(compiler), queryset.all()
        compiler.connection = connection  # of this thread
        compiler.as_sql = lambda *args, **kwargs: (sql, filled)
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        return list(queryset)


def _value(values: dict, given: tuple[str, int | None]):
    name, place = given
    return values[name] if place is None else values[name][place]
