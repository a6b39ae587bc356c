"""Asks the database, which does the searching (news/migrations/0010_search.sql)."""

from dataclasses import dataclass

from django.db import OperationalError, connection
from django.utils import timezone
from psycopg2.errors import QueryCanceled

from news.search.asking import PAGES, Asked

PER_PAGE = 20
MOST = PAGES * PER_PAGE
# A search that takes longer is given up: the others need the machine, too.
QUERY = """
    SET LOCAL statement_timeout = '3s';
    SELECT article_id, more, how, used FROM news_search(
        %(words)s, %(whole)s,
        (SELECT array_agg(id) FROM news_category WHERE %(category)s IN (id, parent_id)),
        %(since)s, %(moment)s, %(newest)s, %(most)s
    )
"""


class TookTooLong(Exception):
    pass


@dataclass
class Found:
    ids: list[int]  # in order, at most MOST
    more: bool  # than these
    how: str  # "all" of the words, the "parts" they are made of, "any" of them, "" for nothing
    words: list[str]  # folded: what was found, to be marked


def find(asked: Asked) -> Found:
    """One query, whatever is found. Raises TookTooLong."""
    parameters = {
        "words": asked.words,
        "whole": asked.text,
        "category": asked.category and asked.category.pk,
        "since": asked.since(),
        "moment": timezone.now(),  # by which pages are kept, too
        "newest": asked.sort == "time",
        "most": MOST + 1,
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute(QUERY, parameters)
            rows = cursor.fetchall()
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TookTooLong from error
        raise
    more, how, words = rows[0][1:] if rows else (False, "", [])
    return Found([row[0] for row in rows[:MOST]], more or len(rows) > MOST, how, words)
