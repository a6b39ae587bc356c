"""Very much is posted everywhere: machines meet a higher bar, readers who write calmly are let in all the same."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains

from comments import throttling
from comments.gate import pressure
from comments.models import Comment, Refusal
from tests.comments.posting import fields_of, filled_form
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def clock(monkeypatch):
    """Stops the time, so that no stretch of a limit ends midway; moves it on by so much."""
    start = timezone.now()

    def move(by):
        monkeypatch.setattr(timezone, "now", lambda: start + by)

    move(timedelta(0))
    return move


@pytest.fixture
def flood(monkeypatch):
    """Posts from networks all over: the site is just above what is calm."""
    monkeypatch.setattr(pressure, "CALM", 5)
    for number in range(6):
        make_comment(body=f"刷屏的第{number}句", device=f"{number}", network=f"{number}")


def post(client, article, data, address="198.51.100.7"):
    return client.post(f"/comments/{article.pk}/", data, REMOTE_ADDR=address)


@pytest.mark.usefixtures("flood")
def test_who_writes_calmly_is_let_in(client, article, clock):
    data = filled_form(client, article)
    clock(pressure.LEAST)
    assert post(client, article, data).status_code == 303


@pytest.mark.usefixtures("flood")
def test_a_form_is_older_than_ten_seconds_or_comes_back_with_its_words(client, article, clock):
    data = filled_form(client, article, body="写得飞快")
    answer = post(client, article, data)
    assertContains(answer, "现在评论的人很多。提交得太快了", status_code=422)
    again = fields_of(answer)
    assert (again["body"], again["captcha_0"]) == ("写得飞快", data["captcha_0"])
    clock(pressure.LEAST)
    assert post(client, article, again | {"captcha_1": data["captcha_1"]}).status_code == 303
    assert list(Refusal.objects.values_list("code", "count")) == [("too_fast", 1)]


@pytest.mark.usefixtures("flood")
def test_a_network_sends_less_and_others_are_not_held_back(client, article, clock):
    most = throttling.ATTEMPTS_UNDER_PRESSURE.most
    forms = [filled_form(client, article, body=f"第{number}件事，各不相同") for number in range(most + 2)]
    clock(pressure.LEAST)
    answers = [post(client, article, data) for data in forms[:-1]]
    assert [answer.status_code for answer in answers] == [303] * most + [429]
    assertContains(answers[-1], "现在评论的人很多。您所在的网络近来提交得太多，请过一会儿再试。", status_code=429)
    assert post(client, article, forms[-1], "203.0.113.5").status_code == 303


@pytest.mark.usefixtures("flood")
def test_when_it_is_over_the_bar_is_low_again(client, article, clock):
    data = filled_form(client, article)
    Comment.objects.update(created_at=timezone.now() - pressure.STRETCH - timedelta(seconds=1))
    assert post(client, article, data).status_code == 303


def test_a_flood_from_many_networks_raises_the_bar_for_it_alone_and_until_it_is_over(
    client, article, clock, monkeypatch
):
    monkeypatch.setattr(pressure, "CALM", 20)

    def machine(number: int) -> int:
        """Posts at once, each time as somebody else from somewhere else; the status."""
        data = filled_form(Client(), article, body=f"刷屏的第{number}句")
        return post(Client(), article, data, f"10.{number}.0.1").status_code

    assert [machine(number) for number in range(40)] == [303] * 21 + [422] * 19
    reader = filled_form(client, article, body="医院夜班的同事下班都快十一点了，末班车能不能再晚半小时？")
    clock(pressure.LEAST)
    assert post(client, article, reader).status_code == 303
    assert [machine(number) for number in range(40, 60)] == [422] * 20
    clock(pressure.LEAST + pressure.STRETCH)
    assert machine(60) == 303


def test_the_bar_for_an_edit_is_told_too(client, article, monkeypatch):
    assert post(client, article, filled_form(client, article)).status_code == 303
    own = Comment.objects.get()
    monkeypatch.setattr(pressure, "CALM", 0)
    monkeypatch.setattr(throttling, "ATTEMPTS_UNDER_PRESSURE", throttling.Limit("none", 0, 600))
    words = {"name": "老张", "body": "改了一个字。", "version": own.version}
    answer = client.post(f"/comments/{article.pk}/{own.number}/edit/", words)
    assertContains(answer, "现在评论的人很多。您所在的网络近来提交得太多，请过一会儿再试。", status_code=429)


def test_what_a_city_writes_is_no_pressure(client, article, monkeypatch):
    monkeypatch.setattr(pressure, "CALM", 5)
    for number in range(4):
        make_comment(body=f"平常的第{number}句")
    assert post(client, article, filled_form(client, article)).status_code == 303
