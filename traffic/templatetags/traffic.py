from django import template

from directory.models import Service
from news.models import Article, Headline
from traffic.models import DailyClicks, DailyReadings

register = template.Library()


@register.simple_tag
def add_readings(articles) -> str:
    """Set `readings` on one article or on each of a list. One query."""
    if isinstance(articles, Article):
        articles.readings = DailyReadings.objects.total_of(articles)
        return ""
    totals = DailyReadings.objects.totals([article.pk for article in articles])
    for article in articles:
        article.readings = totals.get(article.pk, 0)
    return ""


@register.simple_tag
def hot_articles(*windows: int, limit: int = 10) -> list[list[Headline]]:
    """{% hot_articles 1 7 as hot %}: the most read of today in hot.0, of the last seven days in hot.1."""
    return DailyReadings.objects.hottest(windows, limit)


@register.simple_tag
def hot_articles_in(categories: list[int], limit: int = 10) -> list[Headline]:
    """{% hot_articles_in members limit=8 as hot %}: the most read of the last seven days in these categories (ids)."""
    return DailyReadings.objects.hottest_in(categories, limit)


@register.simple_tag
def most_used_services(limit: int = 8) -> list[Service]:
    return DailyClicks.objects.most_used(30, limit)
