"""The signed token of a form: too soon, too late, for another article, or nobody's."""

import uuid
from datetime import timedelta

import pytest
from django.core.signing import BadSignature
from django.utils import timezone
from pytest_django.asserts import assertContains

from comments import form_token
from comments.models import Comment, Refusal
from tests.comments.posting import fields_of, filled_form
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Moves the time on by so much."""
    monkeypatch.setattr(form_token, "LEAST", timedelta(seconds=3))
    real = timezone.now

    def move(by):
        monkeypatch.setattr(timezone, "now", lambda: real() + by)

    return move


@pytest.fixture
def article():
    return make_article()


def post(client, article, data):
    return client.post(f"/comments/{article.pk}/", data)


def test_nobody_writes_in_less_than_three_seconds_and_the_words_stay(client, article, clock):
    data = filled_form(client, article)
    answer = post(client, article, data)
    assertContains(answer, "提交得太快了", status_code=422)
    again = fields_of(answer)
    assert again | {"csrfmiddlewaretoken": ""} == data | {"csrfmiddlewaretoken": ""}
    clock(timedelta(seconds=4))
    assert post(client, article, again).status_code == 303
    assert list(Refusal.objects.values_list("code", "count")) == [("too_fast", 1)]


def test_a_page_that_was_open_for_a_day_gets_a_fresh_form_and_keeps_the_words(client, article, clock):
    data = filled_form(client, article)
    clock(timedelta(hours=13))
    answer = post(client, article, data)
    assertContains(answer, "页面打开太久了", status_code=422)
    again = fields_of(answer)
    assert (again["body"], again["submission"] != data["submission"]) == (data["body"], True)


def test_a_token_is_for_its_article(client, article):
    data = filled_form(client, make_article())
    assertContains(post(client, article, data), "表单不完整", status_code=422)
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("token", ["", "x", "a" * 5000, "\x00", "字", "0" * 32, "1.2:3"])
def test_what_we_did_not_write_is_no_token(client, article, token):
    assert post(client, article, filled_form(client, article, submission=token)).status_code == 422
    with pytest.raises(BadSignature):
        form_token.read(token, article.pk)


def test_a_token_says_which_form_and_when():
    number = uuid.uuid4()
    token = form_token.issue(7, number)
    found, issued_at = form_token.read(token, 7)
    assert (found, abs(issued_at - timezone.now()) < timedelta(seconds=5)) == (number, True)
    assert len(token) < form_token.LONGEST
    with pytest.raises(BadSignature):
        form_token.read("\udcff" + token, 7)
