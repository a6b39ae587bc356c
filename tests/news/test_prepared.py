from datetime import timedelta

import pytest
from django.utils import timezone

from news.models import Article
from news.newest import headlines
from news.prepared import SAMPLE, Prepared
from tests.factories import make_article, make_category, make_picture
from tests.visibility import make_hidden

pytestmark = pytest.mark.django_db


def test_the_moment_and_the_list_are_those_of_each_call(django_assert_num_queries):
    query = Prepared(
        lambda now, pks: Article.objects.published(now).filter(pk__in=pks).values_list("title"), now=SAMPLE, pks=[-1]
    )
    now = timezone.now()
    first, second = make_article(title="甲"), make_article(title="乙", published_at=now + timedelta(hours=1))
    with django_assert_num_queries(3):
        assert query.rows(now=now, pks=[first.pk, second.pk]) == [("甲",)]
        assert query.rows(now=now + timedelta(hours=2), pks=[first.pk, second.pk]) == [("乙",), ("甲",)]
        assert query.rows(now=now, pks=[]) == []


@pytest.mark.parametrize(
    "query",
    [
        Prepared(lambda now, pk: Article.objects.filter(pk=pk, category=pk).values_list("pk"), now=SAMPLE, pk=-1),
        Prepared(lambda pks: Article.objects.filter(pk__in=[*pks, 7]).values_list("pk"), pks=[-1]),
    ],
    ids=["a sample that is not asked", "a list with something else in it"],
)
def test_samples_that_do_not_fit_the_query_are_refused(query):
    with pytest.raises(ValueError, match="can't be told"):
        query.rows(now=timezone.now(), pk=1, pks=[1])


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
