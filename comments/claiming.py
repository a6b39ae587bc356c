"""Two moderators work side by side: what one has on the screen, the other is not shown, for five minutes.

A claim is a courtesy. Whether a decision holds is asked of the comment's version alone (moderation.py).
"""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from comments.models import Claim

LASTS = timedelta(minutes=5)
TAKE = """
    INSERT INTO comments_claim AS claim (comment_id, moderator_id, until)
    SELECT id, %(moderator)s, %(until)s FROM unnest(%(ids)s) AS id ORDER BY id
    ON CONFLICT (comment_id) DO UPDATE SET moderator_id = EXCLUDED.moderator_id, until = EXCLUDED.until
        WHERE claim.moderator_id = EXCLUDED.moderator_id OR claim.until <= %(now)s
    RETURNING comment_id
"""


def claim(ids: list[int], moderator) -> set[int]:
    """Take or renew these comments; return those that are the moderator's now. One statement: of two who want the same
    one gets it.
    """
    if not ids:
        return set()
    now = timezone.now()
    values = {"ids": ids, "moderator": moderator.pk, "now": now, "until": now + LASTS}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        return {pk for (pk,) in cursor.fetchall()}


def of_others(moderator):
    """Claims that keep comments off this moderator's screen."""
    return Claim.objects.filter(until__gt=timezone.now()).exclude(moderator=moderator)
