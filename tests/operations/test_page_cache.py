"""Which pages are kept, how they are given out, and what happens when several want or write one at the same time."""

import gzip
import json
import logging
import threading
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date

from dayuan.logs import JsonFormatter
from news import views
from news.models import Article
from operations import page_cache
from tests.factories import make_article, make_category, make_user
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_store():
    page_cache.store.clear()
    yield
    page_cache.store.clear()


@pytest.fixture
def article():
    return make_article(title="桥通了", body="<p>" + "正文。" * 200 + "</p>")


@pytest.fixture
def address(article):
    return article.get_absolute_url()


def queries(client, address, **headers) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address, headers=headers)
    return len(captured)


def is_kept(client, address) -> bool:
    client.get(address)
    return queries(client, address) == 1


# Which


def test_a_kept_page_asks_the_database_one_thing_and_a_new_one_little_more_than_without_us(client, address):
    with transaction.atomic():  # where nothing is kept
        without = queries(client, address)
    # The version and what is coming, which spares the look for updates that are due.
    assert queries(client, address) == without + 1
    assert [queries(client, address) for _ in range(2)] == [1, 1]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", True),
        ("?page=1", True),
        ("?page=1&from=timeline&isappinstalled=0&utm_source=weixin", True),
        ("?x=1", False),
        ("?page=1&page=1", False),
        ("?page=1&x=", False),
        ("?q=a", False),
        ("?page=0000001", False),
    ],
)
def test_only_what_chooses_a_page_makes_another_one(client, query, kept):
    make_article()
    client.get("/minsheng/" + query)
    assert len(page_cache.store.pages) == kept


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (f"/search/?q={quote('甲' * 40)}", True),
        (f"/search/?q={quote('甲' * 41)}", False),
        ("/search/?q=a&time=week&sort=time&category=minsheng&page=1", True),
        ("/services/?q=a", True),
        ("/services/?page=2", False),
        ("/sitemap-articles.xml?p=1", True),
        ("/?page=2", False),
        ("/feed/?page=2", False),
    ],
)
def test_a_page_that_a_query_does_not_choose_is_kept_once(client, address, kept):
    make_article()
    assert client.get(address).status_code == 200
    assert len(page_cache.store.pages) == kept


def test_parts_of_the_query_in_another_order_or_added_by_an_app_are_the_same_page(client):
    make_article()
    client.get("/search/?q=a&page=1")
    assert queries(client, "/search/?page=1&from=timeline&q=a") == 1


def test_what_is_not_a_whole_page_for_everyone_is_not_kept(client, article):
    withdrawn = make_article(state="withdrawn", withdrawal_notice="有误")
    make_category("lao", "老", parent=article.category)
    paths = [
        f"/comments/{article.pk}/",
        "/admin/login/",
        "/health/live/",
        "/meiyou/",
        f"/lao/{article.pk}.html",
        f"/minsheng/{withdrawn.pk}.html",
        "/services/go/1/",
        "/minsheng/?page=0",
    ]
    client.get("/admin/")
    for path in paths:
        client.get(path)
    assert [key.path for key in page_cache.store.pages] == []


def test_staff_get_the_same_bytes_as_everybody(client, address):
    staff = Client()
    staff.force_login(make_user())
    first = staff.get(address)
    assert (first.content, queries(client, address)) == (client.get(address).content, 1)
    assert queries(staff, address) == 1


def test_all_hosts_of_ours_have_the_same_page_and_another_scheme_another(client, address):
    client.get(address)
    assert client.get(address, headers={"host": "fremd.example"}).status_code == 400
    assert queries(client, address, host="127.0.0.1") == queries(client, address, host="LOCALHOST:1") == 1
    with CaptureQueriesContext(connection) as captured:
        client.get(address, secure=True)
    assert len(captured) > 1


def test_a_page_read_in_a_transaction_is_not_kept(client, address):
    with transaction.atomic():
        client.get(address)
    assert len(page_cache.store.pages) == 0


