"""What an open form tells the server, and what it hears back."""

import contextlib
import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from news.desk import revising
from news.models import Article, Autosave, EditingSession, Review
from tests.factories import make_article, make_category, make_user
from tests.races import at_once

pytestmark = pytest.mark.django_db
A, B = "a" * 32, "b" * 32
NEW = "/admin/news/article/autosave/"


@pytest.fixture
def editor(client):
    user = make_user("bianji", "编辑", last_name="李", first_name="四")
    client.force_login(user)
    return user


def address(article=None) -> str:
    return f"/admin/news/article/{article.pk}/autosave/" if article else NEW


def message(user, tab=A, version="1", **more) -> dict:
    return {"tab": tab, "user": user.pk, "version": version, **more}


def tell(client, article, content):
    return client.post(address(article), json.dumps(content), content_type="application/json")


def keep(client, user, article, title="写到一半", tab=A, **more):
    return tell(client, article, message(user, tab, fields={"title": title, "body": "<p>半句</p>"}, **more))


@pytest.mark.parametrize("is_new", [True, False])
def test_keeps_what_was_typed_and_gives_it_back_clean(client, editor, is_new):
    article = None if is_new else make_article()
    before = timezone.now().replace(microsecond=0)
    fields = {"title": " 题\x00目", "body": "<p onclick=x()>好<script>1</script></p>", "reprint": ""}
    answer = tell(client, article, message(editor, fields=fields)).json()
    assert answer["stored"] is True
    saved = client.get(address(article)).json()["saved"]
    assert saved.pop("saved_at") >= timezone.localtime(before).isoformat()
    assert saved == {
        "tab": A,
        "version": "1",
        "fields": {"title": " 题目", "body": "<p>好</p>", "reprint": ""},
        "labels": {},
    }
    assert Article.objects.filter(title__contains="题目").count() == 0


def test_there_is_one_row_a_person_and_article(client, editor):
    article, other = make_article(), make_user("zhubian", "主编")
    for title in ["一", "二"]:
        keep(client, editor, article, title)
        keep(client, editor, None, title)
    client.force_login(other)
    keep(client, other, article, "三")
    rows = Autosave.objects.order_by("pk").values_list("user", "article", "fields__title")
    assert list(rows) == [(editor.pk, article.pk, "二"), (editor.pk, None, "二"), (other.pk, article.pk, "三")]


def test_a_window_does_not_replace_the_words_of_another(client, editor):
    article = make_article()
    assert keep(client, editor, article, "甲窗", A).json()["stored"] is True
    assert keep(client, editor, article, "乙窗", B).json()["stored"] is False
    assert client.get(address(article)).json()["saved"]["fields"]["title"] == "甲窗"
    assert keep(client, editor, article, "恢复之后", B, replaces=A).json()["stored"] is True
    assert keep(client, editor, article, "甲窗又写", A).json()["stored"] is False
    assert tell(client, article, message(editor, A, discard=A)).json() == {"discarded": 0}
    assert tell(client, article, message(editor, A, discard=B)).json() == {"discarded": 1}
    assert keep(client, editor, article, "甲窗又写", A).json()["stored"] is True


@pytest.mark.django_db(transaction=True)
def test_of_eight_windows_that_write_at_once_one_is_kept():
    user, article = make_user("bianji", "编辑"), make_article()

    def write(number):
        client = Client()
        client.force_login(user)
        return keep(client, user, article, str(number), f"{number:032x}").json()["stored"]

    kept = at_once([lambda number=number: write(number) for number in range(8)])
    row = Autosave.objects.get()
    assert [number for number, stored in enumerate(kept) if stored] == [int(row.fields["title"])]


def test_a_beat_without_words_keeps_none(client, editor):
    article = make_article()
    answer = tell(client, article, message(editor)).json()
    assert sorted(answer) == ["newest", "obstacles", "others", "own_windows", "saved_at"]
    assert not Autosave.objects.exists()


