from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from news.models import Article
from news.newest import headlines
from news.prepared import Planned, Prepared
from tests.factories import make_article, make_category, make_picture
from tests.races import at_once
from tests.visibility import make_hidden

pytestmark = pytest.mark.django_db


def test_the_same_query_is_asked_with_other_values(django_assert_num_queries):
    titled = Prepared(lambda title, pk: Article.objects.filter(title=title).exclude(pk=pk), title=str, pk=int)
    first, second = make_article(title="一"), make_article(title="二")
    with django_assert_num_queries(3):
        assert titled(title="一", pk=second.pk) == [first]
        assert titled(title="二", pk=first.pk) == [second]
        assert titled(title="二", pk=second.pk) == []


def test_a_value_is_a_value_whatever_it_says():
    titled = Prepared(lambda title: Article.objects.filter(title=title), title=str)
    hostile = "' OR 1=1 -- %s %(x)s \\"
    article = make_article(title=hostile)
    make_article()
    assert titled(title=hostile) == [article]


def test_times_and_lists_are_values_too():
    newest = Prepared(
        lambda now, numbers: Article.objects.published(now).filter(pk__in=numbers).values_list("pk", flat=True),
        now=datetime,
        numbers=[int],
    )
    first, second = make_article(), make_article()
    now = timezone.now()
    assert newest(now=now, numbers=[first.pk, second.pk]) == [second.pk, first.pk]
    assert newest(now=now - timedelta(days=1), numbers=[first.pk, second.pk]) == []


@pytest.mark.parametrize(
    "query",
    [
        Prepared(lambda now, pk: Article.objects.filter(pk=pk), now=datetime, pk=int),
        Prepared(lambda pks: Article.objects.filter(pk__in=[*pks, 7]), pks=[int]),
    ],
    ids=["a value that is not asked for", "a list with something else in it"],
)
def test_values_that_do_not_fit_the_query_are_refused(query):
    with pytest.raises(ValueError, match="not what is asked for|is not alone"):
        query(now=timezone.now(), pk=1, pks=[1])


def test_a_list_may_be_empty_and_rows_come_raw():
    query = Prepared(lambda pks: Article.objects.filter(pk__in=pks).values_list("pk", "title"), pks=[int])
    article = make_article(title="一")
    assert query.rows(pks=[article.pk, -1]) == [(article.pk, "一")]
    assert (query.rows(pks=[]), query(pks=[])) == ([], [])


def test_rows_come_with_what_they_were_joined_with(django_assert_num_queries):
    category = make_category("a", "甲栏")
    article = make_article(category=category, cover=make_picture())
    read = Prepared(lambda pk: Article.objects.select_related("category", "cover").filter(pk=pk), pk=int)
    with django_assert_num_queries(1):
        [found] = read(pk=article.pk)
        assert (found.category.name, found.cover.alt) == ("甲栏", "雪后的城墙")


def test_it_is_planned_once_a_connection_and_only_the_values_are_left_open():
    read = Planned(lambda pk: Article.objects.filter(pk=pk, state="published").values_list("pk"), pk=int)
    for number in range(3):
        read.rows(pk=number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name = %s", [read.name])
        [(statement,)] = cursor.fetchall()
    assert """"id" = $1 AND "news_article"."state" = 'published'""" in statement


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_opened_anew_is_told_again():
    article = make_article()
    read = Planned(lambda pk: Article.objects.filter(pk=pk), pk=int)
    for _ in range(2):
        assert read(pk=article.pk) == [article]
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_threads_ask_at_once_each_over_its_own_connection():
    articles = [make_article() for _ in range(2)]
    read = Prepared(lambda pk: Article.objects.filter(pk=pk), pk=int)
    assert at_once([lambda pk=article.pk: read(pk=pk) for article in articles]) == [[one] for one in articles]


def test_a_headline_says_what_the_article_says():
    top = make_category()
    moment = timezone.localtime().replace(hour=0, minute=5, second=7, microsecond=0) - timedelta(days=1)
    article = make_article(
        title="甲", category=make_category("jiaotong", "交通", top), cover=make_picture(), published_at=moment
    )
    make_hidden()
    (row,) = headlines(list(Article.objects.values_list("pk", flat=True))).values()
    assert (row.pk, row.title, row.summary, row.category) == (article.pk, "甲", "一句摘要。", "交通")
    assert (row.address, row.category_address) == (f"/minsheng/jiaotong/{article.pk}.html", "/minsheng/jiaotong/")
    assert row.address == article.get_absolute_url()
    assert (row.cover.file, row.cover.alt) == (article.cover.file, "雪后的城墙")
    assert (row.iso, row.minute) == (f"{moment:%Y-%m-%d}T00:05:07+08:00", f"{moment:%Y-%m-%d} 00:05")
    assert (row.day, row.clock, row.is_today) == (f"{moment:%m-%d}", "00:05", False)
