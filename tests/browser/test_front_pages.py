"""The front page and the categories' when news is scarce; the most read without a script; arranging by keyboard."""

import re

import pytest

from news.models import FrontPageSlot
from tests.browser.judges import axe_violations
from tests.browser.newsroom import log_in
from tests.factories import make_article, make_category, make_picture, make_user
from traffic.models import DailyReadings

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def plain(count):
    return [make_article(title=f"没有图片的一条消息，第{number}条") for number in range(count)]


SCARCE = {
    "none": lambda: make_category(),
    "one": lambda: plain(1),
    "one with a picture": lambda: make_article(cover=make_picture()),
    "three without pictures": lambda: plain(3),
    "eight, two with pictures": lambda: [*plain(6), *[make_article(cover=make_picture()) for _ in range(2)]],
}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("build", SCARCE.values(), ids=SCARCE)
def test_a_scarce_front_has_no_empty_box_and_no_gap(new_context, live_server, build, size):
    build()
    page = new_context(bypass_csp=True, viewport=size).new_page()
    for path in ["/", "/minsheng/"]:
        page.goto(live_server.url + path)
        boxes = page.locator("main section, main aside:visible, main ul, main ol")
        assert [box.inner_text() for box in boxes.all() if not box.inner_text().strip()] == []
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
        # The footer follows what there is, not a column that nothing stands in.
        gap = page.evaluate(
            "() => { const bottom = (e) => e.getBoundingClientRect().bottom;"
            " const all = [...document.querySelectorAll('main a, main p, main h1')];"
            " return bottom(document.querySelector('main')) - Math.max(...all.map(bottom)); }"
        )
        assert gap < 120, path
        assert axe_violations(page) == []


def test_one_of_the_two_rankings_is_open_and_the_other_opens_without_a_script(new_context, live_server):
    for number in range(6):
        DailyReadings.objects.record(make_article(title=f"热{number}"))
    page = new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url)
    rankings = page.locator(".hot details")
    assert [ranking.get_attribute("open") for ranking in rankings.all()] == ["", None]
    rankings.nth(1).locator("summary").click()
    assert rankings.nth(1).locator("li").first.is_visible()
    assert not rankings.nth(0).locator("li").first.is_visible()


def test_the_front_page_is_arranged_by_keyboard(new_context, live_server):
    make_user("zhubian", "主编")
    for title in ["甲", "乙"]:
        make_article(title=title)
    page = new_context(bypass_csp=True).new_page()
    log_in(page, live_server.url, "zhubian", "/admin/news/article/front/")
    for title in ["甲", "乙"]:
        page.get_by_role("button", name=f"《{title}》放到要目").press("Enter")
        page.get_by_text(f"《{title}》已放到首页要目。").wait_for()
    page.get_by_role("button", name="下移《乙》").press("Enter")
    page.get_by_text("《乙》已下移。").wait_for()
    assert re.search(r"#slot-\d+$", page.url)
    assert list(FrontPageSlot.objects.values_list("article__title", flat=True)) == ["甲", "乙"]
    assert axe_violations(page, "#content") == []
