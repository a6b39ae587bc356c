"""Every page of readers before the two judges, and on the narrowest phone."""

import pytest
from django.utils import timezone

from directory.models import Phone, Service
from news.models import MourningDay
from tests.browser.judges import axe_violations, nu_errors
from tests.browser.reading import choose
from tests.browser.site import build_site

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mode", ["", "elder"], ids=["normal", "elder"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_on_any_page(new_context, live_server, scheme, mode, size):
    page = new_context(bypass_csp=True, color_scheme=scheme, viewport=size).new_page()
    choose(page, mode=mode)
    found = {}
    for kind, path in build_site().items():
        page.goto(live_server.url + path)
        found[kind] = axe_violations(page, strong=mode == "elder")
    assert {kind: lines for kind, lines in found.items() if lines} == {}


def test_axe_finds_nothing_in_the_comments_of_the_article_page(new_context, live_server):
    page = new_context(bypass_csp=True).new_page()
    page.goto(live_server.url + build_site()["article"])
    page.get_by_role("heading", name="留言与评论").scroll_into_view_if_needed()
    page.get_by_label("称呼").wait_for()
    assert axe_violations(page) == []


@pytest.mark.parametrize("mode", ["", "elder"], ids=["normal", "elder"])
@pytest.mark.parametrize("text", ["", "larger"], ids=["standard", "larger"])
def test_no_page_scrolls_sideways_at_320_pixels(new_context, live_server, mode, text):
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    choose(page, mode=mode, text=text)
    widths = {}
    for kind, path in build_site().items():
        page.goto(live_server.url + path)
        widths[kind] = page.evaluate("document.documentElement.scrollWidth")
    assert {kind: width for kind, width in widths.items() if width > 320} == {}


# WCAG 1.4.12: what a reader may set, and nothing may be lost.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""


@pytest.mark.parametrize("text", ["", "large", "larger"], ids=["standard", "large", "larger"])
@pytest.mark.parametrize("spacing", ["", SPACING], ids=["as set", "spaced"])
def test_the_emergency_numbers_fit_whatever_their_size(new_context, live_server, text, spacing):
    build_site()
    police = Service.objects.get(name="报警")
    for number, label in [("119", "火警"), ("120", "急救"), ("12395", "水上遇险求救"), ("12345", "政务服务热线")]:
        Phone.objects.create(service=police, number=number, label=label)
    page = new_context(bypass_csp=True).new_page()
    choose(page, text=text)
    for width in [320, 360, 390]:
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(f"{live_server.url}/services/")
        page.add_style_tag(content=spacing or " ")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        outside = "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent)"
        assert page.locator(".emergency a").evaluate_all(outside) == []


def test_in_the_elder_mode_every_link_of_the_footer_is_as_tall_as_a_thumb(new_context, live_server):
    page = new_context(viewport=PHONE).new_page()
    choose(page, mode="elder")
    page.goto(live_server.url)
    low = "all => all.filter(a => a.getBoundingClientRect().height < 44).map(a => a.textContent)"
    assert page.locator("footer a").evaluate_all(low) == []


def test_nothing_is_refused_by_the_policy_and_no_script_fails(page, live_server):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for kind, path in build_site().items():
        page.goto(live_server.url + path)
        page.wait_for_load_state("networkidle")
        # Chromium reports the page's own 404 or 410 as an error; anything else would be ours.
        complaints = [text for text in complaints if "the server responded with a status of 4" not in text]
        assert complaints == [], kind


@pytest.fixture
def stated(settings):
    """Everything that an operator may state, on a day of mourning."""
    settings.ORGANISER, settings.NEWS_LICENCE = "示例市融媒体中心", "14120260001"
    settings.ICP_NUMBER, settings.POLICE_NUMBER = "晋ICP备12345678号-1", "晋公网安备14010002000001号"
    settings.MAIL_IS_SENT = True
    settings.REPORT_PHONE, settings.REPORT_EMAIL = "0351-1234567", "jubao@example.cn"
    MourningDay.objects.create(date=timezone.localdate(), reason="哀悼日")


@pytest.mark.usefixtures("stated")
def test_the_nu_validator_finds_nothing_on_any_page_with_all_that_may_be_stated(client, tmp_path):
    for kind, path in build_site().items():
        page = client.get(path).content
        assert (b'class="is-grey"' in page, b"beian.mps.gov.cn" in page) == (True, True)
        (tmp_path / f"{kind}.html").write_bytes(page)
    assert nu_errors(tmp_path) == []


@pytest.mark.usefixtures("stated")
@pytest.mark.parametrize("mode", ["", "elder"], ids=["normal", "elder"])
def test_a_full_foot_passes_axe_and_fits_a_phone(new_context, live_server, mode):
    page = new_context(bypass_csp=True, viewport={"width": 320, "height": 640}).new_page()
    choose(page, mode=mode)
    page.goto(f"{live_server.url}/about/")
    assert axe_violations(page, "footer", strong=mode == "elder") == []
    assert page.evaluate("document.body.scrollWidth") == 320


def test_the_nu_validator_finds_nothing_on_any_page(client, tmp_path):
    statuses = {}
    for kind, path in build_site().items():
        response = client.get(path)
        statuses[kind] = response.status_code
        (tmp_path / f"{kind}.html").write_bytes(response.content)
    assert {kind: status for kind, status in statuses.items() if status != 200} == {
        "article_withdrawn": 410,
        "comments_notice_stale": 410,
        "not_found": 404,
        "bad_page_number": 404,
    }
    assert nu_errors(tmp_path) == []
