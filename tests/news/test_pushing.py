"""What is pushed to IndexNow and 百度, when, and what becomes of it: against a real server on this machine."""

import json
import socket
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from news import timetable
from news.desk import correcting, publishing, revising, sorting
from news.models import AddressPush, Article, JobRun, PushQuota
from news.pushing import queue, sending
from tests.factories import make_article, make_category
from tests.races import at_once
from tests.search_engines import answering, ask

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"
KEY, TOKEN = "0123456789abcdef", "edk7yc4rEZP9pDQD"
TAKEN = {"remain": 4999998, "success": 1, "not_same_site": [], "not_valid": []}
GOOD = (200, TAKEN)


@pytest.fixture
def indexnow(settings):
    settings.INDEXNOW_KEY = KEY


@pytest.fixture
def baidu(settings):
    settings.BAIDU_PUSH_TOKEN = TOKEN


def draft(**fields):
    return make_article(state="draft", published_at=None, **fields)


def queued() -> list[tuple[str, str, bool, str]]:
    return list(AddressPush.objects.order_by("pk").values_list("service", "address", "gone", "state"))


def results() -> list[tuple[str, int, str]]:
    return list(AddressPush.objects.order_by("pk").values_list("state", "attempts", "result"))


# What the deeds leave


def test_without_a_key_nothing_is_left_and_nothing_is_asked(django_assert_num_queries):
    article = publishing.publish(draft(title="新闻一则").pk, None)
    assert (queued(), queue.services()) == ([], [])
    with django_assert_num_queries(0):
        queue.announce(article, "published")


def test_publication_change_and_withdrawal_are_left_for_each_service(indexnow, baidu):
    article = publishing.publish(draft(title="新闻一则").pk, None)
    address = article.get_absolute_url()
    waiting = [("indexnow", address, False, "waiting"), ("baidu", address, False, "waiting")]
    assert queued() == waiting
    AddressPush.objects.update(state="done")
    revising.save(article.pk, {**revising.newest_content(article), "title": "改过的题"}, None)
    assert len(queued()) == 2, "a change that nobody signed is no change for readers"
    publishing.publish(article.pk, None)
    assert queued()[2:] == waiting
    AddressPush.objects.update(state="done")
    correcting.correct(article.pk, None, "三应为二。")
    assert queued()[4:] == waiting
    AddressPush.objects.update(state="done")
    publishing.withdraw(article.pk, None, "数字有误")
    assert queued()[6:] == [("indexnow", address, True, "waiting")]


def test_a_moved_article_is_told_by_its_new_address(indexnow, django_user_model):
    article = make_article()
    user = django_user_model.objects.create_superuser("root")
    sorting.move(article.pk, user, make_category(slug="wenhua", name="文化"))
    assert queued() == [("indexnow", f"/wenhua/{article.pk}.html", False, "waiting")]


def test_what_readers_cannot_see_is_never_left(indexnow, baidu):
    article = draft(title="还没有发")
    revising.save(article.pk, {**revising.newest_content(article), "title": "草稿改题"}, None)
    coming = draft(title="明天见报的消息")
    publishing.publish(coming.pk, None, at=timezone.now() + timedelta(days=1))
    revising.save(coming.pk, {**revising.newest_content(coming), "title": "明天的新题目"}, None)
    publishing.publish(coming.pk, None)
    publishing.return_to_draft(coming.pk, None)
    assert queued() == []


def test_what_the_clock_brings_and_takes_is_left_by_the_minutes_job(indexnow):
    now = timezone.now()
    JobRun.objects.create(name="timetable", ran_until=now - timedelta(hours=2))
    scheduled = publishing.publish(draft(title="定时的消息").pk, None, at=now + timedelta(days=1))
    Article.objects.filter(pk=scheduled.pk).update(published_at=now - timedelta(hours=1))
    expired = make_article(published_at=now - timedelta(days=1), expires_at=now - timedelta(hours=1))
    make_article(title="一直在")
    timetable.run()
    assert queued() == [
        ("indexnow", scheduled.get_absolute_url(), False, "waiting"),
        ("indexnow", expired.get_absolute_url(), True, "waiting"),
    ]


def test_an_address_waits_once_however_often_it_changes(indexnow):
    article = make_article()
    for gone in (False, False, True):
        ask(article, "indexnow", gone=gone)
    assert queued() == [("indexnow", article.get_absolute_url(), True, "waiting")]


@pytest.mark.django_db(transaction=True)
def test_of_many_changes_at_once_one_row_is_left():
    article = make_article()
    at_once([lambda: AddressPush.objects.ask("indexnow", article, gone=False)] * 8)
    assert len(queued()) == 1


def test_a_deed_that_fails_leaves_nothing(indexnow):
    article = draft(title="没有发成")
    with pytest.raises(RuntimeError, match="after"), transaction.atomic():
        publishing.publish(article.pk, None)
        raise RuntimeError("after all")
    assert queued() == []


# What is sent


