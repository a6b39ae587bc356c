"""Sends what waits. Safe to run twice at once, to kill at any moment, and to run again."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from news.models import AddressPush, Article, PushQuota
from news.pushing import engines
from news.pushing.queue import services

MOST_CALLS = 5  # a run and service: the minute's job must end before the next one
State = AddressPush.State


class Done(NamedTuple):
    pushed: int = 0
    waiting: int = 0
    failed: int = 0

    def sentence(self) -> str:
        return f"pushed {self.pushed} addresses, {self.waiting} wait, {self.failed} failed"


def run() -> Done:
    """Push what is due, by service in batches."""
    pushed = failed = 0
    for service in services():
        for _ in range(MOST_CALLS):
            now = timezone.now()
            left = PushQuota.objects.left(service, timezone.localdate(now))
            most = engines.MOST_AT_ONCE[service] if left is None else min(left, engines.MOST_AT_ONCE[service])
            rows = AddressPush.objects.take(service, most, now)
            if not rows:
                break
            done, lost, go_on = _send(service, _still_wanted(rows))
            pushed, failed = pushed + done, failed + lost
            if not go_on:
                break
    AddressPush.objects.old(timezone.now()).delete()
    return Done(pushed, AddressPush.objects.filter(state=State.WAITING).count(), failed)


def _still_wanted(rows: list[AddressPush]) -> list[AddressPush]:
    """Without what readers no longer see, unless that is what is to be told."""
    shown = Article.objects.published().order_by().filter(pk__in=[row.article_id for row in rows if not row.gone])
    pks = set(shown.values_list("pk", flat=True))
    dropped = [row for row in rows if not row.gone and row.article_id not in pks]
    AddressPush.objects.settle(dropped, State.DROPPED, "读者已看不到，没有推送")
    return [row for row in rows if row.gone or row.article_id in pks]


def _send(service: str, rows: list[AddressPush]) -> tuple[int, int, bool]:
    """How many were taken, how many are given up, and whether the service may be asked once more."""
    if not rows:
        return 0, 0, True
    whole = {f"{settings.SITE_URL}{row.address}": row for row in rows}
    outcome = engines.push(service, list(whole))
    queue = AddressPush.objects
    if outcome.verdict == "done":
        refused = [row for address, row in whole.items() if address in outcome.refused]
        taken = [row for address, row in whole.items() if address not in outcome.refused]
        queue.settle(taken, State.DONE, outcome.result)
        queue.settle(refused, State.FAILED, "对方不收：不是本站网址，或网址不合规")
        if outcome.remain is not None:
            PushQuota.objects.note(service, timezone.localdate(), outcome.remain)
        return len(taken), len(refused), True
    if outcome.verdict == "tomorrow":
        # More than are left are refused all together, and nobody says how many are: half as many may be.
        fewer = len(rows) // 2
        PushQuota.objects.note(service, timezone.localdate(), fewer)
        queue.wait_until(rows, timezone.now() if fewer else _midnight(), outcome.result)
        return 0, 0, fewer > 0
    if outcome.verdict == "stop":
        queue.settle(rows, State.FAILED, outcome.result)
        return 0, len(rows), False
    return 0, queue.put_off(rows, outcome.result), False


def _midnight() -> datetime:
    """The next one by the clock of Asia/Shanghai, when quotas begin anew."""
    tomorrow = timezone.localtime() + timedelta(days=1)
    return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)
