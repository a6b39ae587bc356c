"""阅读设置 and 长者模式: chosen by keyboard, kept on the device, there before the first paint; and without scripts."""

import io

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from news.models import MourningDay
from tests.browser.judges import axe_violations
from tests.browser.reading import choose
from tests.browser.site import build_site

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 360, "height": 740}
PAPER = {"light": "rgb(250, 247, 241)", "dark": "rgb(23, 21, 18)", "elder": "rgb(255, 255, 255)"}
BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError'); }})"
# What <html> says when the parser reaches <body>, before which nothing is painted.
AT_BODY = """new MutationObserver((changes, observer) => {
    if (!document.body) return;
    observer.disconnect();
    window.atBody = {...document.documentElement.dataset};
}).observe(document, {childList: true, subtree: true})"""


def paper(page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def text_size(page) -> str:
    return page.evaluate("getComputedStyle(document.documentElement).fontSize")


def open_settings(page):
    page.get_by_role("button", name="阅读设置").click()
    return page.get_by_role("dialog", name="阅读设置")


@pytest.fixture
def front(live_server):
    build_site()
    return f"{live_server.url}/"


def test_choices_are_set_before_the_body_is_parsed(page, front):
    choose(page, theme="dark", text="large", mode="elder")
    page.add_init_script(AT_BODY)
    page.goto(front)
    assert page.evaluate("atBody") == {"script": "", "theme": "dark", "text": "large", "mode": "elder"}


def test_what_the_device_keeps_is_believed_only_if_it_is_a_choice(page, front):
    choose(page, theme="red", text="huge", mode="constructor")
    page.goto(front)
    assert page.evaluate("({...document.documentElement.dataset})") == {"script": ""}


@pytest.mark.parametrize("system", ["light", "dark"])
def test_a_theme_holds_against_the_system_on_every_page_until_it_is_given_back(new_context, front, system):
    page = new_context(color_scheme=system).new_page()
    page.goto(front)
    seen = [paper(page)]
    for label in ["深色", "浅色", "跟随系统"]:
        dialog = open_settings(page)
        dialog.get_by_role("radio", name=label).check()
        seen.append(paper(page))
        dialog.get_by_role("button", name="完成").click()
        page.goto(f"{front}services/")
        seen.append(paper(page))
    assert seen == [PAPER[word] for word in [system, "dark", "dark", "light", "light", system, system]]


def test_the_settings_are_worked_by_keyboard_and_give_the_focus_back(page, front):
    page.goto(front)
    button = page.get_by_role("button", name="阅读设置")
    button.press("Enter")
    dialog = page.get_by_role("dialog", name="阅读设置")
    expect(dialog.get_by_role("radio", name="跟随系统")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert paper(page) == PAPER["dark"]
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert text_size(page) == "18px"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.parametrize("mode", ["", "elder"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_settings(new_context, front, mode, scheme):
    page = new_context(bypass_csp=True, color_scheme=scheme, viewport=PHONE).new_page()
    choose(page, mode=mode)
    page.goto(front)
    expect(open_settings(page)).to_be_visible()
    assert axe_violations(page, "dialog", strong=mode == "elder") == []


def test_the_elder_mode_is_two_links_that_keep_the_focus(page, front):
    page.goto(front)
    page.get_by_role("link", name="长者模式", exact=True).press("Enter")
    back = page.get_by_role("link", name="退出长者模式")
    expect(back).to_be_focused()
    assert (text_size(page), paper(page), page.url) == ("22px", PAPER["elder"], front)
    page.goto(f"{front}services/")
    assert text_size(page) == "22px"
    back.press("Enter")
    expect(page.get_by_role("link", name="长者模式", exact=True)).to_be_focused()
    assert (text_size(page), paper(page)) == ("16px", PAPER["light"])


def test_the_address_of_the_elder_mode_keeps_it_for_the_next_page(page, front):
    page.goto(f"{front}#elder")
    page.goto(f"{front}services/#elder")
    assert (text_size(page), page.url) == ("22px", f"{front}services/")
    page.get_by_role("link", name="退出长者模式").click()
    expect(page.locator("html")).to_have_css("font-size", "16px")
    page.reload()
    assert text_size(page) == "16px"


def test_a_choice_reaches_the_other_tab(context, front):
    one, other = context.new_page(), context.new_page()
    one.goto(front)
    other.goto(front)
    open_settings(one).get_by_role("radio", name="深色").check()
    other.wait_for_function("document.documentElement.dataset.theme === 'dark'")


def test_without_storage_the_page_works_and_a_choice_lasts_until_it_is_left(page, front):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(BLOCKED)
    page.goto(front)
    dialog = open_settings(page)
    dialog.get_by_role("radio", name="深色").check()
    expect(dialog.get_by_role("status")).to_have_text("浏览器不让网站记住设置，离开这一页就恢复原样。")
    assert paper(page) == PAPER["dark"]
    dialog.get_by_role("radio", name="长者模式").check()
    assert text_size(page) == "22px"
    page.reload()
    assert (paper(page), text_size(page), errors) == (PAPER["light"], "16px", [])


def test_without_scripts_the_elder_mode_is_the_pages_own_address(new_context, front):
    page = new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto(front)
    expect(page.get_by_role("button", name="阅读设置")).to_be_hidden()
    expect(page.get_by_role("link", name="退出长者模式")).to_be_hidden()
    bar = page.locator(".masthead__tools")
    page.get_by_role("link", name="长者模式").click()
    expect(bar).to_have_css("position", "fixed")
    expect(page.locator("html")).to_have_css("font-size", "22px")
    page.get_by_role("link", name="退出长者模式").click()
    expect(bar).to_have_css("position", "static")
    expect(page.locator("html")).to_have_css("font-size", "16px")


# Each word of the page that is drawn smaller than 18 px.
SMALL = """() => {
    const found = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
        const [text, size] = [node.data.trim(), parseFloat(getComputedStyle(node.parentElement).fontSize)];
        if (text && node.parentElement.getClientRects().length && size < 18) found.add(`${text} ${size}`);
    }
    return [...found];
}"""
# Links and buttons that stand alone, not in a sentence, and are lower than a thumb.
LOW = """() => {
    const controls = document.querySelectorAll("a, button, input:not([type=hidden], [type=radio]), textarea");
    const elsewhere = "p:not(.meta, .masthead__name), .story__body, .comments-unseen, [aria-hidden=true], .skip-link";
    return [...controls]
        .filter((control) => control.getClientRects().length && !control.closest(elsewhere))
        .map((control) => [control.textContent.trim(), control.getBoundingClientRect().height])
        .filter(([, height]) => height < 43.5)
        .map(([text, height]) => `${text} ${height}`);
}"""


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "desktop"])
def test_the_elder_mode_has_no_small_text_and_no_low_target_on_any_page(new_context, live_server, size):
    page = new_context(viewport=size).new_page()
    choose(page, mode="elder")
    found = {}
    for kind, path in build_site().items():
        page.goto(live_server.url + path)
        found[kind] = page.evaluate(SMALL) + page.evaluate(LOW)
    assert {kind: lines for kind, lines in found.items() if lines} == {}


def test_the_way_back_is_in_sight_wherever_the_reader_is(new_context, front):
    page = new_context(viewport=PHONE).new_page()
    choose(page, mode="elder")
    MourningDay.objects.create(date=timezone.localdate(), reason="哀悼日")  # a filter must not unfix it
    page.goto(front)
    for position in ["0", "document.body.scrollHeight / 2", "document.body.scrollHeight"]:
        page.evaluate(f"scrollTo(0, {position})")
        box = page.get_by_role("link", name="退出长者模式").bounding_box()
        assert 0 < box["y"] <= PHONE["height"] - 44


def colours(page) -> list:
    """The pixels on the screen that are not grey."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return [colour for _, colour in picture.getcolors(1_000_000) if max(colour) - min(colour) > 1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_day_of_mourning_nothing_has_a_colour_nor_has_the_dialog(new_context, front, scheme):
    page = new_context(color_scheme=scheme).new_page()
    page.goto(front)
    assert len(colours(page)) > 100
    MourningDay.objects.create(date=timezone.localdate(), reason="哀悼日")
    page.reload()
    assert colours(page) == []
    expect(open_settings(page)).to_be_visible()
    assert colours(page) == []


def test_paper_gets_black_on_white_whatever_the_reader_chose(page, front):
    choose(page, theme="dark", mode="elder", text="larger")
    page.goto(front)
    page.emulate_media(media="print")
    assert (paper(page), text_size(page)) == ("rgb(255, 255, 255)", "16px")
    for name in ["退出长者模式", "长者模式"]:
        expect(page.get_by_role("link", name=name, exact=True)).to_be_hidden()


def test_with_forced_colours_the_place_one_is_in_is_still_marked(page, live_server):
    build_site()
    page.emulate_media(forced_colors="active")
    page.goto(f"{live_server.url}/minsheng/")
    for current in [".sections__list [aria-current]", ".subsections [aria-current]", ".pager [aria-current]"]:
        expect(page.locator(current)).to_have_css("outline-style", "solid")


def test_the_first_stop_of_the_keyboard_leads_past_the_masthead(page, front):
    page.goto(front)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(page.get_by_role("link", name="跳到正文")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