def test_names_the_others_who_are_there_and_the_newest_revision(client, editor):
    article, other = make_article(), make_user("zhang", "主编", last_name="张", first_name="三")
    number = revising.save(
        article.pk, {**revising.keep_pace(article.pk).content(), "title": "新"}, other
    ).revision_number
    for tab in [A, B]:
        EditingSession.objects.beat(other, article, tab)
    EditingSession.objects.beat(make_user("gone"), article, A)
    EditingSession.objects.filter(user__username="gone").update(last_seen_at=timezone.now() - timedelta(seconds=41))
    EditingSession.objects.beat(other, make_article(), A)
    tell(client, article, message(editor, B))
    answer = tell(client, article, message(editor)).json()
    assert (answer["others"], answer["own_windows"], answer["obstacles"]) == (["张三"], 1, [])
    assert (answer["newest"]["number"], answer["newest"]["by"]) == (number, "张三")
    tell(client, article, message(editor, B, leaving=True))
    assert tell(client, article, message(editor)).json()["own_windows"] == 0


def test_a_beat_asks_as_often_for_many_as_for_one(client, editor, django_assert_num_queries):
    article = make_article()
    keep(client, editor, article)
    for number in range(30):
        with django_assert_num_queries(16) if number in {0, 29} else contextlib.nullcontext():
            keep(client, editor, article)
        EditingSession.objects.beat(make_user(f"nr{number}"), article, A)


def test_who_is_not_logged_in_gets_a_word_and_no_page(client):
    article = make_article()
    for response in [tell(client, article, {}), client.get(address(article)), client.get(NEW)]:
        assert (response.status_code, response.json()["reason"], response.json()["user"]) == (403, "login", None)


def test_words_of_one_person_are_not_kept_under_another(client, editor):
    other = make_user("zhubian", "主编")
    response = keep(client, other, make_article())
    assert (response.status_code, response.json()["reason"]) == (403, "other_user")
    assert not Autosave.objects.exists()


@pytest.mark.parametrize(
    ("group", "own", "state", "status"),
    [
        ("记者", True, "draft", 200),
        ("记者", True, "published", 403),
        ("记者", False, "draft", 404),
        ("编辑", False, "published", 200),
        ("评论审核", False, "draft", 404),
    ],
)
def test_only_who_may_edit_is_kept_for(client, group, own, state, status):
    user = make_user("wo", group)
    article = make_article(state=state, created_by=user if own else None)
    client.force_login(user)
    assert (keep(client, user, article).status_code, client.get(address(article)).status_code) == (status, status)
    assert Autosave.objects.exists() == (status == 200)


@pytest.mark.parametrize("how", ["published", "review", "bin"])
def test_who_could_edit_when_the_form_was_opened_keeps_their_words(client, how):
    user = make_user("jizhe", "记者")
    article = make_article(state="draft", created_by=user, category=make_category(review_steps=1))
    client.force_login(user)
    tell(client, article, message(user))
    if how == "published":
        Article.objects.update(state="published")
    elif how == "bin":
        Article.objects.update(binned_at=timezone.now())
    else:
        Review.objects.create(article=article, number=1, steps=1, submitted_by=user)
    answer = keep(client, user, article).json()
    assert (answer["stored"], len(answer["obstacles"])) == (True, 1)
    assert keep(client, user, article, tab=B).status_code == 403


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 100_000,
        b"\xff",
        b'{"tab": "x", "version": "1"}',
        b'{"tab": 1}',
    ],
)
def test_what_is_no_message_is_refused(client, editor, content):
    response = client.post(address(make_article()), content, content_type="application/json")
    assert (response.status_code, response.json()["reason"]) == (400, "malformed")


@pytest.mark.parametrize(
    "wrong",
    [
        {"tab": "短"},
        {"tab": A + "\n"},
        {"version": "x"},
        {"version": "9" * 10},
        {"replaces": 7},
        {"fields": []},
        {"fields": {"title": 1}},
        {"fields": {"state": "published"}},
        {"user": "1"},
    ],
)
def test_a_message_has_no_other_parts(client, editor, wrong):
    response = tell(client, make_article(), message(editor) | wrong)
    assert (response.status_code, Autosave.objects.exists()) == (400, False)


@pytest.mark.parametrize("text", ["\ud800", "\x00", "\uffff", "😀" * 10])
def test_what_a_database_refuses_is_kept_without_it(client, editor, text):
    assert keep(client, editor, make_article(), f"题{text}").json()["stored"] is True


@pytest.mark.parametrize("size", [5_000_000, 500_001])
def test_too_much_is_refused_in_chinese_and_nothing_is_kept(client, editor, size):
    article = make_article()
    keep(client, editor, article, "前一次")
    response = tell(client, article, message(editor, fields={"title": "后一次", "body": "x" * size}))
    assert (response.status_code, response.json()["reason"]) == (413, "too_large")
    assert "没有自动保存" in response.json()["message"]
    assert Autosave.objects.get().fields["title"] == "前一次"