def test_indexnow_gets_the_addresses_with_the_key_in_one_call(settings, indexnow, client):
    shown, gone = make_article(), make_article(state="withdrawn")
    ask(shown, "indexnow")
    ask(gone, "indexnow", gone=True)
    with answering(settings, (200, "")) as engine:
        assert sending.run() == (2, 0, 0)
    ((path, kind, body),) = engine.requests
    sent = json.loads(body)
    assert (path, kind) == ("/indexnow", "application/json; charset=utf-8")
    assert sent == {
        "host": "localhost",
        "key": KEY,
        "keyLocation": f"{SITE}/{KEY}.txt",
        "urlList": [SITE + article.get_absolute_url() for article in (gone, shown)],
    }
    assert client.get(f"/{KEY}.txt").content.decode() == KEY
    assert results() == [("done", 1, "已接收")] * 2


def test_baidu_gets_plain_lines_and_the_site(settings, baidu):
    article = make_article()
    ask(article)
    with answering(settings, GOOD) as engine:
        assert sending.run() == (1, 0, 0)
    assert engine.requests == [
        (f"/urls?site=http%3A%2F%2Flocalhost%3A8000&token={TOKEN}", "text/plain", SITE + article.get_absolute_url())
    ]
    assert PushQuota.objects.get().remain == 4999998


def test_a_batch_is_no_larger_than_the_service_takes(settings, baidu, monkeypatch):
    monkeypatch.setitem(sending.engines.MOST_AT_ONCE, "baidu", 2)
    rows = [ask() for _ in range(5)]
    with answering(settings, GOOD) as engine:
        assert sending.run().pushed == 5
    sent = [body.split("\n") for _, _, body in engine.requests]
    assert [len(lines) for lines in sent] == [2, 2, 1]
    assert sent[0] == [SITE + row.address for row in (rows[4], rows[3])], "the newest first"


def test_a_draft_is_never_sent_even_if_it_waits(settings, indexnow, baidu):
    """Withdrawn, back to a draft or expired between the deed and the minute's job."""
    for service in ["indexnow", "baidu"]:
        ask(draft(), service)
        ask(make_article(expires_at=timezone.now() - timedelta(seconds=1)), service)
    with answering(settings, GOOD) as engine:
        assert sending.run() == (0, 0, 0)
    assert engine.requests == []
    assert results() == [("dropped", 1, "读者已看不到，没有推送")] * 4


@pytest.mark.parametrize(
    ("service", "answer", "state", "result"),
    [
        ("indexnow", (202, ""), "done", "已接收，密钥待对方核实"),
        ("indexnow", (400, ""), "failed", "对方认为格式不对（400）"),
        ("indexnow", (403, ""), "failed", f"密钥无效（403）：请确认 {SITE} 下的密钥文件能打开"),
        ("indexnow", (422, ""), "failed", "网址不属于本站，或密钥不符（422）"),
        ("indexnow", (429, ""), "waiting", "推送太频繁（429）"),
        ("indexnow", (500, "x" * 1_000_000), "waiting", "对方出错（500）"),
        ("indexnow", (302, "http://evil.example/"), "failed", "意外的回答（302）"),
        ("baidu", (401, {"error": 401, "message": f"no {TOKEN}"}), "failed", "对方拒绝（401）：no …"),
        ("baidu", (400, {"error": 400, "message": "site error"}), "failed", "对方拒绝（400）：site error"),
        ("baidu", (400, "<html>"), "failed", "对方拒绝（400）：没有说明"),
        ("baidu", (200, "not json"), "waiting", "对方出错（200）"),
        ("baidu", (200, "[" * 100_000), "waiting", "对方出错（200）"),
        ("baidu", (200, []), "waiting", "对方出错（200）"),
        ("baidu", (500, "\0"), "waiting", "对方出错（500）"),
        ("baidu", (404, ""), "failed", "意外的回答（404）"),
        ("baidu", (200, {"success": 1, "remain": "many"}), "done", "已接收"),
    ],
)  # fmt: skip
def test_each_answer_is_understood(settings, indexnow, baidu, service, answer, state, result):
    ask(service=service)
    with answering(settings, answer) as engine:
        sending.run()
    assert (results(), len(engine.requests)) == ([(state, 1, result)], 1)


def test_what_baidu_does_not_take_fails_alone(settings, baidu):
    good, bad, worse = ask(), ask(), ask()
    answer = {"success": 1, "remain": 9, "not_same_site": [SITE + bad.address], "not_valid": [SITE + worse.address]}
    with answering(settings, (200, answer)):
        assert sending.run() == (1, 0, 2)
    assert list(AddressPush.objects.filter(state="failed").order_by("pk")) == [bad, worse]
    assert AddressPush.objects.get(pk=good.pk).state == "done"


def test_a_service_that_is_down_is_asked_again_ever_later_and_then_given_up(settings, indexnow):
    with socket.socket() as closed:  # bound, so nobody else listens there; not listening, so nobody answers
        closed.bind(("127.0.0.1", 0))
        settings.INDEXNOW_ENDPOINT = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        row = ask(service="indexnow")
        pauses = []
        for _ in range(5):
            assert sending.run() == (0, 1, 0)
            row.refresh_from_db()
            pauses.append(round((row.next_at - timezone.now()).total_seconds() / 60))
            assert sending.run() == (0, 1, 0), "nobody is asked before the pause is over"
            AddressPush.objects.update(next_at=timezone.now())
        assert pauses == [4, 16, 64, 256, 1024]
        assert sending.run() == (0, 0, 1)
    assert results() == [("failed", 6, "没有回应（ConnectionRefusedError）")]


