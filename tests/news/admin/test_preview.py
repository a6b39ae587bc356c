"""The preview of saved and of unsaved words."""

import pytest
from django.db import connection

from news.desk import revising
from news.models import Article, Category, Revision, Source, Tag
from tests.factories import make_article, make_category, make_picture, make_user

pytestmark = pytest.mark.django_db
NEW = "/admin/news/article/preview/"


@pytest.fixture
def editor(client):
    user = make_user("bianji", "编辑")
    client.force_login(user)
    return user


def address(article) -> str:
    return f"/admin/news/article/{article.pk}/preview/"


def typed(**fields) -> dict:
    """What the form sends while somebody types."""
    category = Category.objects.first() or make_category()
    data = {"title": "打了一半的标题", "body": "<p>打了一半。</p>", "byline": "记者", "comment_policy": "open"}
    return {**data, "category": category.pk, "version": "", **fields}


def everything() -> str:
    """All rows of all tables of the newsroom, to see that none was touched."""
    with connection.cursor() as cursor:
        found = []
        for model in [Article, Revision, Tag, Source, Category]:
            cursor.execute(f"SELECT coalesce(json_agg(t ORDER BY t.id)::text, '') FROM {model._meta.db_table} t")
            found.append(cursor.fetchone()[0])
    return "\n".join(found)


def test_shows_the_newest_words_and_not_what_readers_see(client, editor):
    article = make_article(title="读者看到的", body="<p>旧文。</p>")
    content = {**revising.keep_pace(article.pk).content(), "title": "桌上的", "body": "<p>新文。</p>", "tags": ["新签"]}
    revising.save(article.pk, content, editor)
    text = client.get(address(article)).content.decode()
    assert ('<h1 class="story__title">桌上的</h1>' in text, "新文。" in text, "新签" in text) == (True, True, True)
    assert ("读者看到的</h1>" in text, "旧文。" in text) == (False, False)


def test_a_draft_without_a_time_has_a_preview(client, editor):
    article = make_article(state="draft", published_at=None, title="草稿")
    assert '<h1 class="story__title">草稿</h1>' in client.get(address(article)).content.decode()


@pytest.mark.parametrize("kind", ["draft", "published", "new"])
def test_shows_unsaved_words_and_stores_nothing(client, editor, kind):
    source, cover = Source.objects.create(name="晚报"), make_picture(alt="封面")
    if kind == "new":
        where = NEW
        make_category()
    else:
        article = make_article(title="存过的", body="<p>存过的。</p>", state=kind)
        revising.keep_pace(article.pk)
        where = address(article)
    before = everything()
    data = typed(source=source.pk, cover=cover.pk, tags="没有的标签", summary="新摘要", reprint="on", editor="责编")
    response = client.post(where, data)
    text = response.content.decode()
    for words in [
        "打了一半的标题</h1>",
        "打了一半。",
        "来源：晚报",
        'alt="封面"',
        "没有的标签",
        "新摘要",
        "责任编辑：责编",
    ]:
        assert words in text
    assert ("存过的" in text, "还没有保存的文字" in text) == (False, True)
    assert everything() == before


def test_what_can_not_be_saved_stays_as_it_was_and_is_named(client, editor):
    article = make_article(title="存过的", body="<p>存过的。</p>", state="draft")
    response = client.post(address(article), typed(title="", source_url="javascript:pwn()"))
    text = response.content.decode()
    assert ("存过的</h1>" in text, "打了一半。" in text) == (True, True)
    assert "标题、来源网址填得不对或没有填，没有更新" in text
    assert "pwn" not in text


@pytest.mark.parametrize("data", [{}, {"title": "只有标题"}, {"category": "x", "published_at": "昨天", "cover": "-1"}])
def test_a_new_article_may_lack_everything(client, editor, data):
    assert client.post(NEW, data).status_code == 200
    assert client.get(NEW).status_code == 200


def test_hostile_words_are_cleaned(client, editor):
    body = "<p onclick=pwn()>一<img src=x onerror=pwn()></p><script>pwn()</script>"
    text = client.post(NEW, typed(title="<script>pwn()</script>", body=body)).content.decode()
    assert ("<script" in text, "onclick" in text, "onerror" in text) == (False, False, False)


def test_too_long_a_body_is_not_drawn(client, editor):
    article = make_article(body="<p>存过的。</p>", state="draft")
    response = client.post(address(article), typed(body="长" * 500_001))
    assert "存过的。" in response.content.decode()


def test_may_be_framed_by_our_own_pages_alone_and_runs_no_script(client, editor):
    article = make_article()
    for response in [client.get(address(article)), client.post(address(article), typed()), client.post(NEW, typed())]:
        policy = response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert ("script-src 'none'" in policy, "frame-ancestors 'self'" in policy) == (True, True)
        assert ("no-store" in response["Cache-Control"], response["X-Robots-Tag"]) == (True, "noindex, nofollow")
    for other in [f"/admin/news/article/{article.pk}/change/", article.get_absolute_url()]:
        assert client.get(other)["X-Frame-Options"] == "DENY"


def test_only_who_may_change_an_article_sees_unsaved_words_in_it(client):
    reporter = make_user("jizhe", "记者")
    client.force_login(reporter)
    own = make_article(created_by=reporter)  # published: only to be looked at
    others = make_article(created_by=make_user("bieren"), state="draft")
    answers = [client.get(address(own)), client.post(address(own), typed()), client.get(address(others))]
    assert [response.status_code for response in answers] == [200, 403, 404]
    assert client.post(address(others), typed()).status_code == 404
    assert client.post(NEW, typed()).status_code == 200


@pytest.mark.parametrize("group", ["评论审核", None])
def test_nobody_else_has_a_preview(client, group):
    user = make_user("shenhe", group)
    client.force_login(user)
    for article in [make_article(), make_article(created_by=user, state="draft")]:
        for where in [NEW, address(article)]:
            assert client.get(where).status_code in {403, 404}
            assert client.post(where, typed()).status_code in {403, 404}


def test_the_form_offers_it_without_javascript(client, editor):
    article = make_article()
    text = client.get(f"/admin/news/article/{article.pk}/change/").content.decode()
    assert f'formaction="{address(article)}" formtarget="_blank" formnovalidate' in text
    assert f'formaction="{NEW}"' in client.get("/admin/news/article/add/").content.decode()