def test_other_methods_are_refused(client, editor):
    assert client.put(NEW).status_code == 405


def filled(article=None, **fields) -> dict:
    category = article.category_id if article else make_category().pk
    version = str(revising.keep_pace(article.pk).revision_number) if article else ""
    data = {"title": "写完了", "body": "<p>整句</p>", "byline": "网络编辑", "comment_policy": "open"}
    return data | {"category": category, "version": version, "tab": A, "_save": "", **fields}


def test_saving_a_new_article_drops_what_its_window_held(client, editor):
    keep(client, editor, None, version="")
    response = client.post("/admin/news/article/add/", filled())
    assert (response.status_code, response.cookies[f"saved-{A}"].value) == (302, "1")
    assert not Autosave.objects.exists()


def test_saving_drops_only_what_its_own_window_held(client, editor):
    article = make_article(state="draft")
    keep(client, editor, article, tab=B)
    change = f"/admin/news/article/{article.pk}/change/"
    assert client.post(change, filled(article)).status_code == 302
    assert Autosave.objects.count() == 1
    assert client.post(change, filled(article, tab=B, title="再改")).status_code == 302
    assert not Autosave.objects.exists()


def test_a_save_that_is_refused_drops_nothing(client, editor):
    article = make_article()
    keep(client, editor, article)
    response = client.post(f"/admin/news/article/{article.pk}/change/", filled(article, title="", published_at=""))
    assert (response.status_code, f"saved-{A}" in response.cookies, Autosave.objects.count()) == (200, False, 1)
    assert response.context["tab"] == A


def test_a_save_of_what_may_not_be_changed_any_more_keeps_the_words_and_says_why(client):
    user = make_user("jizhe", "记者")
    article = make_article(state="draft", created_by=user)
    client.force_login(user)
    data = filled(article, body="<p>写了半天<script>1</script></p>")
    Article.objects.update(state="published")
    response = client.post(f"/admin/news/article/{article.pk}/change/", data)
    page = response.content.decode()
    assert response.status_code == 409
    assert ("发布过的稿件要由有发布权限的人修改" in page, "<p>写了半天</p>" in page) == (True, True)
    assert Autosave.objects.get().fields["title"] == "写完了"
    waiting = client.get(f"/admin/news/article/{article.pk}/change/").content.decode()
    assert ("还没保存的修改" in waiting or "还有没保存的修改" in waiting, "<p>写了半天</p>" in waiting) == (True, True)


def test_a_save_of_what_is_gone_shows_the_words(client, editor):
    article = make_article(state="draft")
    data = filled(article)
    article.delete()
    response = client.post("/admin/news/article/999999/change/", data)
    assert (response.status_code, "<p>整句</p>" in response.content.decode()) == (404, True)


def test_a_save_of_somebody_elses_says_nothing_about_it(client):
    user = make_user("jizhe", "记者")
    client.force_login(user)
    article = make_article()
    response = client.post(f"/admin/news/article/{article.pk}/change/", filled(article))
    assert (response.status_code, Autosave.objects.exists()) == (404, False)


def test_a_category_that_is_deleted_under_the_form_is_named(client, editor):
    category = make_category("gone", "没了的")
    data = filled(category=category.pk)
    category.delete()
    response = client.post("/admin/news/article/add/", data)
    form = response.context["adminform"].form
    assert dict(form.errors) == {"category": ["没有这个栏目，可能刚被删除，请另选"]}
    assert form["body"].value() == "<p>整句</p>"


def test_a_group_without_the_right_to_add_keeps_nothing_new(client):
    user = make_user("wo")
    client.force_login(user)
    assert keep(client, user, None).status_code == 403
    user.groups.add(Group.objects.get(name="记者"))
    assert keep(client, user, None).status_code == 200


@pytest.mark.parametrize(
    "odd",
    [{"replaces": "\x00"}, {"discard": "\x00"}, {"replaces": "\ud800"}, {"replaces": "f" * 33}, {"version": "\x00"}],
)
def test_what_no_window_sends_is_malformed(client, editor, odd):
    assert tell(client, make_article(), message(editor, fields={"title": "题"}, **odd)).status_code == 400


def test_fields_without_a_version_are_kept(client, editor):
    sent = message(editor, fields={"title": "题"})
    sent.pop("version", None)
    assert tell(client, make_article(), sent).json()["stored"] is True
