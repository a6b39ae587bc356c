from django.db import connection, models

LONGEST = 200
MOST_ROWS = 10_000


class MissingAddressQuerySet(models.QuerySet):
    def count_one(self, path: str) -> None:
        """Count one more visitor who asked for `path` in vain. Lossless under concurrency.

        New addresses are taken up only while there are few: a robot that tries millions fills no disk.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO news_missingaddress AS known (path, hits, first_at, last_at)"
                " SELECT %(path)s, 1, now(), now()"
                " WHERE (SELECT count(*) FROM (SELECT 1 FROM news_missingaddress LIMIT %(most)s) AS taken) < %(most)s"
                " OR EXISTS (SELECT 1 FROM news_missingaddress WHERE path = %(path)s)"
                " ON CONFLICT (path) DO UPDATE SET hits = known.hits + 1, last_at = now()",
                {"path": path, "most": MOST_ROWS},
            )


class MissingAddress(models.Model):
    """An address that answered 404, and how often: what editors may want to lead somewhere. Of who asked, nothing."""

    path = models.CharField("网址", max_length=LONGEST, unique=True)
    hits = models.PositiveIntegerField("次数", default=1)
    first_at = models.DateTimeField("第一次", auto_now_add=True)
    last_at = models.DateTimeField("最近一次", auto_now=True)

    objects = MissingAddressQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "失效网址"
        ordering = ["-hits", "-last_at"]
        default_permissions = ("view", "delete")
        indexes = [models.Index(fields=["-hits", "-last_at"], name="missing_address_frequent")]

    def __str__(self):
        return self.path
