"""Searching without JavaScript, on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.judges import axe_violations
from tests.factories import make_article, make_category, make_tag

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def phone(new_context):
    return new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}).new_page()


def test_a_reader_finds_an_article_narrows_the_search_and_opens_it(phone, live_server):
    other = make_category(slug="wenhua", name="文化")
    make_article(title="东门大桥的灯", category=other)
    make_article(title="说桥", body="<p>从<strong>东</strong>门大桥走过。</p>")
    phone.goto(live_server.url)
    phone.get_by_label("搜索新闻").fill("東門大橋")
    phone.get_by_label("搜索新闻").press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("搜索“東門大橋”")
    expect(phone.locator("ol h2")).to_have_text(["东门大桥的灯", "说桥"])
    expect(phone.locator("ol mark")).to_have_text(["东门大桥", "东门大桥"])
    phone.get_by_role("combobox", name="栏目").select_option("民生")
    phone.get_by_role("button", name="搜索").click()
    expect(phone.locator("ol h2")).to_have_text(["说桥"])
    phone.get_by_role("link", name="说桥").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("说桥")


def test_a_mistyped_word_leads_to_the_right_one(phone, live_server):
    make_article(title="公交新线", tags=[make_tag("公交")])
    phone.goto(f"{live_server.url}/search/?q=公郊")
    phone.get_by_role("region", name="您是不是要找").get_by_role("link", name="公交").click()
    expect(phone.locator("ol h2")).to_have_text(["公交新线"])


def test_axe_finds_nothing_where_words_are_marked(new_context, live_server):
    make_article(title="公交新线", body="<p>公交，公交。</p>")
    for scheme in ("light", "dark"):
        page = new_context(bypass_csp=True, color_scheme=scheme).new_page()
        page.goto(f"{live_server.url}/search/?q=公交")
        assert axe_violations(page) == []


@pytest.mark.parametrize("forced", ["none", "active"])
def test_marks_differ_by_more_than_their_colour(new_context, live_server, forced):
    make_article(title="公交新线", body="<p>公交，公交。</p>")
    page = new_context(forced_colors=forced).new_page()
    page.goto(f"{live_server.url}/search/?q=公交")
    lines = page.locator("ol mark").evaluate_all(
        "marks => marks.map(mark => getComputedStyle(mark).textDecorationLine)"
    )
    assert lines == ["underline"] * 3
