"""The WSGI application gives out what is kept before Django begins a request: the same as Django would."""

import logging

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import set_script_prefix

from news.models import Article
from operations import page_cache
from tests.factories import make_article
from tests.wsgi import ask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_store():
    page_cache.store.clear()
    yield
    page_cache.store.clear()


@pytest.fixture
def address():
    return make_article(title="桥通了", body="<p>" + "正文。" * 200 + "</p>").get_absolute_url()


def queries(*args, **environ) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask(*args, **environ)
    return len(captured)


@pytest.mark.parametrize(
    "environ",
    [{}, {"HTTP_ACCEPT_ENCODING": "gzip"}, {"method": "HEAD"}, {"HTTP_IF_NONE_MATCH": "*"}],
    ids=["plain", "compressed", "head", "known"],
)
def test_what_is_kept_is_given_out_as_django_gave_it(address, environ):
    drawn = ask(address, **environ)
    kept = ask(address, **environ)
    for _, headers, _ in (drawn, kept):
        headers.pop("X-Accel-Expires")
        headers.pop("Last-Modified", None)  # told from the second after the drawing on
    assert kept == drawn


def test_a_kept_page_asks_one_thing_and_a_new_one_no_more_than_django_alone(client, address):
    with CaptureQueriesContext(connection) as alone:
        client.get(address, headers={"host": "localhost"})
    page_cache.store.clear()
    assert (queries(address), queries(address)) == (len(alone), 1)


def test_a_page_for_a_site_below_a_path_is_kept_for_nobody(address):
    try:
        assert b'href="/evil/' in ask("/", SCRIPT_NAME="/evil")[2]
    finally:
        set_script_prefix("/")
    assert b"evil" not in ask("/")[2]


def test_what_was_written_is_seen_by_the_next_request(address):
    assert "桥通了" in ask(address)[2].decode()
    Article.objects.update(title="桥又修了")
    assert "桥又修了" in ask(address)[2].decode()


def test_a_kept_page_leaves_the_same_line_in_the_log(address, caplog):
    caplog.set_level(logging.INFO, "dayuan.access")
    for _ in range(2):
        ask(address)
    drawn, kept = [
        {name: getattr(record, name) for name in ("method", "route", "status")}
        for record in caplog.records
        if record.name == "dayuan.access"
    ]
    assert kept == drawn


@pytest.mark.parametrize(("path", "method"), [("/admin/login/", "GET"), ("/", "POST"), ("/meiyou/", "GET")])
def test_everything_else_goes_on_to_django(path, method):
    for _ in range(2):
        _, headers, _ = ask(path, method)
        assert (len(page_cache.store.pages), "X-Accel-Expires" in headers) == (0, False)


def test_a_database_that_is_gone_is_djangos_to_tell(address, monkeypatch):
    def gone():
        raise page_cache.content_version.Unknown

    ask(address)
    monkeypatch.setattr(page_cache.content_version, "current", gone)
    assert queries(address) > 1


@pytest.mark.parametrize("proxied", [None, ("HTTP_X_FORWARDED_PROTO", "https")])
@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"wsgi.url_scheme": "https"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_FORWARDED_PROTO": "https, http"},
        {"HTTP_X_FORWARDED_PROTO": "http", "wsgi.url_scheme": "https"},
    ],
)
def test_a_request_is_as_secure_as_django_says(settings, proxied, environ):
    settings.SECURE_PROXY_SSL_HEADER = proxied
    request = RequestFactory().get("/", **environ)
    assert page_cache.is_secure(request.environ) == request.is_secure()
