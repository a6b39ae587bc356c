"""Mail to those whom a decision concerns: queued with the decision, sent by the worker, never in its way."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news import mailing
from news.desk import publishing, reviewing
from news.models import CategoryRight, Entry
from tests.factories import make_user
from tests.news.desk.newsroom import fresh, grant, make_draft, reviewer, submitted
from tests.tasks import UNREACHABLE, work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_server(settings):
    settings.MAIL_IS_SENT = True


@pytest.fixture
def writer():
    return with_address(make_user("jizhe", "记者", last_name="张", first_name="三"))


@pytest.fixture
def judge():
    return with_address(reviewer())


def with_address(user):
    user.email = f"{user.username}@example.cn"
    user.save()
    return user


def sent() -> list[tuple[str, str]]:
    """(to, subject) of every mail since the last look."""
    work()
    found = sorted((message.to[0], message.subject) for message in mail.outbox)
    mail.outbox.clear()
    return found


def test_each_move_tells_those_who_come_next_and_nobody_else(writer, judge):
    signer = with_address(reviewer("qianfa", "publish_article"))
    with_address(make_user("luren", "记者"))
    article = submitted(writer, 2)
    CategoryRight.objects.create(category=article.category, role="review3", user=signer)
    subject = "[大院] {}：供暖改造完工"
    waiting = subject.format("送审")
    assert sent() == [("qianfa@example.cn", waiting), ("shengao@example.cn", waiting)]
    reviewing.pass_step(article.pk, judge, step=1, seen=1)
    assert sent() == [("qianfa@example.cn", subject.format("审核通过"))]
    reviewing.send_back(article.pk, signer, step=2, seen=1, to=1, reason="再看")
    assert sent() == [("shengao@example.cn", subject.format("退回"))]
    reviewing.pass_step(article.pk, judge, step=1, seen=1)
    reviewing.send_back(article.pk, signer, step=2, seen=1, to=0, reason="改")
    assert sent() == [("jizhe@example.cn", subject.format("退回"))]


def test_the_signature_tells_the_writer(writer, judge):
    article = submitted(writer, 1)
    reviewing.pass_step(article.pk, judge, step=1, seen=1)
    sent()
    publishing.publish(article.pk, grant(judge, "publish_article"))
    assert sent() == [("jizhe@example.cn", "[大院] 签发：供暖改造完工")]


def test_the_mail_says_what_happened_and_leads_there(writer, judge):
    article = submitted(writer, 2)
    reviewing.pass_step(article.pk, judge, step=1, seen=1)
    reviewing.send_back(article.pk, with_address(reviewer("zhong")), step=2, seen=1, to=0, reason="<数字>有误")
    work()
    text = mail.outbox[-1].body
    for part in ["zhong退回了《供暖改造完工》（终审），第 1 版。", "退给作者：<数字>有误"]:
        assert part in text
    assert f"http://localhost:8000/admin/news/article/{article.pk}/review/" in text


def test_nobody_gets_mail_about_their_own_deed(judge):
    mighty = with_address(reviewer("zongbian", "review_own_article", "publish_article"))
    article = submitted(mighty, 1)
    assert sent() == [("shengao@example.cn", "[大院] 送审：供暖改造完工")]
    reviewing.pass_step(article.pk, mighty, step=1, seen=1)
    publishing.publish(article.pk, mighty)
    assert sent() == []


def test_who_left_or_has_no_address_gets_none(writer, judge):
    judge.is_active = False
    judge.save()
    reviewer("wudizhi")
    submitted(writer)
    assert sent() == []


def test_what_has_been_overtaken_is_not_announced(writer, judge):
    article = submitted(writer, 2)
    reviewing.take_back(article.pk, writer)
    assert sent() == []
    reviewing.submit(article.pk, writer)
    reviewing.pass_step(article.pk, judge, step=1, seen=1)
    with_address(reviewer("zhong"))
    assert sent() == [("zhong@example.cn", "[大院] 审核通过：供暖改造完工")]


def test_a_decision_queues_one_task_in_its_own_transaction(writer, judge):
    article = make_draft(writer, 1)
    with pytest.raises(RuntimeError), transaction.atomic():
        reviewing.submit(article.pk, writer)
        assert DBTaskResult.objects.count() == 1
        raise RuntimeError
    assert (DBTaskResult.objects.count(), Entry.objects.count()) == (0, 0)
    reviewing.submit(article.pk, writer)
    assert DBTaskResult.objects.count() == 1
    with pytest.raises(ValidationError):
        reviewing.submit(article.pk, writer)
    assert DBTaskResult.objects.count() == 1


def test_without_a_mail_server_nothing_is_queued(writer, settings):
    settings.MAIL_IS_SENT = False
    submitted(writer)
    assert DBTaskResult.objects.count() == 0


def test_a_mail_server_that_is_down_is_tried_again_and_then_stays_visible(writer, judge, settings):
    settings.EMAIL_BACKEND = UNREACHABLE
    article = submitted(writer, 1)
    for pause in mailing.PAUSES:
        work()
        waiting = DBTaskResult.objects.get(status="READY")
        minutes = (waiting.run_after - timezone.now()).total_seconds() / 60
        assert (pause - 1 < minutes <= pause, DBTaskResult.objects.failed().count()) == (True, 0)
        DBTaskResult.objects.filter(pk=waiting.pk).update(run_after=timezone.now())
    work()
    failed = DBTaskResult.objects.failed().get()
    assert failed.exception_class_path == "news.mailing.NotSent"
    # What went wrong, and nobody's address.
    assert ("SMTPConnectError" in failed.traceback, "example.cn" in failed.traceback) == (True, False)
    assert fresh(article).running_review().stage() == "待终审"


def test_a_server_that_comes_back_sends_what_waited(writer, judge, settings):
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = UNREACHABLE
    submitted(writer, 1)
    work()
    settings.EMAIL_BACKEND = backend
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    assert sent() == [("shengao@example.cn", "[大院] 送审：供暖改造完工")]


def test_an_article_that_is_gone_meanwhile_breaks_nothing(writer, judge):
    article = submitted(writer, 1)
    article.delete()
    assert sent() == []
    assert DBTaskResult.objects.failed().count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_was_queued(writer, judge):
    submitted(writer, 1)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)
    assert [message.to for message in mail.outbox] == [["shengao@example.cn"]]
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
