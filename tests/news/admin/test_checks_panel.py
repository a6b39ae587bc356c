"""The panel on the form and the address that fills it."""

import pytest

from news.desk import revising
from news.models import Article, Category, WordRule
from tests.factories import make_article, make_category, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user("bianji", "编辑")
    client.force_login(user)
    return user


def address(article=None):
    return f"/admin/news/article/{article.pk}/check/" if article else "/admin/news/article/check/"


def filled(article=None, **fields):
    data = {"title": "城南供暖改造完工", "summary": "", "body": "<p>正文。</p>", "byline": "网络编辑"}
    category = Category.objects.first() or make_category()
    version = str(revising.keep_pace(article.pk).revision_number) if article else ""
    return data | {"comment_policy": "open", "version": version, "category": category.pk} | fields


def test_the_form_shows_what_is_saved(client, editor):
    article = make_article(state="draft", published_at=None, summary="")
    text = client.get(f"/admin/news/article/{article.pk}/change/").content.decode()
    assert '<a href="#id_summary" data-field="summary">摘要</a>：没有摘要' in text
    assert f'data-address="{address(article)}"' in text
    assert "写好后点“检查”" in client.get("/admin/news/article/add/").content.decode()


def test_looks_at_unsaved_words_and_saves_nothing(client, editor):
    WordRule.objects.create(word="赌博", level="error")
    article = make_article(state="draft", published_at=None, title="原题")
    for place, data in [(address(article), filled(article, title="赌 博")), (address(), filled(title="赌 博"))]:
        text = client.post(place, data).content.decode()
        assert "“赌博”在敏感词表里" in text
        assert "<mark>赌 博</mark>" in text
        assert "没有摘要" in text
        assert "<html" not in text
    assert list(Article.objects.values_list("title", flat=True)) == ["原题"]
    assert article.revisions.count() == 1


def test_says_what_keeps_the_form_from_being_saved(client, editor):
    text = client.post(address(), filled(title="", byline="甲\u202e")).content.decode()
    assert "表单里要先改正的" in text
    assert '<a href="#id_title" data-field="title">标题</a>：这个字段是必须的' in text
    assert "没有保存" not in text


def test_what_was_typed_is_escaped(client, editor):
    WordRule.objects.create(word="赌博")
    text = client.post(address(), filled(title="<script>赌博</script>")).content.decode()
    assert "<script>" not in text


@pytest.mark.parametrize("group", ["记者", "评论审核"])
def test_others_articles_are_not_looked_at(client, group):
    article = make_article(state="draft", published_at=None)
    client.force_login(make_user("gu", group))
    assert client.post(address(article), {}).status_code in {403, 404}


def test_nonsense_is_no_crash(client, editor):
    assert client.post(address(), {"body": "\x00" * 10, "category": "9" * 40, "tags": "#"}).status_code == 200
    assert client.get("/admin/news/article/999999/check/").status_code == 404


def test_pasted_html_is_cleaned_and_what_that_costs_is_told(client, editor):
    answer = client.post(
        "/admin/news/article/clean/", {"html": "<div onclick=x>甲<img src=//a.example.com/1>\x00</div>"}
    )
    assert answer.json() == {"html": "<p>甲</p>", "lost": ["有 1 张图片不在本站"]}
