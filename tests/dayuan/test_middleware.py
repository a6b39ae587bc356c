import ipaddress
import json
import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from dayuan.logs import JsonFormatter
from dayuan.middleware import AccessLogMiddleware, ClientAddressMiddleware, PublicCacheMiddleware
from tests.factories import make_article, make_user

PROXIES = "10.0.0.0/8"


def address_seen(settings, trusted, remote, forwarded) -> str:
    settings.TRUSTED_PROXIES = [ipaddress.ip_network(network) for network in trusted]
    seen = []
    middleware = ClientAddressMiddleware(lambda request: seen.append(request.META["REMOTE_ADDR"]))
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    middleware(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))
    return seen[0]


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "expected"),
    [
        ([], "203.0.113.9", "1.2.3.4", "203.0.113.9"),  # nobody is trusted: the header is a stranger's word
        ([PROXIES], "203.0.113.9", "1.2.3.4", "203.0.113.9"),  # past the proxy
        ([PROXIES], "10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ([PROXIES], "10.0.0.1", "1.2.3.4, 198.51.100.7", "198.51.100.7"),  # the left one is invented
        ([PROXIES], "10.0.0.1", "198.51.100.7, 10.0.0.2", "198.51.100.7"),  # two proxies of ours
        ([PROXIES], "10.0.0.1", None, "10.0.0.1"),
        ([PROXIES], "10.0.0.1", "nonsense", "10.0.0.1"),
        ([PROXIES], "10.0.0.1", "198.51.100.7, nonsense", "10.0.0.1"),
        ([PROXIES], "::ffff:10.0.0.1", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_visitors_address_is_what_the_nearest_stranger_has(settings, trusted, remote, forwarded, expected):
    assert address_seen(settings, trusted, remote, forwarded) == expected


@pytest.fixture
def lines(caplog):
    """The lines of the access log as they are written."""
    caplog.set_level(logging.INFO, "dayuan.access")

    def read() -> list[dict]:
        records = [record for record in caplog.records if record.name == "dayuan.access"]
        return [json.loads(JsonFormatter().format(record)) for record in records]

    return read


@pytest.mark.django_db
def test_a_line_has_route_status_and_time_and_nothing_of_a_person(client, lines):
    article = make_article()
    client.force_login(make_user("zhanghao"))
    client.get(
        f"/minsheng/{article.pk}.html?phone=13800000000",
        headers={"user-agent": "Secret/1", "referer": "https://x.example/private", "x-forwarded-for": "198.51.100.7"},
        REMOTE_ADDR="203.0.113.9",
    )
    (line,) = lines()
    assert (line.pop("milliseconds") > 0, bool(line.pop("time"))) == (True, True)
    assert line == {
        "level": "INFO",
        "logger": "dayuan.access",
        "message": "request",
        "method": "GET",
        "route": "/<category_path:path>/<id:pk>.html",
        "status": 200,
    }


def test_a_method_of_a_strangers_invention_is_not_written_down(lines):
    AccessLogMiddleware(lambda request: HttpResponse())(RequestFactory().generic("GET\nFORGED", "/"))
    assert [(line["method"], line["route"]) for line in lines()] == [("other", "-")]


def cache_control(response) -> str:
    return PublicCacheMiddleware(lambda request: response)(RequestFactory().get("/"))["Cache-Control"]


def with_cookie(response):
    response.set_cookie("a", "b")
    return response


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (HttpResponse(), "public, no-cache"),
        (HttpResponse(headers={"Vary": "Accept-Encoding"}), "public, no-cache"),
        (HttpResponse(headers={"Vary": "Accept-Encoding, Cookie"}), "private, no-store"),
        (with_cookie(HttpResponse()), "private, no-store"),
        (HttpResponse(headers={"Cache-Control": "max-age=9"}), "max-age=9"),
    ],
)
def test_only_what_is_the_same_for_everybody_may_be_kept(response, expected):
    assert cache_control(response) == expected
