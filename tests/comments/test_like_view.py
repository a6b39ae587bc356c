"""Likes: what a device and an address can do, and what the world sees of it."""

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from comments import throttling
from comments.models import Comment, Like
from comments.visitor import COOKIE
from tests.factories import make_article, make_comment
from tests.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return make_comment(state="approved")


def press(client, comment, liked="1", **extra):
    return client.post(f"{comment.get_absolute_url()}like/{extra.pop('query', '')}", {"liked": liked}, **extra)


def likes(comment):
    return Comment.objects.get(pk=comment.pk).likes


def test_a_like_counts_once_a_device_and_can_be_taken_back(client, comment):
    first = press(client, comment)
    assert (first.status_code, first["Location"]) == (303, f"{comment.get_absolute_url()}#comment-{comment.number}")
    press(client, comment, REMOTE_ADDR="203.0.113.7")
    assert likes(comment) == 1
    press(client, comment, "0")
    assert likes(comment) == 0
    press(client, comment, "0")
    assert (likes(comment), Like.objects.count()) == (0, 0)


def test_an_address_likes_once_whatever_device(comment):
    for address in ["203.0.113.7", "203.0.113.7", "203.0.113.8"]:
        press(Client(), comment, REMOTE_ADDR=address)
    assert likes(comment) == 2


def test_the_device_is_remembered_for_comments_alone(client, comment):
    cookie = press(client, comment).cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/comments/", True, "Lax")
    assertContains(client.get(f"/comments/{comment.article_id}/"), 'aria-pressed="true"')
    assertContains(Client().get(f"/comments/{comment.article_id}/"), 'aria-pressed="false"')


def test_a_script_gets_the_button_alone(client, comment):
    answer = press(client, comment, query="?fragment=1").content.decode()
    assert answer.startswith("<button")
    assert 'aria-pressed="true"' in answer
    assert "已有 1 个赞" in answer


@pytest.mark.parametrize("state", ["pending", "rejected", "withdrawn"])
def test_what_is_not_public_is_not_liked(client, state):
    hidden = make_comment(state=state)
    assert press(client, hidden).status_code == 404
    assert Like.objects.count() == 0


def test_a_closed_article_takes_no_likes(client):
    comment = make_comment(make_article(comment_policy="closed"), state="approved")
    assertContains(press(client, comment), "评论已关闭", status_code=403)
    assert likes(comment) == 0


def test_a_network_that_likes_too_much_is_slowed_down(client, comment, monkeypatch):
    monkeypatch.setattr(throttling, "LIKES", throttling.Limit("likes in ten minutes", 2, 600))
    assert [press(client, comment).status_code for _ in range(3)] == [303, 303, 429]


@pytest.mark.parametrize("liked", ["", "2", "\x00", "一"])
def test_anything_else_takes_the_like_back(client, comment, liked):
    press(client, comment)
    assert press(client, comment, liked).status_code == 303
    assert likes(comment) == 0


def test_a_get_likes_nothing(client, comment):
    assert client.get(f"{comment.get_absolute_url()}like/").status_code == 405
    assert likes(comment) == 0


@pytest.mark.django_db(transaction=True)
def test_no_like_is_lost_or_counted_twice_when_many_press_at_once():
    comment = make_comment(state="approved")
    addresses = [f"10.0.{number}.1" for number in range(16)]
    calls = [lambda ip=ip: press(Client(), comment, REMOTE_ADDR=ip).status_code for ip in addresses * 2]
    assert at_once(calls) == [303] * 32
    assert (likes(comment), Like.objects.count()) == (16, 16)
