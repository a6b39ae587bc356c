"""Answering a reader in the name of the site."""

import uuid

import pytest
from django.contrib.auth.models import Permission
from pytest_django.asserts import assertContains, assertNotContains

from comments.answering import answer
from comments.models import ArticleCount, Comment, Decision
from comments.moderation import Overtaken
from tests.factories import decide, make_article, make_comment, make_reply, make_user
from tests.races import at_once

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/comment/queue/"


@pytest.fixture
def moderator(client):
    user = make_user("shenhe", group="评论审核")
    client.force_login(user)
    return user


def url(comment):
    return f"/admin/comments/comment/{comment.pk}/answer/"


def filled(client, comment, body="谢谢，已转供热公司。"):
    form = client.get(url(comment)).context["form"]
    return {name: form[name].value() for name in ("version", "submission")} | {"body": body}


def told():
    return list(Comment.objects.order_by("id").values_list("body", "state", "name", "staff__username"))


def log():
    return list(
        Decision.objects.order_by("id").values_list("comment__body", "moderator__username", "to_state", "reason")
    )


def test_what_waits_is_approved_and_answered_at_once_with_a_badge(client, moderator, settings):
    article = make_article()
    comment = make_comment(article, body="暖气不热")
    assertContains(client.get(QUEUE), f'href="{url(comment)}"')
    assertContains(client.get(url(comment)), "通过评论并回复")
    response = client.post(url(comment), filled(client, comment))
    assert (response.status_code, response.url) == (302, QUEUE)
    assert told() == [
        ("暖气不热", "approved", "读者", None),
        ("谢谢，已转供热公司。", "approved", settings.SITE_NAME, "shenhe"),
    ]
    assert log() == [
        ("暖气不热", "shenhe", "approved", "fit"),
        ("谢谢，已转供热公司。", "shenhe", "approved", "answer"),
    ]
    assert ArticleCount.objects.of_one(article.pk) == 2
    page = client.get(f"/comments/{article.pk}/").content.decode()
    assert page.count('<span class="comment-badge">本站</span>') == 1
    assert "shenhe" not in page


def test_what_is_public_is_answered_in_its_thread(client, moderator):
    root = make_comment(state="approved")
    reply = make_reply(root, body="同问", state="approved")
    assertContains(client.get(f"/admin/comments/comment/{reply.pk}/change/"), url(reply))
    client.post(url(reply), filled(client, reply))
    answer = Comment.objects.get(staff=moderator)
    assert (answer.root, answer.parent, answer.article_id) == (root, reply, root.article_id)
    assert log() == [("谢谢，已转供热公司。", "shenhe", "approved", "answer")]


@pytest.mark.parametrize("state", ["rejected", "withdrawn"])
def test_what_nobody_sees_is_not_answered(client, moderator, state):
    comment = make_comment(state=state)
    assert client.get(url(comment)).status_code == 404
    assertNotContains(client.get(f"/admin/comments/comment/{comment.pk}/change/"), url(comment))
    assert client.get(f"/admin/comments/comment/{2**70}/answer/").status_code == 404


def test_an_answer_to_a_reply_whose_parent_waits_is_given_back(client, moderator):
    waiting = make_reply(make_comment(body="也在等"), body="等着")
    response = client.post(url(waiting), filled(client, waiting, body="写了很久"))
    assertContains(response, "它回复的评论没有公开")
    assertContains(response, "写了很久")
    assert ([state for _, state, *_ in told()], log()) == (["pending", "pending"], [])


def test_who_comes_second_gets_the_words_back_and_may_send_them_again(client, moderator):
    comment = make_comment()
    data = filled(client, comment, body="写了很久")
    decide(Comment.objects.filter(pk=comment.pk), "rejected", make_user("tongshi"))
    assertContains(client.post(url(comment), data), "写了很久")
    decide(Comment.objects.filter(pk=comment.pk), "approved", make_user("lingdao"))
    again = client.post(url(comment), data)
    assert len(told()) == 1
    form = again.context["form"]
    client.post(url(comment), data | {"version": form["version"].value()})
    assert told()[1][:2] == ("写了很久", "approved")


def test_the_same_form_sent_twice_makes_one_answer(client, moderator):
    comment = make_comment()
    data = filled(client, comment)
    assert [client.post(url(comment), data).status_code for _ in range(2)] == [302, 302]
    assert len(told()) == 2


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"body": " \n"}, "请填写回复"),
        ({"body": "长" * 1001}, "最多 1000 个字"),
        ({"body": "\n".join("一" * 30)}, "最多换行 20 次"),
        ({"body": "a\u202eb"}, ""),
    ],
)
def test_a_wrong_answer_is_explained_and_changes_nothing(client, moderator, fields, message):
    comment = make_comment()
    assertContains(client.post(url(comment), filled(client, comment) | fields), message)
    assert ([state for _, state, *_ in told()], log()) == (["pending"], [])


@pytest.mark.parametrize("right", ["change_comment", "answer_comment"])
def test_it_takes_both_rights(client, right):
    user = make_user("yiban")
    user.user_permissions.add(*Permission.objects.filter(codename__in=[right, "view_comment"]))
    client.force_login(user)
    comment = make_comment()
    data = {"body": "冒名", "version": 1, "submission": uuid.uuid4()}
    assert (client.get(url(comment)).status_code, client.post(url(comment), data).status_code) == (403, 403)
    assertNotContains(client.get(QUEUE), url(comment))
    assert len(told()) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_and_refuse_at_once_one_comes_second():
    for number in range(10):
        comment = make_comment(body=f"第{number}条")
        first, second = make_user(f"jia{number}"), make_user(f"yi{number}")

        def answering(comment=comment, first=first):
            try:
                answer(comment.pk, 1, first, "答复", uuid.uuid4())
            except Overtaken:
                return "overtaken"
            return "answered"

        def refusing(comment=comment, second=second):
            return decide(Comment.objects.filter(pk=comment.pk, version=1), "rejected", second)

        answered, _ = at_once([answering, refusing])
        comment.refresh_from_db()
        replies = Comment.objects.filter(parent=comment).count()
        assert (answered, replies) in [("answered", 1), ("overtaken", 0)]
        # Refused after the answer, or before it.
        assert comment.version == (1 + Decision.objects.filter(comment=comment).count())
