"""修订: the list, one revision, restoring, naming."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.desk import publishing, reviewing, revising
from news.models import Article, Revision
from tests.factories import make_article, make_category, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user("bianji", "编辑")
    client.force_login(user)
    return user


def address(article, rest="") -> str:
    return f"/admin/news/article/{article.pk}/revisions/{rest}"


def with_revisions(count: int, user=None, **fields) -> Article:
    """A draft that was saved `count` times, titled 第1版 and so on."""
    article = make_article(**{"state": "draft", "published_at": None, "title": "第1版", **fields})
    content = revising.keep_pace(article.pk).content()
    for number in range(2, count + 1):
        revising.save(article.pk, {**content, "title": f"第{number}版"}, user)
    return Article.objects.get(pk=article.pk)


def rows(response) -> list[tuple[int, list[str]]]:
    return [(revision.number, marks) for revision, marks in response.context["rows"]]


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_shows_the_newest_first_with_who_and_when(client, editor):
    article = with_revisions(3, editor)
    response = client.get(address(article))
    assert rows(response) == [(3, ["最新"]), (2, []), (1, [])]
    text = response.content.decode()
    assert ("bianji" in text, "<td>系统</td>" in text) == (True, True)
    assert (response.context["old"], response.context["new"]) == (2, 3)


def test_marks_what_readers_see_what_will_be_seen_and_what_is_judged(client, editor, settings):
    category = make_category("sanshen", "三审", review_steps=1)
    article = with_revisions(2, editor, category=category, state="published", published_at=make_article().published_at)
    content = revising.newest_content(article)
    Article.objects.filter(pk=article.pk).update(update_number=2, update_at="2099-01-01T00:00Z")
    revising.save(article.pk, {**content, "title": "第3版"}, editor)
    reviewing.submit(article.pk, editor)
    assert rows(client.get(address(article))) == [(3, ["最新", "送审"]), (2, ["定时更新"]), (1, ["读者看到的"])]


def test_an_import_without_revisions_has_its_first_when_looked_at(client, editor):
    assert rows(client.get(address(make_article()))) == [(1, ["最新", "读者看到的"])]


def test_pages_go_by_number_and_what_matters_stands_on_each(client, editor):
    article = with_revisions(65, editor)
    first = client.get(address(article))
    assert [number for number, _ in rows(first)] == list(range(65, 35, -1))
    assert (first.context["newer"], first.context["older"], first.context["pinned"]) == (None, 36, [])
    second = client.get(address(article, "?before=36"))
    assert [number for number, _ in rows(second)] == list(range(35, 5, -1))
    assert (second.context["newer"], second.context["older"]) == (35, 6)
    assert [(revision.number, marks) for revision, marks in second.context["pinned"]] == [(65, ["最新"])]
    last = client.get(address(article, "?before=6"))
    assert ([n for n, _ in rows(last)], last.context["older"]) == ([5, 4, 3, 2, 1], None)
    back = client.get(address(article, "?after=5"))
    assert [number for number, _ in rows(back)] == list(range(35, 5, -1))
    assert (back.context["newer"], back.context["older"]) == (35, 6)
    assert client.get(address(article, "?after=35")).context["newer"] is None


@pytest.mark.parametrize("query", ["?before=x", "?before=1", "?after=-1", f"?before={10**30}", "?before=%00"])
def test_no_page_breaks_it(client, editor, query):
    assert client.get(address(make_article(), query)).status_code in {400, 404}


def test_asks_as_often_for_30_revisions_as_for_one_and_reads_no_words(client, editor):
    few_rows, many_rows = with_revisions(2, editor), with_revisions(31, editor)
    client.get(address(few_rows))
    with CaptureQueriesContext(connection) as few:
        client.get(address(few_rows))
    with CaptureQueriesContext(connection) as many:
        assert len(rows(client.get(address(many_rows)))) == 30
    assert len(many) == len(few)
    listing = [query["sql"] for query in many if "LIMIT 31" in query["sql"]]
    assert len(listing) == 1
    assert '"content"' not in listing[0]


def test_choosing_two_leads_to_their_comparison(client, editor):
    article = with_revisions(3, editor)
    assert client.get(address(article, "?old=1&new=3"))["Location"] == address(article, "1/3/")
    for query in ["?old=1", "?old=a&new=2", "?old=&new="]:
        assert "请选一个旧版和一个新版" in client.get(address(article, query)).content.decode()


# One revision


def test_one_revision_as_readers_would_see_it(client, editor):
    article = with_revisions(3, editor)
    response = client.get(address(article, "2/"))
    text = response.content.decode()
    assert ('<h1 class="story__title">第2版</h1>' in text, "第3版" in text, "<script" in text) == (True, False, False)
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get(address(article, "4/")).status_code == 404
    assert client.get(address(article, f"{10**30}/")).status_code == 404


def test_words_that_a_shell_wrote_are_cleaned_before_they_are_shown(client, editor):
    article = with_revisions(1)
    content = {**article.content(), "body": "<p>一<img src=x onerror=pwn()></p><script>pwn()</script>"}
    Revision.objects.filter(article=article).update(content=content)
    Article.objects.filter(pk=article.pk).update(body=content["body"])
    assert "pwn" not in client.get(address(article, "1/")).content.decode()


# Restoring


def restore(client, article, number, seen=None):
    seen = article.revision_number if seen is None else seen
    return client.post(address(article, f"{number}/restore/"), {"seen": seen}, follow=True)


def test_restoring_is_asked_about_with_what_will_change(client, editor):
    article = with_revisions(3, editor)
    text = client.get(address(article, "1/restore/")).content.decode()
    assert "第<del>3</del>版" in text and "第<ins>1</ins>版" in text
    assert "确认恢复" in text
    assert Article.objects.get(pk=article.pk).revision_number == 3


def test_restores_as_a_new_revision(client, editor):
    article = with_revisions(3, editor)
    response = restore(client, article, 1)
    assert messages_of(response) == ["已恢复第 1 版，存为第 4 版。"]
    article.refresh_from_db()
    assert (article.title, article.revision_number, article.updated_by) == ("第1版", 4, editor)
    assert LogEntry.objects.get().change_message == "恢复第 1 版"


def test_of_a_published_article_readers_see_it_only_after_a_publication(client, editor):
    article = with_revisions(2, editor)
    publishing.publish(article.pk, editor)
    article.refresh_from_db()
    response = restore(client, article, 1)
    assert messages_of(response) == ["已恢复第 1 版，存为第 3 版。读者看到的没有变，要发布更新才变。"]
    assert Article.objects.get(pk=article.pk).title == "第2版"


def test_nothing_to_restore(client, editor):
    article = with_revisions(2, editor)
    assert "没有什么要恢复" in client.get(address(article, "2/restore/")).content.decode()
    assert messages_of(restore(client, article, 2)) == ["第 2 版和最新的一样，没有什么要恢复。"]


@pytest.mark.parametrize("seen", ["1", "", "x", "9" * 40])
def test_who_looked_at_something_older_is_asked_again(client, editor, seen):
    article = with_revisions(3, editor)
    response = restore(client, article, 1, seen)
    assert messages_of(response) == ["没有恢复：您看过之后，稿件又有新的修改，请看过再恢复。"]
    assert "确认恢复" in response.content.decode()
    assert Article.objects.get(pk=article.pk).revision_number == 3


def test_refused_while_somebody_else_judges_it(client, editor):
    category = make_category("sanshen", "三审", review_steps=1)
    writer = make_user("jizhe", "记者")
    article = with_revisions(2, writer, category=category, created_by=writer)
    reviewing.submit(article.pk, writer)
    client.force_login(writer)
    page = client.get(address(article, "1/restore/")).content.decode()
    assert ("不能恢复：稿件正在审核（待终审），要先撤回或退回" in page, "确认恢复" in page) == (True, False)
    assert "/restore/" not in client.get(address(article)).content.decode()
    assert messages_of(restore(client, article, 1)) == ["没有恢复：稿件正在审核（待终审），要先撤回或退回。"]
    assert Article.objects.get(pk=article.pk).revision_number == 2


# Naming


def test_names_a_revision(client, editor):
    article = with_revisions(2, editor)
    response = client.post(address(article, "1/name/"), {"name": " 送审稿\u200b "}, follow=True)
    assert messages_of(response) == ["第 1 版现在叫“送审稿”。"]
    assert article.revisions.get(number=1).name == "送审稿"
    assert "送审稿" in client.get(address(article)).content.decode()
    assert messages_of(client.post(address(article, "1/name/"), {"name": ""}, follow=True)) == ["已去掉名称。"]


@pytest.mark.parametrize("name", ["长" * 41, "\u202e反"])
def test_a_bad_name_is_refused(client, editor, name):
    article = with_revisions(1)
    assert client.post(address(article, "1/name/"), {"name": name}).status_code == 200
    assert article.revisions.get().name == ""


# Whom it concerns


def test_who_may_only_look_at_articles_changes_nothing(client):
    user = make_user("kan")
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    article = with_revisions(2, created_by=user)
    client.force_login(user)
    assert client.get(address(article)).status_code == 200
    assert client.post(address(article, "1/restore/"), {"seen": 2}).status_code == 403
    assert client.post(address(article, "1/name/"), {"name": "x"}).status_code == 403
    assert client.get(f"/admin/news/article/{article.pk}/links/").status_code == 403
    assert (Article.objects.get(pk=article.pk).revision_number, article.revisions.get(number=1).name) == (2, "")


@pytest.mark.parametrize("rest", ["", "1/", "1/restore/", "1/name/", "1/2/"])
def test_others_articles_are_not_there_for_a_reporter(client, rest):
    article = with_revisions(2, make_user("bieren"))
    reporter = make_user("jizhe", "记者")
    client.force_login(reporter)
    assert client.get(address(article, rest)).status_code == 404
    assert client.post(address(article, rest), {"name": "x", "seen": 2}).status_code == 404
    assert (Article.objects.get(pk=article.pk).revision_number, article.revisions.get(number=1).name) == (2, "")
    Article.objects.filter(pk=article.pk).update(created_by=reporter)
    assert client.get(address(article, rest)).status_code == 200
