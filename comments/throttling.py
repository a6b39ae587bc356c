"""How much one part of the net may do in a stretch of time.

Visitors are counted by the network their address is in (Visitor.prefix), since single addresses are cheap. Such a
network may be a whole school or the gateway of a phone company, and every comment is read before it is shown: so the
limits keep machines from flooding the moderators and the table of captchas, and are far above what the readers of a
local paper do together. Loading the form and posting are counted apart: nobody who has a captcha in hand is kept from
posting by neighbours who load many.

The address itself is stored nowhere: the key is an HMAC of purpose, stretch and network, different in each stretch.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.models import Tally

MINUTE, DAY = 60, 24 * 60 * 60


@dataclass(frozen=True)
class Limit:
    """At most `most` times in each stretch of `seconds`."""

    name: str
    most: int
    seconds: int

    def take(self, network: str) -> bool:
        """Count one more for `network`; False when that is more than allowed."""
        return Tally.objects.add_one(*self.tally(network)) <= self.most

    def tally(self, network: str) -> tuple[str, datetime]:
        """Under which key it counts for `network`, and until when."""
        stretch = int(timezone.now().timestamp()) // self.seconds
        key = salted_hmac("comments.throttling", f"{self.name} {stretch} {network}", algorithm="sha256").hexdigest()
        return key, datetime.fromtimestamp((stretch + 1) * self.seconds, UTC)


# An attempt is a post whose text is in order, whether its captcha then proves right or wrong.
ATTEMPTS = (Limit("attempts in ten minutes", 10, 10 * MINUTE), Limit("attempts in a day", 60, DAY))
# Besides these, while very much is posted everywhere (gate/pressure.py).
ATTEMPTS_UNDER_PRESSURE = Limit("attempts under pressure in ten minutes", 3, 10 * MINUTE)
CAPTCHAS = Limit("captchas in ten minutes", 120, 10 * MINUTE)
PICTURES = Limit("pictures in ten minutes", 240, 10 * MINUTE)
LIKES = Limit("likes in ten minutes", 200, 10 * MINUTE)
REPORTS = Limit("reports in an hour", 30, 60 * MINUTE)
APPEALS = Limit("appeals in an hour", 30, 60 * MINUTE)


def may_attempt(network: str, pressed: bool) -> bool:
    limits = (*ATTEMPTS, ATTEMPTS_UNDER_PRESSURE) if pressed else ATTEMPTS
    return all(limit.take(network) for limit in limits)
