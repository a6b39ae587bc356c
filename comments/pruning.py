"""What of comments is kept for a time and then dropped."""

from datetime import timedelta

from captcha.models import CaptchaStore
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from comments.models import Block, Claim, NetworkLog, Refusal, ReplyNotice, Tally
from comments.network_log import KEPT
from comments.notices import TIME_TO_CONFIRM

BATCH = 5_000
BLOCKS_KEPT = timedelta(days=365)  # after their end, so that it can be said why somebody was shut out
NOTICES_KEPT = timedelta(days=365)  # an address is not kept for answers that no longer come
REFUSALS_KEPT = timedelta(days=730)


def prune() -> dict[str, int]:
    """Drop what has had its time, in short transactions; what → how many rows."""
    now = timezone.now()
    return {
        "network logs": _drop(NetworkLog.objects.filter(created_at__lt=now - KEPT)),
        "captchas": _drop(CaptchaStore.objects.filter(expiration__lt=now)),
        "tallies": _drop(Tally.objects.filter(expires_at__lt=now)),
        "claims": _drop(Claim.objects.filter(until__lt=now)),
        "notices": _drop(
            ReplyNotice.objects.filter(
                Q(confirmed_at=None, created_at__lt=now - TIME_TO_CONFIRM) | Q(created_at__lt=now - NOTICES_KEPT)
            )
        ),
        "blocks": _drop(Block.objects.filter(until__lt=now - BLOCKS_KEPT)),
        "refusals": _drop(Refusal.objects.filter(day__lt=timezone.localdate(now - REFUSALS_KEPT))),
    }


def _drop(rows: QuerySet) -> int:
    """Rows that somebody holds are left to the next time."""
    dropped = 0
    while True:
        with transaction.atomic():
            batch = list(rows.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
            rows.model.objects.filter(pk__in=batch).delete()
        dropped += len(batch)
        if len(batch) < BATCH:
            return dropped
