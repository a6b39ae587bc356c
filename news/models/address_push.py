"""Addresses that search engines are to be told of: one row for each address and service, and what became of it."""

from datetime import timedelta

from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone

# Long enough for one call and its timeouts; a process that dies leaves its rows to the next one after this.
LEASE = timedelta(minutes=5)
# A service that fails is asked again after 4, 16, 64, 256 and 1024 minutes; then the row is given up.
ATTEMPTS = 6
KEPT = timedelta(days=90)
LONGEST_RESULT = 200


class AddressPushQuerySet(models.QuerySet):
    def ask(self, service: str, article, *, gone: bool) -> None:
        """Have the service told of the article's address, once, however often it is asked before that is done."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO news_addresspush"
                " (service, article_id, address, gone, state, attempts, next_at, result, asked_at)"
                " VALUES (%s, %s, %s, %s, 'waiting', 0, clock_timestamp(), '', clock_timestamp())"
                " ON CONFLICT (service, address) WHERE state = 'waiting'"
                " DO UPDATE SET gone = excluded.gone, asked_at = excluded.asked_at",
                [service, article.pk, article.get_absolute_url(), gone],
            )

    def due(self, service: str, now):
        """The newest first: when a quota ends before the queue does, old news can wait."""
        return self.filter(service=service, state=AddressPush.State.WAITING, next_at__lte=now).order_by("-asked_at")

    def take(self, service: str, most: int, now) -> list["AddressPush"]:
        """Up to `most` rows that nobody else will take before their lease ends.

        No lock outlives this call: an editor who changes an article meanwhile waits for no search engine.
        """
        with transaction.atomic():
            rows = list(self.due(service, now).select_for_update(skip_locked=True)[:most])
            pks = [row.pk for row in rows]
            self.filter(pk__in=pks).update(attempts=F("attempts") + 1, next_at=now + LEASE)
        for row in rows:
            row.attempts += 1
        return rows

    def settle(self, rows: list["AddressPush"], state: str, result: str) -> None:
        """These are over, save those that were asked for again while they were on their way."""
        now = timezone.now()
        for row in rows:
            unchanged = self.filter(pk=row.pk, state=AddressPush.State.WAITING, asked_at=row.asked_at)
            if not unchanged.update(state=state, result=result[:LONGEST_RESULT], finished_at=now):
                self.filter(pk=row.pk, state=AddressPush.State.WAITING).update(attempts=0, next_at=now)

    def put_off(self, rows: list["AddressPush"], result: str) -> int:
        """Try these again later, each pause four times the last; returns how many are given up instead."""
        spent = [row for row in rows if row.attempts >= ATTEMPTS]
        self.settle(spent, AddressPush.State.FAILED, result)
        now = timezone.now()
        for row in rows:
            if row.attempts < ATTEMPTS:
                again = now + timedelta(minutes=4**row.attempts)
                self.filter(pk=row.pk).update(next_at=again, result=result[:LONGEST_RESULT])
        return len(spent)

    def wait_until(self, rows: list["AddressPush"], moment, result: str) -> None:
        """Nobody's fault, so no attempt is counted."""
        pks = [row.pk for row in rows]
        self.filter(pk__in=pks).update(next_at=moment, attempts=F("attempts") - 1, result=result[:LONGEST_RESULT])

    def try_again(self) -> int:
        """Let those that are over wait again; returns how many. What waits already in another row is left."""
        waiting = AddressPush.objects.filter(
            state=AddressPush.State.WAITING, service=models.OuterRef("service"), address=models.OuterRef("address")
        )
        over = self.exclude(state=AddressPush.State.WAITING).exclude(models.Exists(waiting))
        newest = over.order_by("service", "address", "-pk").distinct("service", "address").values("pk")
        now = timezone.now()
        return AddressPush.objects.filter(pk__in=list(newest.values_list("pk", flat=True))).update(
            state=AddressPush.State.WAITING, attempts=0, next_at=now, asked_at=now, result="", finished_at=None
        )

    def old(self, now):
        return self.exclude(state=AddressPush.State.WAITING).filter(finished_at__lt=now - KEPT)


class AddressPush(models.Model):
    class Service(models.TextChoices):
        INDEXNOW = "indexnow", "IndexNow"
        BAIDU = "baidu", "百度"

    class State(models.TextChoices):
        WAITING = "waiting", "等待"
        DONE = "done", "已推送"
        FAILED = "failed", "失败"
        DROPPED = "dropped", "不再需要"

    service = models.CharField("搜索引擎", max_length=10, choices=Service)
    article = models.ForeignKey("news.Article", models.CASCADE, related_name="+", verbose_name="文章")
    address = models.CharField("网址", max_length=200)
    gone = models.BooleanField("已撤下", default=False)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    next_at = models.DateTimeField("最早推送", default=timezone.now)
    result = models.CharField("结果", max_length=LONGEST_RESULT, blank=True)
    asked_at = models.DateTimeField("放入", default=timezone.now)
    finished_at = models.DateTimeField("结束", null=True)

    objects = AddressPushQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "网址推送"
        ordering = ["-id"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["service", "address"], condition=Q(state="waiting"), name="address_push_waits_once"
            ),
            models.CheckConstraint(
                name="address_push_state_known", condition=Q(state__in=["waiting", "done", "failed", "dropped"])
            ),
            models.CheckConstraint(name="address_push_service_known", condition=Q(service__in=["indexnow", "baidu"])),
        ]
        indexes = [
            models.Index(fields=["service", "-asked_at"], name="address_push_due", condition=Q(state="waiting")),
            models.Index(fields=["finished_at"], name="address_push_finished", condition=Q(finished_at__isnull=False)),
        ]

    def __str__(self):
        return f"{self.get_service_display()} {self.address}"
