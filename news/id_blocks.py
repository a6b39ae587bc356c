"""Pages of a table by ranges of its ids: page 2,000 of a million rows costs what page 1 does.

A page holds what stands between two round ids, so it changes when one of its own rows does and never because another
row came or went: who has read it need not read it again.
"""

from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db import connection

MOST_PAGES = 50_000  # what a sitemap index may name; the oldest are left out then


class IdBlockPaginator(Paginator):
    """Of an unordered queryset; `per_page` is how many ids a page spans, so the most that it can hold."""

    @cached_property
    def blocks(self) -> list[int]:
        """The blocks that hold rows, ascending: from each the index leads to the next, skipping all rows between."""
        sql, parameters = self.object_list.order_by().values("id").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                # The rows' own condition, compiled by Django; the planner takes the inner select apart.
                f"WITH RECURSIVE found (block) AS ("  # noqa: S608
                f"(SELECT id / %s FROM ({sql}) AS articles ORDER BY id DESC LIMIT 1) UNION ALL "
                f"SELECT (SELECT id / %s FROM ({sql}) AS articles WHERE id < block * %s ORDER BY id DESC LIMIT 1) "
                f"FROM found WHERE block IS NOT NULL) SELECT block FROM found WHERE block IS NOT NULL LIMIT %s",
                [self.per_page, *parameters, self.per_page, *parameters, self.per_page, MOST_PAGES],
            )
            return [block for (block,) in reversed(cursor.fetchall())]

    @property
    def num_pages(self) -> int:
        return max(1, len(self.blocks))

    def page(self, number) -> Page:
        number = self.validate_number(number)
        rows = self.object_list.none()
        if self.blocks:
            first = self.blocks[number - 1] * self.per_page
            rows = self.object_list.filter(pk__gte=first, pk__lt=first + self.per_page).order_by("pk")
        return Page(rows, number, self)
