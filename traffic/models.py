from datetime import timedelta

from django.db import models
from django.db.models import F, Sum
from django.utils import timezone

from directory.models import Service
from news.models import Article
from news.prepared import Prepared


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

    def hottest(self, days: int, limit: int) -> list[Article]:
        """The published articles most read in the last `days` days, today included, each with its `readings` then."""
        since = timezone.localdate() - timedelta(days=days - 1)
        rows = self.filter(day__gte=since).values_list("article").annotate(total=Sum("readings"))
        ranking, hottest, place = rows.order_by("-total", "-article"), [], 0
        # Added up first and looked at from the top: what was read is seldom unpublished, and a join with all that
        # is published would take longer than the sums.
        while len(hottest) < limit:
            readings = dict(ranking[place : place + 2 * limit])
            articles = Article.objects.published().for_listing().in_bulk(readings)
            for pk in filter(articles.get, readings):
                articles[pk].readings = readings[pk]
                hottest.append(articles[pk])
            place += 2 * limit
            if len(readings) < 2 * limit:
                break
        return hottest[:limit]


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
        since = timezone.localdate() - timedelta(days=days - 1)
        rows = self.filter(day__gte=since, service__is_public=True).values_list("service").annotate(total=Sum("clicks"))
        used = [pk for pk, _ in rows.order_by("-total", "service")[:limit]]
        services = Service.objects.public().filter(group__is_emergency=False)
        listed = services.in_bulk(used)
        chosen = [listed[pk] for pk in used if pk in listed]
        return chosen + list(services.exclude(pk__in=used)[: limit - len(chosen)])


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