def test_what_changes_while_it_is_sent_is_sent_again(settings, indexnow):
    article = make_article()
    row = ask(article, "indexnow")
    with answering(settings, (200, "")) as engine:
        taken = AddressPush.objects.take("indexnow", 10, timezone.now())
        ask(article, "indexnow", gone=True)
        AddressPush.objects.settle(taken, "done", "已接收")
        assert queued() == [("indexnow", row.address, True, "waiting")]
        assert sending.run() == (1, 0, 0)
    assert len(engine.requests) == 1


def test_a_process_that_died_leaves_its_rows_to_the_next(settings, indexnow):
    ask(service="indexnow")
    AddressPush.objects.take("indexnow", 10, timezone.now() - timedelta(minutes=6))
    with answering(settings, (200, "")):
        assert sending.run() == (1, 0, 0)


def test_rows_on_their_way_are_not_taken_twice(indexnow):
    ask(service="indexnow")
    now = timezone.now()
    assert len(AddressPush.objects.take("indexnow", 10, now)) == 1
    assert AddressPush.objects.take("indexnow", 10, now + timedelta(minutes=4)) == []


@pytest.mark.django_db(transaction=True)
def test_of_several_runs_at_once_each_address_is_sent_once(settings, indexnow):
    for _ in range(6):
        ask(service="indexnow")
    with answering(settings, (200, "")) as engine:
        done = at_once([sending.run] * 4)
    sent = [address for _, _, body in engine.requests for address in json.loads(body)["urlList"]]
    assert (sum(run.pushed for run in done), len(sent), len(set(sent))) == (6, 6, 6)


@pytest.mark.django_db(transaction=True)
def test_no_editor_waits_while_a_search_engine_thinks(settings, indexnow):
    """The engine answers only once the article has been changed and left again."""
    article = make_article()
    ask(article, "indexnow")
    changed = []

    def change():
        def deed():
            AddressPush.objects.ask("indexnow", article, gone=True)
            Article.objects.filter(pk=article.pk).update(title="改")
            return True

        changed.extend(at_once([deed]))

    with answering(settings, (200, ""), during=change):
        sending.run()
    assert changed[0] is True


def test_what_is_over_is_kept_for_a_season(settings, indexnow):
    old, new, waiting = ask(service="indexnow"), ask(service="indexnow"), ask(service="indexnow")
    now = timezone.now()
    later = now + timedelta(days=1)
    AddressPush.objects.filter(pk=old.pk).update(state="done", finished_at=now - timedelta(days=91))
    AddressPush.objects.filter(pk=new.pk).update(state="failed", finished_at=now - timedelta(days=89))
    AddressPush.objects.filter(pk=waiting.pk).update(next_at=later)
    sending.run()
    assert list(AddressPush.objects.order_by("pk")) == [new, waiting]


# Commands and addresses


def test_the_command_says_what_it_did_and_fails_when_something_was_refused(settings, baidu, capsys):
    ask()
    with answering(settings, GOOD, (401, {"error": 401, "message": "token is not valid"})):
        call_command("push_addresses")
        ask()
        with pytest.raises(SystemExit) as ended:
            call_command("push_addresses")
    assert ended.value.code == 1
    assert capsys.readouterr().out == "pushed 1 addresses, 0 wait, 0 failed\npushed 0 addresses, 0 wait, 1 failed\n"


def test_the_command_says_that_nothing_is_configured(capsys):
    call_command("push_addresses")
    assert capsys.readouterr().out == "no search engine is configured: set INDEXNOW_KEY or BAIDU_PUSH_TOKEN\n"


def test_the_minutes_job_pushes_too(settings, indexnow, capsys):
    publishing.publish(draft(title="新闻一则").pk, None)
    with answering(settings, (200, "")):
        call_command("run_timetable")
    assert capsys.readouterr().out == ("0 went out, 0 updated, 0 went offline\npushed 1 addresses, 0 wait, 0 failed\n")


def test_only_the_configured_key_has_a_file(client, settings):
    assert client.get(f"/{KEY}.txt").status_code == 404
    settings.INDEXNOW_KEY = KEY
    assert [client.get(path).status_code for path in [f"/{KEY}.txt", "/ffffffffffffffff.txt"]] == [200, 404]
    assert client.get(f"/{KEY}.txt")["Content-Type"] == "text/plain; charset=utf-8"


def test_baidu_finds_the_addresses_of_what_was_withdrawn_and_of_nothing_else(client):
    article = make_article()
    draft()
    make_article(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/silian.txt").content == b""
    publishing.withdraw(article.pk, None, "数字有误")
    response = client.get("/silian.txt")
    assert (response["Content-Type"], response.content.decode()) == (
        "text/plain; charset=utf-8",
        f"{SITE}{article.get_absolute_url()}\n",
    )
    assert client.get(article.get_absolute_url()).status_code == 410
