"""更正与撤稿, as readers see them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from news.desk import correcting, publishing
from news.models import Article, Correction, Entry
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db
PAGE = "/corrections/"


def rows(response) -> list[tuple[str, str]]:
    return [(row["kind"], row["said"]) for row in response.context["rows"]]


def test_an_empty_register_says_so(client):
    assert "目前没有更正，也没有撤稿" in client.get(PAGE).content.decode()


def test_a_correction_stands_in_the_article_and_in_the_register(client):
    article = make_article(title="供暖")
    correcting.correct(article.pk, None, "第二段“3月”应为\n<b>5月</b>")
    for path in [article.get_absolute_url(), PAGE]:
        page = client.get(path).content.decode()
        assert ("第二段“3月”应为<br>&lt;b&gt;5月&lt;/b&gt;" in page, "更正" in page) == (True, True)
    assert Entry.objects.get().action == "corrected"


def test_feeds_and_sitemaps_say_that_a_corrected_article_changed(client):
    article = make_article(published_at=timezone.now() - timedelta(days=3))
    Article.objects.update(updated_at=article.published_at)
    at = timezone.localtime(correcting.correct(article.pk, None, "更正").at).isoformat(timespec="seconds")
    for path in ["/sitemap-articles.xml?p=1", "/feed/atom/"]:
        assert at in client.get(path).content.decode()


def test_the_newest_comes_first_and_a_withdrawal_shows_its_notice_alone(client):
    corrected = make_article(title="甲")
    correcting.correct(corrected.pk, None, "先更正")
    withdrawn = make_article(title="撤回的题目", body="<p>撤回的正文</p>")
    publishing.withdraw(withdrawn.pk, None, "内容有误")
    Correction.objects.update(at=timezone.now() - timedelta(hours=1))
    response = client.get(PAGE)
    assert rows(response) == [("withdrawal", "内容有误"), ("correction", "先更正")]
    assert ("撤回的题目" in response.content.decode(), "甲" in response.content.decode()) == (False, True)


def test_corrections_go_with_their_article(client):
    article = make_article()
    correcting.correct(article.pk, None, "更正的话")
    for change in [{"state": "withdrawn"}, {"state": "draft"}, {"published_at": timezone.now() + timedelta(days=1)}]:
        before = Article.objects.values(*change).get()
        Article.objects.update(**change)
        assert "更正的话" not in client.get(PAGE).content.decode()
        Article.objects.update(**before)
    assert rows(client.get(PAGE)) == [("correction", "更正的话")]


def test_what_readers_cannot_see_is_not_corrected():
    article = make_article(state="draft")
    with pytest.raises(ValidationError, match="看不到"):
        correcting.correct(article.pk, None, "更正")
    assert not Correction.objects.exists()


@pytest.mark.parametrize("number", ["0", "-1", "x", "2", "9" * 30, "１"])
def test_there_are_no_other_pages(client, number):
    assert client.get(PAGE, {"page": number}).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_more_rows_need_no_more_queries(client, django_assert_num_queries, count):
    category = make_category()
    for number in range(count):
        correcting.correct(make_article(category=category).pk, None, f"第{number}条")
    with django_assert_num_queries(5):
        assert len(client.get(PAGE).context["rows"]) == min(count, 20)
