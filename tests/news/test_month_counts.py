"""What the months hold, against what a look at every article says."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from news import month_counts
from news.models import Article, MonthCount
from tests.factories import make_article, make_category
from tests.races import at_once
from tests.visibility import make_hidden

NOW = timezone.now()


def recount(categories=None) -> dict[date, int]:
    articles = Article.objects.published()
    articles = articles if categories is None else articles.filter(category__in=categories)
    return Counter(month_counts.month_of(moment) for moment in articles.values_list("published_at", flat=True))


def counted(categories=None) -> dict[date, int]:
    found = month_counts.months(categories)
    assert list(found) == sorted(found, reverse=True)
    return found


def number(categories) -> int:
    make_article(state="draft")
    return Article.objects.values_list(month_counts.number_of(timezone.now(), categories))[0][0]


@pytest.mark.django_db
def test_of_nothing_there_is_no_month():
    make_hidden()
    assert (counted(), counted([1]), number([1])) == ({}, {}, 0)


@pytest.mark.django_db
def test_a_month_begins_and_ends_by_the_clock_of_shanghai():
    category = make_category()
    for moment in [datetime(2024, 12, 31, 15, 59, 59, tzinfo=UTC), datetime(2024, 12, 31, 16, tzinfo=UTC)]:
        make_article(category=category, published_at=moment)
    assert counted() == {date(2025, 1, 1): 1, date(2024, 12, 1): 1}
    assert number([category.pk]) == 2


@pytest.mark.django_db
def test_what_goes_offline_or_out_by_the_clock_is_counted_at_the_second(monkeypatch):
    category, now = make_category(), timezone.now()
    make_article(category=category, published_at=now - timedelta(days=1), expires_at=now + timedelta(hours=1))
    make_article(category=category, published_at=now + timedelta(hours=2))
    make_article(category=category, published_at=now + timedelta(hours=2), expires_at=now + timedelta(hours=3))
    seen = []
    for hours in range(5):
        monkeypatch.setattr(timezone, "now", lambda at=now + timedelta(hours=hours): at)
        seen.append((number([category.pk]), counted([category.pk]).total()))
        assert counted() == recount()
    assert seen == [(1, 1), (0, 0), (2, 2), (1, 1), (1, 1)]


def moments(dice: Random) -> dict:
    published = NOW - timedelta(days=dice.randint(-40, 400))
    expires = published + timedelta(days=dice.randint(1, 500)) if dice.random() < 0.2 else None
    state = dice.choice(["published", "published", "withdrawn", "draft"])
    return {"published_at": published, "expires_at": expires, "state": state, "withdrawal_notice": "有误"}


def changes(dice: Random, categories) -> dict:
    def some():
        return Article.objects.filter(pk__in=dice.sample(list(Article.objects.values_list("pk", flat=True)), 3))

    def sql(statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return {
        "save": lambda: make_article(category=dice.choice(categories), **moments(dice)),
        "update": lambda: some().update(**moments(dice)),
        "move": lambda: some().update(category=dice.choice(categories)),
        "words": lambda: some().update(title="换"),
        "delete": lambda: some()[0].delete(),
        "sql": lambda: sql("UPDATE news_article SET published_at = published_at - interval '20 days' WHERE id % 3 = 0"),
        "bulk": lambda: Article.objects.bulk_create(
            Article(category=dice.choice(categories), title="批", body="<p>文</p>", **moments(dice)) for _ in range(9)
        ),
    }


@pytest.mark.django_db
def test_after_any_changes_of_any_kind_the_counts_are_those_of_a_recount():
    dice = Random(7)
    categories = [make_category(), make_category("wenhua", "文化"), make_category("tiyu", "体育")]
    for _ in range(8):
        make_article(category=categories[0], **moments(dice))
    for _ in range(150):
        changes(dice, categories)[dice.choice("save update move words delete sql bulk".split())]()
    assert counted() == recount()
    for category in categories:
        assert counted([category.pk]) == recount([category.pk])
    both = [category.pk for category in categories[:2]]
    assert counted(both) == recount(both)
    assert number(both) == recount(both).total() > 0


@pytest.mark.django_db(transaction=True)
def test_who_writes_waits_for_no_transaction_that_is_still_open_and_nothing_is_lost():
    category = make_category()
    others_are_done, written = Barrier(8), Barrier(8)

    def hold():
        with transaction.atomic():
            make_article(category=category)
            written.wait(timeout=30)
            others_are_done.wait(timeout=30)

    def write():
        written.wait(timeout=30)
        for _ in range(9):
            make_article(category=category)
        others_are_done.wait(timeout=30)

    at_once([hold, *[write] * 7])
    assert counted([category.pk]) == recount([category.pk])
    assert counted([category.pk]).total() == 64


@pytest.mark.django_db(transaction=True)
def test_with_no_articles_left_nothing_is_counted():
    make_article()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE news_article CASCADE")
    assert (MonthCount.objects.count(), counted()) == (0, {})


@pytest.mark.django_db
def test_a_category_can_go_when_its_articles_are_gone():
    article = make_article()
    category = article.category
    article.delete()
    category.delete()
    assert MonthCount.objects.count() == 0
