"""Whether the counters that triggers keep are what a recount finds."""

from dataclasses import dataclass

from django.db import connection, transaction

# What is kept, and what a count finds: (table, column, key, counted).
COUNTERS = {
    "approved comments of articles": (
        "comments_articlecount",
        "approved",
        "article_id",
        "SELECT article_id AS key, count(*) AS n FROM comments_comment WHERE state = 'approved' GROUP BY 1",
    ),
    "public replies of threads": (
        "comments_comment",
        "replies",
        "id",
        "SELECT root_id AS key, count(*) AS n FROM comments_comment"
        " WHERE state = 'approved' AND root_id IS NOT NULL GROUP BY 1",
    ),
    "likes": (
        "comments_comment",
        "likes",
        "id",
        "SELECT comment_id AS key, count(*) AS n FROM comments_like GROUP BY 1",
    ),
    "open reports": (
        "comments_comment",
        "reports",
        "id",
        "SELECT comment_id AS key, count(*) AS n FROM comments_report WHERE outcome = '' GROUP BY 1",
    ),
}
WRONG = """
    SELECT coalesce(kept.{key}, counted.key), coalesce(kept.{column}, 0), coalesce(counted.n, 0)
    FROM (SELECT {key}, {column} FROM {table} WHERE {column} <> 0) AS kept
    FULL JOIN ({counted}) AS counted ON counted.key = kept.{key}
    WHERE coalesce(kept.{column}, 0) <> coalesce(counted.n, 0) ORDER BY 1
"""
REPAIR = """
    INSERT INTO comments_articlecount (article_id, approved)
        SELECT DISTINCT article_id, 0 FROM comments_comment WHERE state = 'approved' ON CONFLICT DO NOTHING;
"""


@dataclass(frozen=True)
class Drift:
    what: str
    key: int
    kept: int
    counted: int


def drifts() -> list[Drift]:
    """Each counter that is wrong. One statement for each kind, so that each sees one moment."""
    found = []
    with connection.cursor() as cursor:
        for what, (table, column, key, counted) in COUNTERS.items():
            cursor.execute(WRONG.format(table=table, column=column, key=key, counted=counted))
            found += [Drift(what, *row) for row in cursor.fetchall()]
    return found


def repair() -> list[Drift]:
    """Set right what is wrong, while nobody writes comments; return what was."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE comments_comment, comments_like, comments_report IN SHARE ROW EXCLUSIVE MODE")
        found = drifts()
        cursor.execute(REPAIR)
        for drift in found:
            table, column, key, _ = COUNTERS[drift.what]
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [drift.counted, drift.key])  # noqa: S608
    return found
