from django.db import connection, models
from django.utils import timezone

MOST_SWEPT = 100

# Sweeping is part of counting. Rows that another request is about to drop are left to it.
ADD_ONE = """
    WITH ended AS (
        DELETE FROM comments_tally WHERE key IN (
            SELECT key FROM comments_tally WHERE expires_at <= %(now)s
            ORDER BY expires_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
        )
    )
    INSERT INTO comments_tally AS tally (key, count, expires_at) VALUES (%(key)s, 1, %(expires_at)s)
    ON CONFLICT (key) DO UPDATE SET count = tally.count + 1 RETURNING count
"""


class TallyQuerySet(models.QuerySet):
    def add_one(self, key: str, expires_at) -> int:
        """Count one more under `key`, drop some of what has expired; return the new count. One statement, so that
        parallel visitors all count.
        """
        values = {"key": key, "expires_at": expires_at, "now": timezone.now(), "most": MOST_SWEPT}
        with connection.cursor() as cursor:
            cursor.execute(ADD_ONE, values)
            return cursor.fetchone()[0]


class Tally(models.Model):
    """How often one part of the net did one thing in one stretch of time; see throttling.py for the key."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    objects = TallyQuerySet.as_manager()

    def __str__(self):
        return str(self.count)
