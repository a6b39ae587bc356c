"""Querysets whose SQL is written once a process, and planned once a connection, and asked again with other values.

Django takes a millisecond and more to write a query of some size, Postgres as long to plan it, and both longer than the
answer takes. The rules stay where they are, in the methods of the QuerySets.
"""

import copy
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import count
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import QuerySet

# What stands in the SQL's parameters for a value that is yet to come; no row of ours holds one of these.
STAND_INS: dict[type, Callable[[int], object]] = {
    int: lambda place: -9_000_000_000_000_000 - place,
    str: lambda place: f"\ue000{place}\ue000",
    date: lambda place: date(1, 1, 2 + place),
    datetime: lambda place: datetime(1, 1, 2, microsecond=place, tzinfo=UTC),
}
NUMBERS = count(1)
_known: WeakKeyDictionary = WeakKeyDictionary()  # connections of psycopg2 → names of what is prepared on them


class Prepared:
    """`build(**values)` gives the queryset; `types` says what each value is: int, str, date or datetime, or a list
    of one of them such as [int], which `build` may only ask with `__in`, and which may have any length then.

    The values must change nothing but parameters: not a limit, not which conditions there are. Raises ValueError
    when a value is not asked for, or a list in another way.
    """

    def __init__(self, build: Callable[..., QuerySet], **types):
        self.build, self.types = build, types
        self.name = f"prepared_{next(NUMBERS)}"

    def __call__(self, **values) -> list:
        """The objects, or whatever else the queryset gives."""
        queryset, compiler, *_ = self._written
        self._prepare()
        sql, chosen = self._call(values)
        compiler, queryset = copy.copy(compiler), queryset.all()
        compiler.connection = connection  # of this thread
        compiler.as_sql = lambda *args, **kwargs: (sql, chosen)
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        return list(queryset)

    def rows(self, **values) -> list[tuple]:
        """Of a values_list(): as the database gives them, which is quicker still."""
        self._prepare()
        with connection.cursor() as cursor:
            cursor.execute(*self._call(values))
            return cursor.fetchall()

    def _call(self, values: dict) -> tuple[str, list]:
        names = self._statement[1]
        return f"EXECUTE {self.name} ({', '.join(['%s'] * len(names))})", [values[name] for name in names]

    def _prepare(self) -> None:
        """Once a connection, and no query that anybody counts."""
        with connection.cursor():  # opens a connection, or another one if it broke
            known = _known.setdefault(connection.connection, set())
        if self.name not in known:
            with connection.wrap_database_errors, connection.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {self.name} AS {self._statement[0]}")
            known.add(self.name)

    @cached_property
    def _statement(self) -> tuple[str, list[str]]:
        """What is prepared, and the names of its values in the order in which they are given.

        Only these are left open: whatever else the query compares with decides which index answers it.
        """
        _, _, sql, parameters = self._written
        names = list(dict.fromkeys(name for name, _ in parameters if name))
        pieces = sql.split("%s")
        given = [f"${1 + names.index(name)}" if name else "%s" for name, _ in parameters]
        open_sql = "".join(piece + place for piece, place in zip(pieces, [*given, ""], strict=True))
        with connection.cursor() as cursor:
            return cursor.mogrify(open_sql, [value for name, value in parameters if not name]).decode(), names

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
