from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains

from comments.models import Block
from news.words import fold
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db
ADD = "/admin/comments/block/add/"


@pytest.fixture
def moderator(client):
    user = make_user("shenhe", group="评论审核")
    client.force_login(user)
    return user


@pytest.fixture
def comment():
    return make_comment(name="老張", device="d" * 32, network="n" * 32)


def block(client, comment, kind="device", days="7", **fields):
    return client.post(
        ADD, {"number": comment.number, "kind": kind, "days": days, "reason": "骂人"} | fields, follow=True
    )


@pytest.mark.parametrize(("kind", "value"), [("device", "d" * 32), ("network", "n" * 32), ("name", fold("老张"))])
def test_a_block_is_made_from_a_comment(client, moderator, comment, kind, value):
    assertContains(client.get(f"{ADD}?number={comment.number}"), comment.number)
    block(client, comment, kind)
    made = Block.objects.get()
    assert (made.kind, made.value, made.comment, made.created_by, made.reason) == (
        kind,
        value,
        comment,
        moderator,
        "骂人",
    )
    assert abs(made.until - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)


def test_a_block_may_have_no_end_and_is_lifted_by_deleting(client, moderator, comment):
    block(client, comment, days="")
    made = Block.objects.get()
    assert made.until is None
    page = f"/admin/comments/block/{made.pk}/"
    assertContains(client.get(f"{page}change/"), "骂人")
    client.post(f"{page}delete/", {"post": "yes"})
    assert Block.objects.count() == 0


def test_twice_is_told_and_an_ended_one_makes_room(client, moderator, comment):
    block(client, comment)
    assertContains(block(client, comment), "已经在禁言")
    Block.objects.update(until=timezone.now())
    block(client, comment, days="1", reason="又骂人")
    assert [made.reason for made in Block.objects.all()] == ["又骂人"]


@pytest.mark.parametrize("fields", [{"number": "BCDFGHJKMP"}, {"kind": "x"}, {"days": "2"}, {"reason": ""}])
def test_a_wrong_form_is_explained(client, moderator, comment, fields):
    answer = block(client, comment, **fields)
    assertContains(answer, 'class="errorlist"')
    assert Block.objects.count() == 0


def test_what_has_no_origin_cannot_be_blocked_by_it(client, moderator):
    imported = make_comment(name="老李")
    assertContains(block(client, imported), "没有记录来源")
    block(client, imported, "name")
    assert Block.objects.get().value == fold("老李")
