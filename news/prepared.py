"""Querysets whose SQL is written once a process and asked again with other values; some are planned once, too.

Django takes a millisecond and more to write a query of some size, Postgres nearly as long to plan it, and both longer
than the answer takes. The rules stay where they are, in the methods of the QuerySets.
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
_known: WeakKeyDictionary = WeakKeyDictionary()  # connections of psycopg2 → names of what is planned on them


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
        queryset, compiler, *_ = self._written
        sql, chosen = self._filled(values)
        compiler, queryset = copy.copy(compiler), queryset.all()
        compiler.connection = connection  # of this thread
        compiler.as_sql = lambda *args, **kwargs: (sql, chosen)
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        return list(queryset)

    def rows(self, **values) -> list[tuple]:
        """Of a values_list(): as the database gives them, which is quicker still."""
        with connection.cursor() as cursor:
            cursor.execute(*self._filled(values))
            return cursor.fetchall()

    def _filled(self, values: dict) -> tuple[str, list]:
        _, _, sql, parameters = self._written
        return sql, [values[name] if name else value for name, value in parameters]

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


class Planned(Prepared):
    """Planned once a connection, for values that Postgres doesn't know then: only where one plan suits them all, such
    as rows by their numbers or the first ones of an index. A condition like pinned_until > now is none: of a moment
    that it doesn't know, the planner expects a third of the table.
    """

    def __init__(self, build: Callable[..., QuerySet], **types):
        super().__init__(build, **types)
        self.name = f"planned_{next(NUMBERS)}"

    def _filled(self, values: dict) -> tuple[str, list]:
        statement, names = self._statement
        with connection.cursor():  # opens a connection, or another one if it broke
            known = _known.setdefault(connection.connection, set())
        if self.name not in known:  # no query that anybody counts
            with connection.wrap_database_errors, connection.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {self.name} AS {statement}")
            known.add(self.name)
        return f"EXECUTE {self.name} ({', '.join(['%s'] * len(names))})", [values[name] for name in names]

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
