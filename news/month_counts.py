"""How many articles readers can see, by month, without looking at the articles: the same work for any archive."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db.models import DateField, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, TruncMonth
from django.utils import timezone

from news.models import Article, MonthCount
from news.paging import total
from news.prepared import Prepared


def _parts(now: datetime, categories: list[int] | None):
    """Those that stay, those that go offline at a time and are still here, and those that are yet to come."""
    parts = (
        MonthCount.objects.order_by(),
        Article.objects.published(now).filter(expires_at__isnull=False).order_by(),
        Article.objects.scheduled(now).filter(expires_at=None).order_by(),
    )
    return parts if categories is None else [part.filter(category__in=categories) for part in parts]


def _months(now: datetime, categories: list[int] | None = None):
    staying, leaving, coming = _parts(now, categories)
    month = Cast(TruncMonth("published_at"), DateField())
    return (
        staying.values_list("month")
        .annotate(n=Sum("number"))
        .union(leaving.values_list(month, Value(1)), coming.values_list(month, Value(-1)), all=True)
    )


OF_ALL = Prepared(_months, now=datetime)
OF_SOME = Prepared(_months, now=datetime, categories=[int])


def months(categories: list[int] | None = None) -> Counter[date]:
    """The first day of each month with articles → their number, newest first; of all or of these categories (ids)."""
    now = timezone.now()
    rows = OF_ALL.rows(now=now) if categories is None else OF_SOME.rows(now=now, categories=categories)
    found = Counter()
    for month, number in rows:
        found[month] += number
    return Counter({month: found[month] for month in sorted(found, reverse=True) if found[month] > 0})


def number_of(now: datetime, categories: list[int]):
    """The sum of them all, as an expression."""
    return _sum(*_parts(now, categories))


def number_in(year: int, month: int):
    """How many a month has, as an expression."""
    staying, leaving, coming = _parts(timezone.now(), None)
    return _sum(staying.filter(month=date(year, month, 1)), *(part.in_month(year, month) for part in (leaving, coming)))


def _sum(staying, leaving, coming):
    added = Subquery(staying.values(one=Value(1)).annotate(total=Sum("number")).values("total"))
    return Coalesce(added, 0) + Coalesce(total(leaving), 0) - Coalesce(total(coming), 0)


def month_at(counts: Counter[date], place: int) -> tuple[date, int]:
    """The month of the article at `place` (from 0, newest first), and its place within the month. Raises IndexError."""
    for month, number in counts.items():
        if place < number:
            return month, place
        place -= number
    raise IndexError


def end_of(month: date) -> datetime:
    """When the next month begins."""
    following = (month + timedelta(days=31)).replace(day=1)
    return timezone.make_aware(datetime(following.year, following.month, 1))


def month_of(moment: datetime) -> date:
    return timezone.localtime(moment).date().replace(day=1)