def test_pages_take_no_more_memory_than_they_may(client, monkeypatch):
    article = make_article(body="<p>" + "很长的一段。" * 5000 + "</p>")
    others = [make_article().get_absolute_url() for _ in range(3)]
    size = page_cache.store.pages.getsizeof
    client.get(article.get_absolute_url())
    (page,) = page_cache.store.pages.values()
    assert size(page) == page_cache.store.pages.currsize > len(page.body) > 90_000
    monkeypatch.setattr(page_cache.store, "pages", type(page_cache.store.pages)(maxsize=60_000, getsizeof=size))
    for path in [*others, article.get_absolute_url()]:
        assert client.get(path).status_code == 200
    assert page_cache.store.pages.currsize <= 60_000
    assert article.get_absolute_url() not in {key.path for key in page_cache.store.pages}


# How


def test_the_kept_answer_is_the_drawn_one(client, address):
    for headers in ({}, {"accept-encoding": "gzip, br"}):
        first, second = client.get(address, headers=headers), client.get(address, headers=headers)
        assert second.content == first.content
        moving = {"X-Accel-Expires", "Last-Modified"}
        assert [(n, v) for n, v in second.items() if n not in moving] == [
            (n, v) for n, v in first.items() if n not in moving
        ]
        assert second["Content-Security-Policy"].count("'self'") > 3


def test_it_is_compressed_for_who_can_read_that(client, address):
    plain, packed = client.get(address), client.get(address, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content) == plain.content
    assert (plain.get("Content-Encoding"), packed["Content-Encoding"]) == (None, "gzip")
    assert plain["ETag"] != packed["ETag"]
    assert [answer["Content-Length"] for answer in (plain, packed)] == [
        str(len(answer.content)) for answer in (plain, packed)
    ]
    for refused in ("br, gzip;q=0", "GZIP; Q=0"):
        assert client.get(address, headers={"accept-encoding": refused}).content == plain.content


@pytest.mark.parametrize("is_kept_already", [False, True])
def test_who_has_the_page_is_told_so(client, address, is_kept_already):
    etag = client.get(address)["ETag"]
    if not is_kept_already:
        page_cache.store.clear()
    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        answer = client.get(address, headers={"if-none-match": known})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
        assert (answer["Cache-Control"], answer["Vary"]) == ("public, no-cache", "Accept-Encoding")
        assert "Content-Length" not in answer.headers
    assert client.get(address, headers={"if-none-match": '"x"'}).status_code == 200
    assert client.get(address, headers={"if-none-match": etag, "accept-encoding": "gzip"}).status_code == 200


def test_who_names_a_time_is_told_whether_the_page_is_newer(client, address, monkeypatch):
    now = timezone.now().replace(microsecond=300_000)

    def at(seconds):
        monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=seconds))

    at(0)
    # What could change within this second has no time yet: before and after would bear the same.
    assert "Last-Modified" not in client.get(address).headers
    at(1)
    modified = client.get(address)["Last-Modified"]
    assert modified == http_date(int(now.timestamp()) + 1)
    told = {"if-modified-since": modified}
    assert client.get(address, headers=told).status_code == 304
    assert client.get(address, headers={**told, "if-none-match": '"x"'}).status_code == 200
    assert client.get(address, headers={"if-modified-since": http_date(now.timestamp())}).status_code == 200
    assert client.get(address, headers={"if-modified-since": "gestern"}).status_code == 200
    Article.objects.update(title="桥又封了")
    assert client.get(address, headers=told).status_code == 200


def test_head_is_answered_from_what_get_keeps_and_the_other_way_round(client, address):
    head = client.head(address)
    assert (head.content, queries(client, address)) == (b"", 1)
    got = client.get(address)
    assert head["Content-Length"] == str(len(got.content))
    with CaptureQueriesContext(connection) as captured:
        assert client.head(address)["ETag"] == got["ETag"]
    assert len(captured) == 1


