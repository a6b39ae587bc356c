"""Mail about answers: asked for, confirmed, sent once an hour, stopped."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.asserts import assertContains, assertNotContains

from comments import notices
from comments.models import Comment, ReplyNotice
from news.models import Article
from tests.comments.posting import filled_form
from tests.factories import decide, make_article, make_comment, make_reply, make_user
from tests.races import at_once
from tests.tasks import UNREACHABLE, work

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _mail_server(settings):
    settings.MAIL_IS_SENT = True


@pytest.fixture
def article():
    return make_article(title="供暖改造完工")


@pytest.fixture
def notice(article):
    comment = make_comment(article, name="老张", body="什么时候供暖？", state="approved", device="d" * 32)
    return ReplyNotice.objects.create(comment=comment, address="zhang@example.cn", confirmed_at=timezone.now())


def post(client, article, address="zhang@example.cn", **fields):
    return client.post(f"/comments/{article.pk}/", filled_form(client, article, notify=address, **fields), follow=True)


def approved(comment, **fields):
    reply = make_reply(comment, **fields)
    decide(Comment.objects.filter(pk=reply.pk), "approved", make_user(f"u{reply.pk}"))
    return reply


def sent() -> list[tuple[str, str]]:
    """(to, subject) since the last look."""
    work()
    found = [(message.to[0], message.subject) for message in mail.outbox]
    mail.outbox.clear()
    return found


def known():
    """Addresses, and whether each still has to be confirmed."""
    return [(notice.address, notice.confirmed_at is None) for notice in ReplyNotice.objects.order_by("pk")]


NEWS = ("zhang@example.cn", "[大院] 您的评论有新回复")
QUESTION = ("zhang@example.cn", "[大院] 请确认接收回复通知")


def test_the_form_asks_for_an_address_only_where_mail_is_sent(client, article, settings):
    assertContains(client.get(f"/comments/{article.pk}/"), 'name="notify"')
    settings.MAIL_IS_SENT = False
    assertNotContains(client.get(f"/comments/{article.pk}/"), 'name="notify"')
    post(client, article)
    assert (Comment.objects.count(), known(), sent()) == (1, [], [])


def test_a_new_address_is_asked_first_and_told_nothing_before_it_confirms(client, article):
    assertContains(post(client, article), "确认邮件正在发往您的邮箱")
    assert known() == [("zhang@example.cn", True)]
    comment = Comment.objects.get()
    decide(Comment.objects.all(), "approved", make_user("shenhe"))
    approved(comment)
    work()
    (message,) = mail.outbox
    assert (message.to[0], message.subject) == QUESTION
    assert "有人评论《供暖改造完工》时留下这个邮箱" in message.body
    assert all(words not in message.body for words in ("老张", "写得好"))


@pytest.mark.parametrize(
    "address", ["zhang", "a@b", "x" * 250 + "@example.cn", "a\r\nBcc: b@example.cn", "<b>@example.cn"]
)
def test_a_wrong_address_is_explained_and_costs_no_captcha(client, article, address):
    data = filled_form(client, article, notify=address)
    page = client.post(f"/comments/{article.pk}/", data)
    assert (page.status_code, Comment.objects.count()) == (422, 0)
    assertContains(page, "邮箱地址", status_code=422)
    assertContains(page, data["captcha_0"], status_code=422)


def test_what_was_typed_is_there_again_after_an_error(client, article):
    page = client.post(f"/comments/{article.pk}/", filled_form(client, article, notify="zhang@example.cn", name=""))
    assertContains(page, 'value="zhang@example.cn"', status_code=422)


def test_an_address_that_this_device_has_confirmed_needs_no_other_mail(client, article):
    post(client, article)
    ReplyNotice.objects.update(confirmed_at=timezone.now())
    sent()
    page = post(client, article, "Zhang@Example.cn", body="第二条")
    assertNotContains(page, "确认邮件")
    assert [waiting for _, waiting in known()] == [False, False]
    # Whoever only knows the address is asked.
    post(Client(REMOTE_ADDR="203.0.113.9"), article, body="冒名的")
    assert [waiting for _, waiting in known()] == [False, False, True]
    assert sent() == [QUESTION]


def test_nobody_fills_anothers_mailbox_and_no_comment_is_lost_for_it(article):
    for number in range(5):
        page = post(Client(REMOTE_ADDR=f"203.0.{number}.9"), article, body=f"第{number}条，各说各的事情")
    assertContains(page, "有回复时不会通知您")
    assert (sent(), Comment.objects.count()) == ([QUESTION] * notices.TO_AN_ADDRESS.most, 5)


def test_a_network_asks_for_so_many_mails_a_day(client, article, monkeypatch):
    monkeypatch.setattr(notices, "FROM_A_NETWORK", notices.Limit("few", 2, notices.DAY))
    for number in range(4):
        post(client, article, f"a{number}@example.cn", body=f"第{number}条，各说各的事情")
    assert len(sent()) == 2


def test_an_answer_is_told_once_it_is_public_without_a_word_of_it(notice):
    reply = make_reply(notice.comment, name="老李", body="明天就供。")
    assert sent() == []
    decide(Comment.objects.filter(pk=reply.pk), "approved", make_user("shenhe"))
    work()
    (message,) = mail.outbox
    assert (message.to[0], message.subject) == NEWS
    address = notice.comment.get_absolute_url()
    assert f"您在《供暖改造完工》下的评论有新回复，在这里看：\nhttp://localhost:8000{address}\n" in message.body
    assert all(words not in message.body for words in ("老李", "明天就供", "老张", "什么时候"))
    stop = re.search(r"http://localhost:8000(/comments/notice/stop/\S+)", message.body)[1]
    assert message.extra_headers == {
        "List-Unsubscribe": f"<http://localhost:8000{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_nobody_is_told_of_their_own_answers_or_of_answers_to_others(notice):
    approved(notice.comment, device="d" * 32)
    other = approved(notice.comment, device="")
    assert sent() == [NEWS]
    ReplyNotice.objects.update(sent_at=None)
    approved(other)
    approved(make_comment(notice.comment.article, state="approved"))
    assert sent() == []


def test_several_answers_within_an_hour_are_one_mail_and_later_ones_another(notice, monkeypatch):
    for _ in range(3):
        approved(notice.comment)
    assert sent() == [NEWS]
    approved(notice.comment)
    approved(notice.comment)
    assert sent() == []
    later = timezone.now() + HOUR
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert sent() == [NEWS]
    monkeypatch.setattr(timezone, "now", lambda: later + 2 * HOUR)
    assert sent() == []


def test_what_is_no_longer_public_when_the_mail_would_go_is_not_told(notice):
    moderator = make_user("shenhe")
    approved(notice.comment)
    decide(Comment.objects.exclude(parent=None), "rejected", moderator)
    assert sent() == []
    approved(notice.comment)
    decide(Comment.objects.filter(pk=notice.pk), "rejected", moderator)
    assert sent() == []


def test_who_is_answered_by_himself_and_by_another_at_once_is_told(notice):
    replies = [make_reply(notice.comment, device=device) for device in ("x" * 32, "d" * 32)]
    decide(Comment.objects.filter(pk__in=[reply.pk for reply in replies]), "approved", make_user("shenhe"))
    assert sent() == [NEWS]


@pytest.mark.parametrize("state", ["withdrawn", "draft"])
def test_of_an_article_that_nobody_may_see_nobody_is_told(client, article, notice, state):
    approved(notice.comment)
    post(client, article, "li@example.cn")
    Article.objects.update(state=state)
    assert sent() == []
    waiting = ReplyNotice.objects.get(address="li@example.cn")
    page = client.get(f"/comments/notice/confirm/{notices.token_for(waiting, notices.CONFIRM)}/")
    assertNotContains(page, "供暖改造完工")


def test_a_decision_queues_its_mail_in_its_own_transaction(notice):
    reply = make_reply(notice.comment)
    with pytest.raises(RuntimeError), transaction.atomic():
        decide(Comment.objects.filter(pk=reply.pk), "approved", make_user("shenhe"))
        assert DBTaskResult.objects.count() == 1
        raise RuntimeError
    assert DBTaskResult.objects.count() == 0


def test_a_server_that_is_down_is_asked_again_and_nothing_is_told_twice(notice, settings, monkeypatch):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = UNREACHABLE
    approved(notice.comment)
    work()
    settings.EMAIL_BACKEND = working
    later = timezone.now() + timedelta(minutes=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert sent() == [NEWS]
    assert sent() == []


def test_unconfirmed_addresses_go_after_a_week_and_others_after_a_year(notice, article, capsys):
    now = timezone.now()
    for number, (days, confirmed) in enumerate([(8, False), (6, False), (8, True), (366, True)]):
        made = ReplyNotice.objects.create(
            comment=make_comment(article), address=f"a{number}@example.cn", confirmed_at=now if confirmed else None
        )
        ReplyNotice.objects.filter(pk=made.pk).update(created_at=now - timedelta(days=days))
    call_command("prune_comments")
    assert "2 notices" in capsys.readouterr().out
    assert [address for address, _ in known()] == ["zhang@example.cn", "a1@example.cn", "a2@example.cn"]


@pytest.mark.parametrize("many", [1, 30])
def test_deciding_about_many_answers_asks_once_for_who_is_told(article, many, django_assert_num_queries):
    replies = []
    for number in range(many):
        comment = make_comment(article, state="approved")
        ReplyNotice.objects.create(comment=comment, address=f"a{number}@example.cn", confirmed_at=timezone.now())
        replies.append(make_reply(comment))
    with django_assert_num_queries(1 + many):  # and a task for each
        notices.announce(replies)


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_sends():
    comment = make_comment(make_article(), state="approved", device="d" * 32)
    for _ in range(10):
        ReplyNotice.objects.all().delete()
        ReplyNotice.objects.create(comment=comment, address="zhang@example.cn", confirmed_at=timezone.now())
        replies = [make_reply(comment, state="approved") for _ in range(4)]
        calls = [lambda reply=reply: notices._notice_to_send(comment.pk, reply.pk, 0) for reply in replies]
        assert sum(found is not None for found in at_once(calls)) == 1
