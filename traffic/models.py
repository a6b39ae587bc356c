from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db import models
from django.db.models import F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from directory.models import Service
from news.models import Article, Headline
from news.models.headline import COLUMNS, headline
from news.newest import headlines
from news.prepared import Prepared

FIRST = 200  # places of the whole paper's ranking that a category's own is taken from


class DailyReadingsQuerySet(models.QuerySet):
    def record(self, article: Article) -> None:
        """Count one reading of today. Adds up in the database: of concurrent ones none is lost."""
        self.update_or_create(
            article=article,
            day=timezone.localdate(),
            defaults={"readings": F("readings") + 1},
            create_defaults={"readings": 1},
        )

    def totals(self, articles) -> dict[int, int]:
        """{article id: readings of all days}; articles never read are missing."""
        return dict(self.totals_of(articles))

    def totals_of(self, articles):
        """(article id, readings of all days) of each that was ever read."""
        rows = self.filter(article__in=articles).values_list("article").annotate(total=Sum("readings"))
        return rows.order_by()

    def total_of(self, article: Article) -> int:
        """The readings of all days."""
        return next((total for _, total in TOTAL(article=article.pk)), 0)

    def hottest(self, windows: list[int], limit: int) -> list[list[Headline]]:
        """For each window, a number of days with today as the last: the published articles most read in it, each with
        its `readings` then. Two queries.
        """
        wanted = 2 * limit
        # Added up first and looked at from the top: what was read is seldom unpublished, and a join with all that
        # is published would take longer than the sums.
        while True:
            rankings = _rankings(windows, wanted)
            found = headlines([pk for ranking in rankings for pk in ranking])
            hottest = [
                [replace(found[pk], readings=readings) for pk, readings in ranking.items() if pk in found][:limit]
                for ranking in rankings
            ]
            if all(len(best) == limit or len(all_) < wanted for best, all_ in zip(hottest, rankings, strict=True)):
                return hottest
            wanted *= 4

    def hottest_in(self, categories: list[int], limit: int) -> list[Headline]:
        """Of the most read of the last seven days, those in the categories (ids), each with its `readings` then.

        Only the first of the whole paper are looked at: what few read in a week is nothing to rank. One query.
        """
        week = timezone.localdate() - timedelta(days=6)
        rows = _category_ranking(limit).rows(now=timezone.now(), day=week, categories=categories)
        return [replace(headline(*columns), readings=readings) for *columns, readings in rows]


def _rankings(windows: list[int], wanted: int) -> list[dict[int, int]]:
    """{article id: readings} of each window, the most read first, the newer of equals. One query."""
    today, rankings = timezone.localdate(), [{} for _ in windows]
    since = {f"day{number}": today - timedelta(days=days - 1) for number, days in enumerate(windows)}
    rows = _ranking_query(len(windows), wanted).rows(**since)
    for number, pk, readings in sorted(rows, key=lambda row: (row[0], -row[2], -row[1])):
        rankings[number][pk] = readings
    return rankings


@lru_cache
def _ranking_query(windows: int, wanted: int) -> Prepared:
    def make(**days):
        parts = []
        for number, day in enumerate(days.values()):
            sums = DailyReadings.objects.filter(day__gte=day).values("article").annotate(total=Sum("readings"))
            part = sums.order_by("-total", "-article").annotate(number=Value(number, models.IntegerField()))
            parts.append(part.values_list("number", "article", "total")[:wanted])
        return parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]

    return Prepared(make, **{f"day{number}": date for number in range(windows)})


@lru_cache
def _category_ranking(limit: int) -> Prepared:
    def make(now, day, categories):
        readings = DailyReadings.objects.filter(day__gte=day).values("article").annotate(total=Sum("readings"))
        first = readings.order_by("-total", "-article").values("article")[:FIRST]
        own = readings.filter(article=OuterRef("pk")).order_by().values("total")
        articles = Article.objects.published(now).filter(pk__in=first, category__in=categories)
        articles = articles.annotate(total=Subquery(own)).order_by("-total", "-pk")
        return articles.values_list(*COLUMNS, "total")[:limit]

    return Prepared(make, now=datetime, day=date, categories=[int])


class DailyReadings(models.Model):
    """How often an article was read on a day (of Asia/Shanghai)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name="文章")
    day = models.DateField("日期")
    readings = models.PositiveBigIntegerField("阅读", default=0)

    objects = DailyReadingsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "每日阅读"
        ordering = ["-day", "-readings"]
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="readings_once_a_day")]
        indexes = [models.Index(fields=["day"], name="readings_of_day")]

    def __str__(self):
        return f"{self.article_id} {self.day} {self.readings}"


TOTAL = Prepared(lambda article: DailyReadings.objects.totals_of([article]), article=int)


class DailyClicksQuerySet(models.QuerySet):
    def record(self, service: Service) -> None:
        """Count one visit to the official site of a service today; lossless like DailyReadings."""
        self.update_or_create(
            service=service,
            day=timezone.localdate(),
            defaults={"clicks": F("clicks") + 1},
            create_defaults={"clicks": 1},
        )

    def most_used(self, days: int, limit: int) -> list[Service]:
        """The public services most visited in the last `days` days, filled up in the directory's own order."""
        rows = _used_query(limit).rows(day=timezone.localdate() - timedelta(days=days - 1))
        return [Service.from_db("default", ["id", "name"], row[:2]) for row in rows]


@lru_cache
def _used_query(limit: int) -> Prepared:
    def make(day):
        clicks = DailyClicks.objects.filter(service=OuterRef("pk"), day__gte=day).order_by().values("service")
        clicks = Coalesce(Subquery(clicks.annotate(total=Sum("clicks")).values("total")), 0)
        services = Service.objects.public().filter(group__is_emergency=False).annotate(recent=clicks)
        return services.order_by("-recent", *Service._meta.ordering).values_list("pk", "name")[:limit]

    return Prepared(make, day=date)


class DailyClicks(models.Model):
    """How often readers went on to the official site of a service on a day (of Asia/Shanghai)."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="+", verbose_name="服务")
    day = models.DateField("日期")
    clicks = models.PositiveBigIntegerField("点击", default=0)

    objects = DailyClicksQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "每日点击"
        ordering = ["-day", "-clicks"]
        constraints = [models.UniqueConstraint(fields=["service", "day"], name="clicks_once_a_day")]
        indexes = [models.Index(fields=["day"], name="clicks_of_day")]

    def __str__(self):
        return f"{self.service_id} {self.day} {self.clicks}"