def test_a_proxy_may_repeat_a_page_until_its_second_ends(client, address, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    until = f"@{int(now.timestamp())}"
    assert [client.get(address)["X-Accel-Expires"] for _ in range(2)] == [until, until]
    told = client.get(address, headers={"if-none-match": client.get(address)["ETag"]})
    assert (told.status_code, told["X-Accel-Expires"]) == (304, until)
    for path in ("/meiyou/", "/admin/login/", "/health/live/"):
        assert "X-Accel-Expires" not in client.get(path).headers


def test_the_access_log_has_the_same_line_for_a_kept_page(client, address, caplog):
    caplog.set_level(logging.INFO, "dayuan.access")
    for _ in range(2):
        client.get(address)
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records if record.name == "dayuan.access"]
    for line in lines:
        del line["milliseconds"], line["time"]
    assert lines[0] == lines[1]
    assert lines[1]["route"] == "/<category_path:path>/<id:pk>.html"


def test_404s_are_still_counted(client):
    for _ in range(2):
        client.get("/meiyou/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT hits FROM news_missingaddress WHERE path = '/meiyou/'")
        assert cursor.fetchall() == [(2,)]


# At the same time


def test_a_page_filled_while_a_writer_is_not_done_is_drawn_anew_after_the_commit(client, address, article):
    with Writer() as writer:
        writer.write(article, "没人看见")
        assert "桥通了" in client.get(address).content.decode()
        assert is_kept(client, address)
        writer.end(commit=True)
    assert "没人看见" in client.get(address).content.decode()


def test_a_page_filled_while_a_writer_is_not_done_stays_after_a_rollback(client, address, article):
    with Writer() as writer:
        writer.write(article, "收回的")
        client.get(address)
        writer.end(commit=False)
    assert queries(client, address) == 1
    assert "桥通了" in client.get(address).content.decode()


def test_what_is_written_while_a_page_is_drawn_is_on_the_next_one(client, address, article):
    """Its old words were read already: they are kept under the version from before."""
    written = []

    def write_once(execute, statement, *arguments):
        found = execute(statement, *arguments)
        if not written and views.TO_READ.name in statement:
            written.append(at_once([lambda: Article.objects.filter(pk=article.pk).update(title="半路改")]))
        return found

    with connection.execute_wrapper(write_once):
        assert "桥通了" in client.get(address).content.decode()
    page = client.get(address).content.decode()
    assert (len(written), "半路改" in page, "桥通了" in page) == (1, True, False)


def test_of_many_who_want_a_page_that_nobody_has_one_draws_it(address):
    counts = []

    def ask():
        asked = []

        def count(execute, statement, *arguments):
            asked.append(statement)
            return execute(statement, *arguments)

        with connection.execute_wrapper(count):
            body = Client().get(address).content
        counts.append(len(asked))
        return body

    pages = at_once([ask] * 8)
    assert len(set(pages)) == 1
    assert [count > 2 for count in sorted(counts)] == [False] * 7 + [True]


def test_those_who_wait_for_a_page_that_fails_draw_it_themselves():
    assert [Client().get("/meiyou/").status_code for _ in range(2)] == [404, 404]
    assert set(at_once([lambda: Client().get("/meiyou/").status_code] * 6)) == {404}
    assert page_cache.store.drawing == {}


class Writer:
    """A transaction of somebody else, who takes their time."""

    def __enter__(self):
        self.steps, self.done = [], threading.Event()
        self.ask, self.answered = threading.Semaphore(0), threading.Semaphore(0)
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        return self

    def _run(self):
        try:
            with transaction.atomic():
                self._step()
                self._step()
        finally:
            connection.close()
            self.answered.release()

    def _step(self):
        self.ask.acquire(timeout=30)
        self.steps.pop(0)()
        self.answered.release()

    def _do(self, step):
        self.steps.append(step)
        self.ask.release()
        assert self.answered.acquire(timeout=30)

    def write(self, article, title):
        self._do(lambda: Article.objects.filter(pk=article.pk).update(title=title))

    def end(self, commit):
        self._do(lambda: transaction.set_rollback(not commit))
        self.thread.join(timeout=30)

    def __exit__(self, *error):
        self.thread.join(timeout=30)
