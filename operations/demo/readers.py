"""What readers would have left behind: readings and clicks spread over the days, the same in every run."""

import random
from datetime import date, datetime, timedelta

from django.utils import timezone

from directory.models import Service
from news.models import Article
from traffic.models import DailyClicks, DailyReadings

DAYS_OF_CLICKS = 14
FADING = 0.6  # of a day's readers so many come the day after


def make_readings(views: dict[int, int], now: datetime) -> None:
    """Spread each article's readings over the days since it appeared: most on the first, a trickle until now."""
    rows = []
    for article in Article.objects.published(now).filter(pk__in=views):
        first, today = timezone.localdate(article.published_at), timezone.localdate(now)
        for age, readings in enumerate(spread(views[article.pk], (today - first).days + 1)):
            rows.append(DailyReadings(article=article, day=first + timedelta(days=age), readings=readings))
    DailyReadings.objects.bulk_create(row for row in rows if row.readings)


def spread(total: int, days: int) -> list[int]:
    """Whole numbers for each of `days`, falling, that add up to `total`."""
    shares = [FADING**n for n in range(days)]
    counts = [int(total * share / sum(shares)) for share in shares]
    counts[0] += total - sum(counts)
    return counts


def make_clicks(today: date) -> None:
    dice = random.Random(7)  # noqa: S311 - invented numbers, no secret
    rows = []
    for service in Service.objects.order_by("pk"):
        liked = dice.random() ** 3 * 60
        for age in range(DAYS_OF_CLICKS):
            if clicks := int(liked * dice.uniform(0.5, 1.2)):
                rows.append(DailyClicks(service=service, day=today - timedelta(days=age), clicks=clicks))
    DailyClicks.objects.bulk_create(rows)
