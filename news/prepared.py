"""Querysets whose SQL is written once a process and asked again with other values.

Django takes a millisecond and more to write a query of some size, longer than Postgres takes to answer it, and writes
the same one at every page. The rules stay where they are, in the methods of the QuerySets.
"""

import copy
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property

from django.db import connection
from django.db.models import QuerySet

# What stands in the SQL's parameters for a value that is yet to come; no row of ours holds one of these.
STAND_INS: dict[type, Callable[[int], object]] = {
    int: lambda place: -9_000_000_000_000_000 - place,
    str: lambda place: f"\ue000{place}\ue000",
    date: lambda place: date(1, 1, 2 + place),
    datetime: lambda place: datetime(1, 1, 2, microsecond=place, tzinfo=UTC),
}


class Prepared:
    """`build(**values)` gives the queryset; `types` says what each value is: int, str, date or datetime, or a list
    of one of them such as [int], which `build` may only ask with `__in`, and which may have any length then.

    The values must change nothing but parameters: not a limit, not which conditions there are. Raises ValueError
    when a value is not asked for, or a list in another way.
    """

    def __init__(self, build: Callable[..., QuerySet], **types):
        self.build, self.types = build, types

    def __call__(self, **values) -> list:
        """The objects, or whatever else the queryset gives."""
        queryset, compiler, sql, parameters = self._written
        filled = self._filled(parameters, values)
        compiler, queryset = copy.copy(compiler), queryset.all()
        compiler.connection = connection  # of this thread
        compiler.as_sql = lambda *args, **kwargs: (sql, filled)
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        return list(queryset)

    def rows(self, **values) -> list[tuple]:
        """Of a values_list(): as the database gives them, which is quicker still."""
        _, _, sql, parameters = self._written
        with connection.cursor() as cursor:
            cursor.execute(sql, self._filled(parameters, values))
            return cursor.fetchall()

    @cached_property
    def _written(self):
        stand_ins = {
            name: [STAND_INS[kind[0]](place)] if isinstance(kind, list) else STAND_INS[kind](place)
            for place, (name, kind) in enumerate(self.types.items())
        }
        queryset = self.build(**stand_ins)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        names = {mark[0] if isinstance(mark, list) else mark: name for name, mark in stand_ins.items()}
        named = [(names.get(value), value) for value in parameters]
        if set(names.values()) - {name for name, _ in named}:
            raise ValueError(f"{self.types} are not what is asked for in {sql}")
        return queryset, compiler, self._with_lists(sql, named), named

    def _with_lists(self, sql: str, named: list[tuple[str | None, object]]) -> str:
        """Each list asked for as one value, of whatever length."""
        pieces = sql.split("%s")
        for place, (name, _) in enumerate(named):
            if name and isinstance(self.types[name], list):
                before, after = pieces[place], pieces[place + 1]
                if not before.endswith(" IN (") or not after.startswith(")"):
                    raise ValueError(f"the list {name} is not alone in {sql}")
                pieces[place] = before.removesuffix(" IN (") + " = ANY("
        return "%s".join(pieces)

    @staticmethod
    def _filled(parameters: list[tuple[str | None, object]], values: dict) -> tuple:
        return tuple(values[name] if name else value for name, value in parameters)
