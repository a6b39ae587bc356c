from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from news.models import Article
from tests.directory.building import make_group, make_service
from tests.factories import make_article, make_category
from tests.races import at_once
from traffic.models import DailyClicks, DailyReadings


def read(article, readings, days_ago=0):
    DailyReadings.objects.create(
        article=article, day=timezone.localdate() - timedelta(days=days_ago), readings=readings
    )


@pytest.mark.django_db
def test_readings_of_a_day_add_up_in_one_row():
    article = make_article()
    for _ in range(3):
        DailyReadings.objects.record(article)
    assert list(DailyReadings.objects.values_list("article", "day", "readings")) == [
        (article.pk, timezone.localdate(), 3)
    ]


@pytest.mark.django_db
def test_the_database_keeps_one_row_a_day():
    article = make_article()
    read(article, 1)
    with pytest.raises(IntegrityError, match="readings_once_a_day"), transaction.atomic():
        read(article, 1)


@pytest.mark.django_db(transaction=True)
def test_of_800_readings_by_8_at_once_none_is_lost():
    article = make_article()
    at_once([lambda: [DailyReadings.objects.record(article) for _ in range(100)]] * 8)
    assert DailyReadings.objects.totals([article.pk]) == {article.pk: 800}


@pytest.mark.django_db
def test_totals_are_of_all_days_and_of_the_articles_asked_for():
    one, other, unread = make_article(), make_article(), make_article()
    read(one, 5)
    read(one, 7, days_ago=40)
    read(other, 9)
    assert DailyReadings.objects.totals([one.pk, unread.pk]) == {one.pk: 12}


def hottest(*windows, limit) -> list[list[Article]]:
    articles = Article.objects.in_bulk()
    return [[articles[row.pk] for row in ranking] for ranking in DailyReadings.objects.hottest(windows, limit)]


@pytest.mark.django_db
def test_the_hottest_are_the_published_most_read_of_the_window():
    now = timezone.now()
    states = {
        "草稿": {"state": Article.State.DRAFT},
        "定时": {"published_at": now + timedelta(hours=1)},
        "过期": {"expires_at": now - timedelta(minutes=1)},
        "撤下": {"state": Article.State.WITHDRAWN},
    }
    for title, fields in states.items():
        read(make_article(title=title, **fields), 999)
    first, second, older = (make_article(title=title) for title in ("甲", "乙", "旧"))
    read(first, 5)
    read(first, 6, days_ago=6)
    read(second, 9, days_ago=1)
    read(older, 500, days_ago=7)
    (hottest,) = DailyReadings.objects.hottest([7], limit=10)
    assert [(article.title, article.readings) for article in hottest] == [("甲", 11), ("乙", 9)]


@pytest.mark.django_db
def test_the_hottest_are_found_below_many_that_are_no_longer_shown():
    for number in range(7):
        read(make_article(state=Article.State.WITHDRAWN), 100 + number)
    shown = [make_article() for _ in range(3)]
    for place, article in enumerate(shown):
        read(article, 9 - place)
    assert hottest(1, limit=2) == [shown[:2]]
    assert hottest(1, limit=9) == [shown]


@pytest.mark.django_db
def test_each_window_has_a_ranking_of_its_own():
    yesterdays, todays = make_article(), make_article()
    read(yesterdays, 50, days_ago=1)
    read(yesterdays, 1)
    read(todays, 20)
    assert hottest(1, 7, limit=9) == [[todays, yesterdays], [yesterdays, todays]]
    assert hottest(1, 7, limit=1) == [[todays], [yesterdays]]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_the_hottest_of_many_need_no_more_queries_than_of_one(django_assert_num_queries, count):
    for _ in range(count):
        read(make_article(), 3)
    with django_assert_num_queries(2):
        assert len(DailyReadings.objects.hottest([1, 7], limit=10)[1]) == min(count, 10)


@pytest.mark.django_db
def test_the_hottest_of_categories_are_the_published_most_read_of_the_week_in_them():
    here, below, elsewhere = make_category(), make_category("jiaotong", "交通"), make_category("wenhua", "文化")
    for fields in ({"state": Article.State.DRAFT}, {"expires_at": timezone.now() - timedelta(minutes=1)}):
        read(make_article(category=here, **fields), 999)
    read(make_article(category=elsewhere), 999)
    older, first, second = (make_article(title=title, category=here) for title in ("旧", "甲", "丙"))
    third = make_article(title="乙", category=below)
    read(older, 500, days_ago=7)
    read(first, 5)
    read(first, 6, days_ago=6)
    read(second, 2)
    read(third, 9)
    categories = [here.pk, below.pk]
    hottest = DailyReadings.objects.hottest_in(categories, limit=10)
    assert [(row.title, row.readings) for row in hottest] == [("甲", 11), ("乙", 9), ("丙", 2)]
    assert DailyReadings.objects.hottest_in(categories, limit=2) == hottest[:2]


@pytest.mark.django_db
def test_of_equals_the_newest_comes_first_and_the_limit_holds():
    articles = [make_article() for _ in range(4)]
    for article in articles:
        read(article, 3)
    assert hottest(1, limit=3) == [articles[:0:-1]]


@pytest.mark.django_db
def test_the_most_used_services_come_first_and_the_rest_in_order():
    quiet = make_service("甲", order=1)
    used = make_service("乙", order=2)
    hidden = make_service("藏着", is_public=False)
    police = make_service("报警", group=make_group("jinji", "紧急", is_emergency=True))
    long_ago = make_service("早先", order=3)
    for service, days_ago in [(used, 0), (hidden, 0), (police, 0), (long_ago, 30)]:
        day = timezone.localdate() - timedelta(days=days_ago)
        DailyClicks.objects.create(service=service, day=day, clicks=5)
    assert DailyClicks.objects.most_used(days=30, limit=8) == [used, quiet, long_ago]
    assert DailyClicks.objects.most_used(days=30, limit=2) == [used, quiet]
