"""Two revisions beside each other."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.desk import revising
from news.models import Article, Source
from tests.factories import make_article, make_category, make_picture, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user("bianji", "编辑")
    client.force_login(user)
    return user


def saved(article, user, **words) -> Article:
    return revising.save(article.pk, {**revising.newest_content(Article.objects.get(pk=article.pk)), **words}, user)


def compare(client, article, old, new):
    return client.get(f"/admin/news/article/{article.pk}/revisions/{old}/{new}/")


def changes(response) -> list[tuple[str, str, str]]:
    return [tuple(change) for change in response.context["changes"]]


def test_fields_stand_side_by_side(client, editor):
    old, new = make_category("a", "甲栏"), make_category("b", "乙栏")
    source = Source.objects.create(name="晚报 & 早报")
    article = make_article(title="供暖今天开始", category=old, summary="")
    words = {"title": "供暖明天开始", "summary": "<b>摘要", "reprint": True, "tags": ["供暖"]}
    saved(article, editor, **words, category_id=new.pk, source_id=source.pk)
    response = compare(client, article, 1, 2)
    assert changes(response) == [
        ("标题", "供暖<del>今</del>天开始", "供暖<ins>明</ins>天开始"),
        ("摘要", "—", "<ins>&lt;b&gt;摘要</ins>"),
        ("转载", "<del>否</del>", "<ins>是</ins>"),
        ("栏目", "<del>甲栏</del>", "<ins>乙栏</ins>"),
        ("来源", "—", "<ins>晚报 &amp; 早报</ins>"),
        ("标签", "—", "<ins>供暖</ins>"),
    ]
    assert response.context["same"] == ["副标题", "原标题", "作者", "来源网址", "责任编辑", "封面图片", "相关报道"]
    assert "正文没有变化" in response.content.decode()


def test_a_changed_cover_shows_both_pictures(client, editor):
    first, second = make_picture(alt="清晨"), make_picture(alt="黄昏")
    article = make_article(cover=first)
    saved(article, editor, cover_id=second.pk)
    [(label, old, new)] = changes(compare(client, article, 1, 2))
    assert (label, "<img" in old and "清晨" in old, "<img" in new and "黄昏" in new) == ("封面图片", True, True)


def test_what_was_deleted_since_is_said_to_be(client, editor):
    source = Source.objects.create(name="没了的报")
    article = make_article(source=source)
    saved(article, editor, source_id=None)
    Article.objects.filter(pk=article.pk).update(source=None)
    source.delete()
    assert ("来源", "<del>（已删除）</del>", "—") in changes(compare(client, article, 1, 2))


def test_the_body_is_one_text_with_marks(client, editor):
    same = "".join(f"<p>第{number}段没有变。</p>" for number in range(9))
    article = make_article(body=f"<p>今天停水。</p>{same}")
    saved(article, editor, body=f"<p>明天停水。</p>{same}")
    text = compare(client, article, 1, 2).content.decode()
    assert "<p><del>今</del><ins>明</ins>天停水。</p>" in text
    assert "…相同 8 段…" in text


def test_hostile_words_of_a_shell_do_not_run(client, editor):
    article = make_article(state="draft", published_at=None)
    revising.keep_pace(article.pk)
    evil = {
        **article.content(),
        "title": "<img src=x onerror=pwn()>",
        "body": "<p onclick=pwn()>x<script>pwn()</script>",
    }
    article.revisions.update(content=evil)
    saved(article, editor, title="好")
    text = compare(client, article, 1, 2).content.decode()
    assert ("<img src=x" in text, "onclick" in text, "<script>pwn" in text) == (False, False, False)


def test_the_neighbours_are_linked(client, editor):
    article = make_article(title="1")
    for number in range(2, 7):
        saved(article, editor, title=str(number))
    article.revisions.filter(number=4).delete()  # thinned out
    context = compare(client, article, 3, 5).context
    assert (context["earlier"], context["later"]) == (2, 6)
    context = compare(client, article, 1, 6).context
    assert (context["earlier"], context["later"]) == (None, None)


def test_the_older_is_always_on_the_left(client, editor):
    article = make_article(title="1")
    saved(article, editor, title="2")
    base = f"/admin/news/article/{article.pk}/revisions/"
    assert compare(client, article, 2, 1)["Location"] == f"{base}1/2/"
    assert client.get(f"{base}2/2/", follow=True).request["PATH_INFO"] == f"{base}2/"
    assert compare(client, article, 1, 9).status_code == 404


def test_asks_the_same_however_many_revisions_there_are(client, editor):
    article = make_article(title="1")
    saved(article, editor, title="2")
    compare(client, article, 1, 2)
    with CaptureQueriesContext(connection) as few:
        compare(client, article, 1, 2)
    for number in range(3, 31):
        saved(article, editor, title=str(number))
    with CaptureQueriesContext(connection) as many:
        compare(client, article, 1, 2)
    assert len(many) - len(few) <= 2  # the working copy of what is not published yet
