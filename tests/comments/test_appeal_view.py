import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from comments.handling import answer_appeal
from comments.models import Appeal, Comment
from tests.comments.posting import filled_form
from tests.factories import decide, make_article, make_comment, make_user
from tests.races import at_once

pytestmark = pytest.mark.django_db
URL = "/comments/appeal/"


@pytest.fixture
def refused(client):
    """A comment of `client` that a moderator has refused."""
    article = make_article()
    client.post(f"/comments/{article.pk}/", filled_form(client, article))
    decide(Comment.objects.all(), "rejected", make_user())
    return Comment.objects.get()


def appeal(client, number, text="没有骂人"):
    return client.post(URL, {"number": number, "text": text}, follow=True)


def test_a_refusal_is_appealed_by_its_number(client, refused):
    assertContains(client.get(f"{URL}?number={refused.number}"), f'value="{refused.number}"')
    answer = appeal(client, f" {refused.number.lower()} ")
    assertContains(answer, "已收到申诉，编辑正在复核")
    assert list(Appeal.objects.values_list("comment", "decision", "text", "outcome")) == [
        (refused.pk, refused.decisions.get().pk, "没有骂人", "")
    ]


def test_one_refusal_is_appealed_once(client, refused):
    appeal(client, refused.number)
    assertContains(appeal(client, refused.number, "再说一遍"), "已收到申诉")
    assert Appeal.objects.get().text == "没有骂人"


def test_the_answer_is_shown_later_and_the_words_to_their_writer_alone(client, refused):
    appeal(client, refused.number)
    Appeal.objects.update(
        outcome="dismissed", answer="写了别人的电话", handled_at=timezone.now(), handled_by=make_user("er")
    )
    for who, sees_words in ((client, True), (Client(), False)):
        page = who.get(f"{URL}?number={refused.number}")
        assertContains(page, "申诉不成立")
        assertContains(page, "答复：写了别人的电话")
        assert ("写得好。" in page.content.decode()) is sees_words
        assertNotContains(page, "没有骂人")


def test_an_appeal_that_was_dismissed_is_not_made_again(client, refused):
    appeal(client, refused.number)
    answer_appeal(Appeal.objects.get().pk, False, make_user("er"), "写了别人的电话")
    assertNotContains(client.get(f"{URL}?number={refused.number}"), 'name="text"')
    assertContains(appeal(client, refused.number, "再看看"), "答复：写了别人的电话")
    assert Appeal.objects.get().text == "没有骂人"
    assertContains(client.get(f"/comments/{refused.article_id}/"), "原因：不符合评论规则。")


def test_another_refusal_of_it_is_appealed_again(client, refused):
    appeal(client, refused.number)
    answer_appeal(Appeal.objects.get().pk, True, make_user("er"), "")
    decide(Comment.objects.all(), "rejected", make_user("san"))
    assertContains(appeal(client, refused.number, "又怎么了"), "已收到申诉，编辑正在复核")
    assert list(Appeal.objects.values_list("text", "outcome")) == [("没有骂人", "granted"), ("又怎么了", "")]


@pytest.mark.parametrize("state", ["pending", "approved", "withdrawn"])
def test_what_is_not_refused_is_not_appealed(client, state):
    comment = make_comment(state=state)
    answer = appeal(client, comment.number)
    assertContains(answer, "没有这个编号的未通过评论", status_code=422)
    assertNotContains(answer, comment.body, status_code=422)
    assert Appeal.objects.count() == 0


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("", "理由"),
        ("BCDFGHJKMP", "理由"),
        ("x\x00", "理由"),
        ("字" * 5000, "理由"),
        ("BCDFGHJKMP", ""),
        ("BCDFGHJKMP", "字" * 501),
    ],
)
def test_a_wrong_form_is_explained(client, number, text):
    assertContains(appeal(client, number, text), "申诉还没有提交", status_code=422)
    assert client.get(URL, {"number": number}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_many_appeals_at_once_one_is_made():
    comment = make_comment()
    decide(Comment.objects.all(), "rejected", make_user())
    calls = [
        lambda n=n: appeal(Client(REMOTE_ADDR=f"10.0.{n}.1"), comment.number, f"第{n}").status_code for n in range(8)
    ]
    assert at_once(calls) == [200] * 8
    assert Appeal.objects.count() == 1
