"""What writers see of their own comments, and what they may still do with them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from comments import throttling, writing
from comments.models import Comment, CommentRevision, Decision, NetworkLog
from comments.visitor import visitor_of
from tests.comments.posting import fields_of, filled_form
from tests.factories import decide, make_article, make_comment, make_user
from tests.races import at_once

pytestmark = pytest.mark.django_db

WRONG = [("body", ""), ("body", "字" * 1001), ("name", "管理员"), ("version", "x")]


@pytest.fixture
def article():
    return make_article(title="供暖管网改造完工")


@pytest.fixture
def comment(client, article):
    """Written by `client`."""
    return written_by(client, article)


def written_by(client, article, **words):
    client.post(f"/comments/{article.pk}/", filled_form(client, article, **words))
    return Comment.objects.latest("id")


def page(client, article):
    return client.get(f"/comments/{article.pk}/")


def change(client, comment, **fields):
    address = f"{comment.get_absolute_url()}edit/"
    form = fields_of(client.get(address))
    return client.post(address, form | {"name": "老张", "body": "改过的话"} | fields)


def states():
    return list(Comment.objects.order_by("id").values_list("state", flat=True))


def log():
    return list(Decision.objects.order_by("id").values_list("actor", "moderator", "from_state", "to_state", "reason"))


def test_a_waiting_comment_is_shown_to_its_writer_alone(client, article, comment):
    own = page(client, article)
    assertContains(own, "审核中")
    assertContains(own, "写得好。")
    for other in (Client(), Client(headers={"cookie": "dayuan_device=x:y"})):
        assertNotContains(page(other, article), "写得好。")
    assertNotContains(page(client, make_article()), "写得好。")


def test_a_refused_one_says_why_and_where_to_appeal(client, article, comment):
    decide(Comment.objects.all(), "rejected", make_user())
    own = page(client, article)
    assertContains(own, "未通过")
    assertContains(own, f'<a href="/comments/appeal/?number={comment.number}">申诉</a>')
    assertContains(own, "原因：不符合评论规则")
    assertNotContains(own, "修改")


def test_an_edit_keeps_the_old_words_and_waits_again(client, article, comment):
    moderator = make_user()
    decide(Comment.objects.all(), "approved", moderator)
    answer = change(client, comment)
    assert (answer.status_code, answer["Location"]) == (303, f"/comments/{article.pk}/?sent=edited#comments")
    comment.refresh_from_db()
    assert (comment.body, comment.state, comment.revision, comment.version) == ("改过的话", "pending", 2, 3)
    assert comment.edited_at is not None
    assert list(CommentRevision.objects.values_list("comment", "number", "name", "body")) == [
        (comment.pk, 1, "老张", "写得好。")
    ]
    assert log() == [
        ("moderator", moderator.pk, "pending", "approved", "fit"),
        ("writer", None, "approved", "pending", "edited"),
    ]
    assert list(NetworkLog.objects.order_by("id").values_list("act", flat=True)) == ["comment", "edit"]
    assertNotContains(page(Client(), article), "改过的话")


def test_words_that_stay_the_same_change_nothing(client, comment):
    assert change(client, comment, body="写得好。").status_code == 303
    comment.refresh_from_db()
    assert (comment.revision, comment.edited_at) == (1, None)


@pytest.mark.parametrize(
    ("field", "value"), [("body", ""), ("body", "字" * 1001), ("name", "管理员"), ("version", "x")]
)
def test_an_edit_meets_the_rules_of_a_new_comment(client, comment, field, value):
    assert change(client, comment, **{field: value}).status_code == 422
    comment.refresh_from_db()
    assert (comment.body, comment.revision) == ("写得好。", 1)


@pytest.mark.parametrize("deed", ["edit", "withdraw"])
def test_nobody_else_may(client, comment, deed):
    address = f"{comment.get_absolute_url()}{deed}/"
    stranger = Client()
    assert [stranger.get(address).status_code, stranger.post(address, {"version": "1"}).status_code] == [404, 404]
    assert states() == ["pending"]


@pytest.mark.parametrize("deed", ["edit", "withdraw"])
def test_after_ten_minutes_it_stands(client, comment, deed):
    Comment.objects.update(created_at=timezone.now() - writing.TIME_TO_CHANGE)
    address = f"{comment.get_absolute_url()}{deed}/"
    for answer in (client.get(address), client.post(address, {"version": "1", "name": "老张", "body": "晚了"})):
        assertContains(answer, "已经不能修改或撤回", status_code=409)
    Comment.objects.update(created_at=timezone.now() - writing.TIME_TO_CHANGE + timedelta(seconds=30))
    assert client.get(address).status_code == 200


def test_a_comment_is_withdrawn_after_a_question(client, article, comment):
    address = f"{comment.get_absolute_url()}withdraw/"
    fields = fields_of(client.get(address))
    assert states() == ["pending"]
    answer = client.post(address, fields)
    assert (answer.status_code, answer["Location"]) == (303, f"/comments/{article.pk}/?sent=withdrawn#comments")
    assert (states(), log()) == (["withdrawn"], [("writer", None, "pending", "withdrawn", "withdrawn")])
    assertContains(client.get(answer["Location"]), "评论已撤回。")
    assertNotContains(page(client, article), "写得好。")


@pytest.mark.parametrize("version", ["", "0", "2", "x", "\x00", "9" * 40, "9" * 5000])
def test_a_withdrawal_of_another_version_is_refused(client, comment, version):
    answer = client.post(f"{comment.get_absolute_url()}withdraw/", {"version": version})
    assertContains(answer, "刚才有了变化", status_code=409)
    assert states() == ["pending"]


def test_the_second_of_two_tabs_is_told(client, comment):
    address = f"{comment.get_absolute_url()}edit/"
    tabs = [fields_of(client.get(address)) for _ in range(2)]
    answers = [client.post(address, tab | {"body": f"第{n}次"}) for n, tab in enumerate(tabs)]
    assert [answer.status_code for answer in answers] == [303, 409]
    assert Comment.objects.get().body == "第0次"
    assertContains(answers[1], "readonly>第1次</textarea>", status_code=409)


def test_words_are_not_lost_when_the_network_sends_too_much(client, comment, monkeypatch):
    monkeypatch.setattr(throttling, "ATTEMPTS", (throttling.Limit("none", 0, 600),))
    address = f"{comment.get_absolute_url()}edit/"
    answer = client.post(address, fields_of(client.get(address)) | {"body": "改了很久"})
    assertContains(answer, "您所在的网络近来提交得太多", status_code=429)
    assert fields_of(answer)["body"] == "改了很久"
    assert Comment.objects.get().body == "写得好。"


def test_what_a_moderator_has_refused_meanwhile_is_not_edited(client, comment):
    address = f"{comment.get_absolute_url()}edit/"
    form = fields_of(client.get(address))
    decide(Comment.objects.all(), "rejected", make_user())
    assert client.post(address, form | {"body": "换个说法"}).status_code == 409
    assert Comment.objects.get().body == "写得好。"


@pytest.mark.django_db(transaction=True)
def test_of_edits_decisions_and_withdrawals_at_once_each_sees_what_it_changed(rf):
    article, moderator = make_article(), make_user()
    request = rf.get("/")
    visitor = visitor_of(request)
    seen = type(visitor)(mark=visitor.mark, is_new=False, ip="203.0.113.7", agent="")

    def tell(deed, *args):
        try:
            deed(*args)
        except writing.Overtaken:
            return 0
        return 1

    for _ in range(10):
        comment = make_comment(article, device=seen.device)
        done = at_once(
            [
                lambda comment=comment: tell(writing.edit, comment, 1, seen, {"name": "老张", "body": "一"}),
                lambda comment=comment: tell(writing.edit, comment, 1, seen, {"name": "老张", "body": "二"}),
                lambda comment=comment: tell(writing.withdraw, comment, 1, seen),
                lambda comment=comment: decide(Comment.objects.filter(pk=comment.pk, version=1), "approved", moderator),
            ]
        )
        comment.refresh_from_db()
        assert comment.version == 1 + sum(done)
        assert comment.revision == 1 + comment.earlier.count()
