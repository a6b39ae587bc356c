"""What every page of readers has in common, whichever app draws it."""

import re

import pytest

from tests.browser.site import build_site
from tests.factories import make_category, make_tag
from tests.visibility import HIDDEN, make_hidden
from traffic.models import DailyReadings

pytestmark = pytest.mark.django_db
PERSONAL = "comments"  # how the kinds begin that have a token and may have a cookie


@pytest.fixture
def site():
    return build_site()


@pytest.fixture
def shared(site):
    """The pages that are the same for everyone."""
    return {kind: path for kind, path in site.items() if not kind.startswith(PERSONAL)} | {
        "feed": "/feed/",
        "feed_atom": "/feed/atom/",
        "feed_json": "/feed/json/",
        "sitemap_news": "/sitemap-news.xml",
    }


def test_a_page_has_no_cookie_and_no_token_and_may_be_kept(client, shared):
    for kind, path in shared.items():
        response = client.get(path)
        assert (kind, dict(response.cookies), response.get("Vary"), response["Cache-Control"]) == (
            kind,
            {},
            "Accept-Encoding",
            "public, no-cache",
        )
        assert "csrfmiddlewaretoken" not in response.content.decode(), kind


def test_a_page_that_has_not_changed_answers_304(client, shared):
    for kind, path in shared.items():
        first = client.get(path)
        if first.status_code == 200:
            again = client.get(path, headers={"if-none-match": first["ETag"]})
            assert (kind, again.status_code, again.content) == (kind, 304, b"")


def test_a_page_may_run_only_what_is_our_own(client, site):
    for kind, path in site.items():
        response = client.get(path)
        policy = dict(
            part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part.strip()
        )
        assert (kind, policy["default-src"], policy["script-src"], policy["style-src"]) == (
            kind,
            "'none'",
            "'self'",
            "'self'",
        )
        assert (kind, response["X-Content-Type-Options"], response["Referrer-Policy"]) == (
            kind,
            "nosniff",
            # The addresses of these let whoever knows them act.
            "same-origin" if kind.startswith("comments_notice") else "strict-origin-when-cross-origin",
        )


def test_a_page_has_one_heading_one_main_a_language_and_a_way_past_the_masthead(client, site):
    for kind, path in site.items():
        page = client.get(path).content.decode()
        counts = [
            len(re.findall(pattern, page))
            for pattern in ("<h1[ >]", "<main ", '<html lang="zh-CN" id="elder">', 'href="#content"')
        ]
        assert (kind, counts) == (kind, [1, 1, 1, 1])


def test_a_page_loads_one_stylesheet_the_readers_choices_and_at_most_one_script_of_its_own(client, site):
    for kind, path in site.items():
        page = client.get(path).content.decode()
        assert (kind, re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)) == (kind, ["/static/css/site.css"])
        scripts = re.findall(r'<script[^>]* src="([^"]+)"', page)
        assert (kind, scripts[0]) == (kind, "/static/js/reader.js")
        assert len(scripts) <= 2, kind
        assert all(script.startswith("/static/js/") for script in scripts)


def test_nothing_hidden_is_on_any_page_list_feed_or_sitemap(client, site):
    """The most read of the site, in its own category and with its own tag: every list would want them."""
    category, tag = make_category(slug="yincang", name="隐藏"), make_tag("隐藏")
    hidden = make_hidden(category=category, tags=[tag])
    for article in hidden:
        for _ in range(400):
            DailyReadings.objects.record(article)
    places = [*site.values(), "/yincang/", "/tag/隐藏/", "/feed/", "/yincang/feed/", "/sitemap-news.xml"]
    places += [f"{feed}{form}/" for feed in ("/feed/", "/yincang/feed/") for form in ("atom", "json")]
    places += [f"/sitemap-{section}.xml" for section in ("articles", "categories", "tags", "services", "pages")]
    for place in places:
        page = client.get(place).content.decode()
        assert (place, [title for title in HIDDEN if title in page]) == (place, [])
        assert (place, [a.pk for a in hidden if f"/yincang/{a.pk}.html" in page]) == (place, [])


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_page_is_only_read(client, shared, method):
    for kind, path in shared.items():
        if kind not in {"flat_page", "not_found"}:
            assert (kind, getattr(client, method)(path).status_code) == (kind, 405)


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/%ED%A0%80/",
        "/%FF/",
        "/" + "a" * 5000 + "/",
        "/minsheng/%2e%2e/",
        "//",
        "/١/",
        "/.env",
        "/minsheng//",
        "/?page=%00",
    ],
)
def test_a_hostile_address_gets_a_page_of_ours(client, site, path):
    response = client.get(path)
    assert response.status_code in {200, 301, 400, 404}
    if response.status_code in {400, 404}:
        assert '<html lang="zh-CN" id="elder">' in response.content.decode()
