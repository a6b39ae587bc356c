"""What is known of who asks: the mark of a device, and where in the net it is."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from comments.visitor import COOKIE, visitor_of


def ask(cookie=None, **headers):
    request = RequestFactory().get("/comments/1/", **headers)
    if cookie is not None:
        request.COOKIES[COOKIE] = cookie
    return visitor_of(request)


def given(visitor):
    response = HttpResponse()
    visitor.remember(response)
    return response.cookies[COOKIE]


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("203.0.113.200", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_visitors_belong_to_a_network(address, prefix):
    assert ask(REMOTE_ADDR=address).prefix == prefix


def test_headers_that_anybody_can_send_name_no_address():
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.9", "HTTP_X_REAL_IP": "198.51.100.9"}
    assert ask(REMOTE_ADDR="203.0.113.7", **forged).ip == "203.0.113.7"


def test_a_device_keeps_its_mark_and_a_forged_one_is_a_stranger():
    first = ask()
    again = ask(given(first).value)
    assert (first.is_new, again.is_new) == (True, False)
    assert again.device == first.device
    forged = [ask(cookie) for cookie in ("", "abc", first.mark, f"{first.mark}:AAAA", "\x00:\udcff")]
    assert all(visitor.is_new for visitor in forged)
    assert len({visitor.device for visitor in [first, *forged]}) == 6


def test_the_cookie_is_for_comments_alone():
    cookie = given(ask())
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/comments/", True, "Lax")


def test_hashes_tell_neither_address_nor_each_other():
    visitor = ask(REMOTE_ADDR="203.0.113.7")
    hashes = [visitor.device, visitor.address, visitor.network]
    assert [len(value) for value in hashes] == [32] * 3
    assert len({*hashes, visitor.mark}) == 4
    neighbour = ask(REMOTE_ADDR="203.0.113.8")
    assert (neighbour.network, neighbour.address) == (visitor.network, neighbour.address)
    assert neighbour.address != visitor.address


def test_what_a_browser_calls_itself_is_short_and_plain():
    assert ask(HTTP_USER_AGENT="a\r\nb" + "x" * 5000).agent == "a  b" + "x" * 196
