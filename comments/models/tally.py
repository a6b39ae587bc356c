from django.db import connection, models, transaction
from django.utils import timezone


class TallyQuerySet(models.QuerySet):
    def add_one(self, key: str, expires_at) -> int:
        """Count one more under `key`; return the new count. One statement, so that parallel visitors all count."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO comments_tally AS tally (key, count, expires_at) VALUES (%s, 1, %s)"
                " ON CONFLICT (key) DO UPDATE SET count = tally.count + 1 RETURNING count",
                [key, expires_at],
            )
            return cursor.fetchone()[0]

    def prune(self) -> None:
        """Drop what has expired. Rows that another request is about to drop are left to it."""
        with transaction.atomic():
            expired = self.filter(expires_at__lte=timezone.now()).select_for_update(skip_locked=True)
            self.filter(pk__in=expired.values("pk")).delete()


class Tally(models.Model):
    """How often one part of the net did one thing in one stretch of time; see throttling.py for the key."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    objects = TallyQuerySet.as_manager()

    def __str__(self):
        return str(self.count)
