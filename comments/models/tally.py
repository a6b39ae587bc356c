from django.db import connection, models
from django.utils import timezone

# Counts one more and drops some of what has expired: part of a statement, so that parallel visitors all count and
# what depends on the count can happen in the same one. Rows that another request is about to drop are left to it.
COUNTED = """
    ended AS (
        DELETE FROM comments_tally WHERE key IN (
            SELECT key FROM comments_tally WHERE expires_at <= %(now)s
            ORDER BY expires_at LIMIT 100 FOR UPDATE SKIP LOCKED
        )
    ), counted AS (
        INSERT INTO comments_tally AS tally (key, count, expires_at) VALUES (%(key)s, 1, %(key_expires_at)s)
        ON CONFLICT (key) DO UPDATE SET count = tally.count + 1 RETURNING count
    )
"""


class TallyQuerySet(models.QuerySet):
    def add_one(self, key: str, expires_at) -> int:
        """Count one more under `key`; return the new count. One statement."""
        with connection.cursor() as cursor:
            values = {"key": key, "key_expires_at": expires_at, "now": timezone.now()}
            cursor.execute(f"WITH {COUNTED} SELECT count FROM counted", values)  # noqa: S608 - a constant
            return cursor.fetchone()[0]


class Tally(models.Model):
    """How often one part of the net did one thing in one stretch of time; see throttling.py for the key."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    objects = TallyQuerySet.as_manager()

    def __str__(self):
        return str(self.count)
