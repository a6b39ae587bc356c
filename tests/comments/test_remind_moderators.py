from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.asserts import assertContains, assertNotContains

from comments.models import Comment
from tests.factories import decide, make_comment, make_user
from tests.tasks import UNREACHABLE, work

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/comment/queue/"


@pytest.fixture(autouse=True)
def _mail_server(settings):
    settings.MAIL_IS_SENT = True


@pytest.fixture
def moderator():
    user = make_user("shenhe", group="评论审核")
    user.email = "shenhe@example.cn"
    user.save()
    return user


def remind(capsys) -> str:
    call_command("remind_moderators")
    work()
    return capsys.readouterr().out


def late(hours=25, **fields):
    return make_comment(created_at=timezone.now() - timedelta(hours=hours), **fields)


def test_moderators_are_mailed_once_when_something_has_waited_too_long(moderator, capsys):
    other = make_user("bianji", group="编辑")
    other.email = "bianji@example.cn"
    other.save()
    make_user("wudizhi", group="评论审核")
    late(23)
    assert remind(capsys) == "0 comments have waited longer than 24 hours, 0 moderators reminded\n"
    oldest = late(body="<秘密>", name="某读者")
    late(state="approved")
    assert remind(capsys) == "1 comments have waited longer than 24 hours, 1 moderators reminded\n"
    assert remind(capsys) == "1 comments have waited longer than 24 hours, 0 moderators reminded\n"

    (message,) = mail.outbox
    assert (message.to, message.subject) == (["shenhe@example.cn"], "[大院] 有评论等了 24 小时以上")
    moment = timezone.localtime(oldest.created_at)
    assert message.body == (
        f"1 条评论等待审核超过 24 小时，最早的是 {moment:%Y-%m-%d %H:%M}（北京时间）提交的。\n\n"
        "http://localhost:8000/admin/comments/comment/queue/\n\n-- \n大院编辑部，自动发送，请勿回复\n\n"
    )


def test_the_next_reminder_comes_after_eight_hours(moderator, capsys, monkeypatch):
    late()
    remind(capsys)
    later = timezone.now() + timedelta(hours=8)
    monkeypatch.setattr(timezone, "now", lambda: later)
    remind(capsys)
    assert len(mail.outbox) == 2


def test_what_is_done_before_the_mail_goes_out_needs_none(moderator):
    late()
    call_command("remind_moderators")
    decide(Comment.objects.all(), "approved", moderator)
    work()
    assert mail.outbox == []


@pytest.mark.parametrize("why", ["no server", "never"])
def test_nobody_is_mailed_where_the_site_wants_none(moderator, capsys, settings, why):
    if why == "never":
        settings.COMMENTS_REMIND_AFTER_HOURS = 0
    else:
        settings.MAIL_IS_SENT = False
    late()
    remind(capsys)
    assert (mail.outbox, DBTaskResult.objects.count()) == ([], 0)


def test_a_server_that_is_down_is_asked_again(moderator, settings):
    settings.EMAIL_BACKEND = UNREACHABLE
    late()
    call_command("remind_moderators")
    work()
    again = DBTaskResult.objects.exclude(run_after=None).get(status="READY")
    assert again.args_kwargs["args"] == [moderator.pk, 1]
    assert timezone.now() < again.run_after < timezone.now() + timedelta(minutes=2)


def test_the_admin_says_how_many_are_late(client, moderator):
    client.force_login(moderator)
    make_comment()
    assertContains(client.get("/admin/"), "审核评论（1 条待审）")
    assertNotContains(client.get(QUEUE), "小时以上")
    late()
    assertContains(client.get("/admin/"), "审核评论（2 条待审，1 条等得太久）")
    assertContains(client.get(QUEUE), "1 条等了 24 小时以上")


def test_who_only_looks_is_not_reminded(capsys):
    user = make_user("kan")
    user.email = "kan@example.cn"
    user.save()
    user.user_permissions.add(Permission.objects.get(codename="view_comment"))
    late()
    remind(capsys)
    assert mail.outbox == []
