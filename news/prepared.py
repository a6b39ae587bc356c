"""A query that is asked with every page: Django builds its SQL once a process, then only its values change.

To build the SQL of one query takes Django longer than Postgres takes to answer it, and what it says, such as
published(), stays written in one place.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property

from django.db import connection
from django.db.models import QuerySet

SAMPLE = datetime(1949, 10, 1, tzinfo=UTC)  # stands for now


class Prepared:
    """`make` takes the names of `samples` and returns a values_list(); rows() takes the same names.

    A sample must be told from every other parameter of the query; of a list, the one thing in it: `=[-1]` stands
    for any number of values.
    """

    def __init__(self, make: Callable[..., QuerySet], **samples):
        self.make, self.samples = make, samples

    def rows(self, **values) -> list[tuple]:
        sql, parameters = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[name] if name else value for name, value in parameters])
            return cursor.fetchall()

    @cached_property
    def _compiled(self) -> tuple[str, list[tuple[str | None, object]]]:
        sql, parameters = self.make(**self.samples).query.sql_with_params()
        names = {sample[0] if isinstance(sample, list) else sample: name for name, sample in self.samples.items()}
        found = [(names.get(value), value) for value in parameters]
        lists = [name for name, _ in found if isinstance(self.samples.get(name), list)]
        if sql.count(" IN (%s)") != len(lists) or set(names.values()) - {name for name, _ in found}:
            raise ValueError(f"samples {self.samples} can't be told from other parameters in {sql}")
        return sql.replace(" IN (%s)", " = ANY(%s)"), found
