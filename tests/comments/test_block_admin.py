from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from comments.models import Block, Comment, Decision
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


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ("device", ["原", "同设备"]),
        ("network", ["原", "同网段"]),
        ("name", ["原", "同称呼"]),
    ],
)
def test_what_still_waits_of_it_is_refused_in_one_step(client, moderator, comment, kind, refused):
    Comment.objects.filter(pk=comment.pk).update(body="原", revision=2)
    make_comment(name="甲", body="同设备", device="d" * 32)
    make_comment(name="乙", body="同网段", network="n" * 32)
    make_comment(name="老 张", body="同称呼")
    make_comment(name="丙", body="别人")
    make_comment(name="老张", body="已公开", device="d" * 32, network="n" * 32, state="approved")
    page = block(client, comment, kind, refuse="on", refused_for="abuse")
    assertContains(page, "已拒绝 2 条待审的评论")
    assert list(Comment.objects.filter(state="rejected").order_by("id").values_list("body", flat=True)) == refused
    assert set(Decision.objects.values_list("moderator", "reason", "ground", "note")) >= {
        (moderator.pk, "abuse", "civil_1024", "禁言：骂人")
    }
    assert Decision.objects.filter(to_state="rejected").count() == 2


def test_without_the_tick_nothing_is_refused_and_without_the_right_there_is_none(client, comment):
    user = make_user("kan")
    user.user_permissions.add(*Permission.objects.filter(codename__in=["add_block", "view_block"]))
    client.force_login(user)
    assertNotContains(client.get(ADD), "待审的评论")
    block(client, comment, refuse="on", refused_for="spam")
    assert (Block.objects.count(), list(Comment.objects.values_list("state", flat=True))) == (1, ["pending"])
