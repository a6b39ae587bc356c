"""What an article page does for its reader: pictures in full, sharing, keeping, reading aloud, larger text, print."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.judges import axe_violations
from tests.factories import make_article, make_picture

pytestmark = pytest.mark.django_db(transaction=True)

# A machine with one Chinese voice that says what it is given only when the test lets it: `said` is what it was given.
VOICE = """
window.said = [];
window.current = null;
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "en-US" }, { lang: "zh-CN", name: "voice" }],
  addEventListener: () => {},
  speak(utterance) { said.push([utterance.text, utterance.lang, utterance.rate]); window.current = utterance; },
  cancel() { const cut = window.current; window.current = null; cut?.onerror?.({ error: "canceled" }); },
} });
window.finish = () => { const done = window.current; window.current = null; done.onend(); };
"""
MUTE = "Object.defineProperty(window, 'speechSynthesis', { value: undefined });"
SHARE = "window.shared = []; navigator.share = (what) => { shared.push(what); return Promise.resolve(); };"
PRINT = "window.printed = 0; window.print = () => { printed += 1; };"


@pytest.fixture
def article():
    pictures = [make_picture(width=60, height=40, alt=alt, credit="示例摄") for alt in ["城墙", "角楼"]]
    first, second = (f'<p><img src="/media/{picture.file}" alt="{picture.alt}"></p>' for picture in pictures)
    return make_article(
        title="城墙开放夜游",
        body=f"<p>今晚起开放。<strong>免费</strong>入场！</p>{first}<h2>怎么去</h2>{second}<p>坐公交。</p>",
        cover=make_picture(width=80, height=50, alt="夜景", credit="示例摄"),
    )


@pytest.fixture
def open_page(new_context, live_server, article):
    def opened(*scripts, path=None, **options):
        page = new_context(**options).new_page()
        for script in scripts:
            page.add_init_script(script)
        page.goto(live_server.url + (path or article.get_absolute_url()))
        return page

    return opened


def marked(page) -> str:
    return page.evaluate("[...CSS.highlights.get('reading-aloud') ?? []].map(String).join('')")


def said(page) -> str:
    return page.locator("#tools-said").text_content()


# Pictures


def test_pictures_are_looked_at_in_full_with_the_keyboard_alone(open_page):
    page = open_page()
    link = page.get_by_role("link", name="查看大图：城墙")
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="图片")
    expect(dialog.get_by_role("img")).to_have_attribute("alt", "城墙")
    expect(dialog.get_by_role("status")).to_have_text("2 / 3")
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("img")).to_have_attribute("alt", "角楼")
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("status")).to_have_text("3 / 3")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


def test_pictures_are_turned_and_closed_with_the_pointer(open_page):
    page = open_page(viewport={"width": 360, "height": 640})
    page.get_by_role("link", name="查看大图：夜景").click()
    dialog = page.get_by_role("dialog", name="图片")
    dialog.get_by_role("button", name="下一张").click()
    expect(dialog.locator("figcaption")).to_have_text("示例摄")
    dialog.get_by_role("button", name="关闭").click()
    expect(dialog).to_be_hidden()


def test_without_scripts_a_picture_is_a_link_and_nothing_stands_there_dead(open_page):
    page = open_page(java_script_enabled=False)
    assert page.locator("button:visible").all_text_contents() == ["搜索"]  # a form, which needs none
    page.locator(".share summary").click()
    expect(page.get_by_alt_text("本文地址的二维码")).to_be_visible()
    page.get_by_role("link", name="分享").click()
    assert page.url.endswith("#share")
    page.get_by_role("link", name="查看大图：夜景").click()
    assert page.url.endswith(".webp")


# Sharing


def test_the_address_is_copied(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    address = page.locator("[data-address]").text_content()
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address


def test_where_the_clipboard_is_refused_the_address_stands_selected(open_page):
    refuse = "navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false;"
    page = open_page(refuse)
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已选中")).to_be_visible()
    assert page.evaluate("String(getSelection())") == page.locator("[data-address]").text_content()


def test_the_system_s_own_sheet_is_used_where_there_is_one(open_page):
    page = open_page(SHARE)
    page.locator(".tools").get_by_role("link", name="分享").click()
    address = page.locator("[data-address]").text_content()
    assert page.evaluate("shared") == [{"title": "城墙开放夜游", "url": address}]
    assert "#share" not in page.url


def test_weibo_is_given_title_and_address(open_page, article):
    href = open_page().get_by_role("link", name="微博").get_attribute("href")
    address = f"http%3A%2F%2Flocalhost%3A8000%2Fminsheng%2F{article.pk}.html"
    title = "%E5%9F%8E%E5%A2%99%E5%BC%80%E6%94%BE%E5%A4%9C%E6%B8%B8"
    assert href == f"https://service.weibo.com/share/share.php?url={address}&title={title}"


# Reading aloud


def test_it_is_read_sentence_by_sentence_and_the_sentence_is_marked(open_page):
    page = open_page(VOICE)
    page.get_by_role("button", name="朗读").click()
    expect(page.get_by_role("group", name="朗读")).to_be_visible()
    heard = []
    for _ in range(6):
        heard.append(marked(page))
        page.evaluate("finish()")
    assert heard == ["城墙开放夜游", "今晚起开放。", "免费入场！", "示例摄", "怎么去", "示例摄"]
    assert marked(page) == "坐公交。"
    assert page.evaluate("said.at(-1)") == ["坐公交。", "zh-CN", 1]
    page.evaluate("finish()")
    expect(page.get_by_role("group", name="朗读")).to_be_hidden()
    expect(page.get_by_role("button", name="朗读")).to_be_focused()
    assert marked(page) == ""


def test_reading_is_paused_goes_on_faster_and_stops(open_page):
    page = open_page(VOICE)
    page.get_by_role("button", name="朗读").click()
    page.get_by_role("button", name="暂停").click()
    assert page.evaluate("current") is None
    page.get_by_role("button", name="继续").click()
    assert page.evaluate("said") == [["城墙开放夜游", "zh-CN", 1]] * 2
    page.get_by_role("button", name="1 倍速").click()
    assert page.evaluate("said.at(-1)") == ["城墙开放夜游", "zh-CN", 1.25]
    page.get_by_role("button", name="停止").click()
    assert (page.evaluate("current"), marked(page)) == (None, "")
    expect(page.get_by_role("group", name="朗读")).to_be_hidden()
    page.get_by_role("button", name="朗读").click()
    expect(page.get_by_role("button", name="1.25 倍速")).to_be_visible()
    assert page.evaluate("said.at(-1)") == ["城墙开放夜游", "zh-CN", 1.25]


def test_all_text_of_the_body_is_read_in_its_order(open_page):
    body = (
        "<ul><li>带上<strong>证件</strong><ol><li>身份证</li><li>户口本</li></ol>原件都要</li></ul>"
        "<blockquote>引子<p>引文</p></blockquote>"
        "<table><caption>价目</caption><tbody><tr><td>成人</td><td>十元</td></tr></tbody></table><pre>一行</pre>"
    )
    page = open_page(VOICE, path=make_article(title="题", body=body).get_absolute_url())
    page.get_by_role("button", name="朗读").click()
    expect(page.get_by_role("group", name="朗读")).to_be_visible()
    marks = []
    while page.evaluate("current !== null"):
        marks.append(marked(page))
        page.evaluate("finish()")
    assert marks == [
        *["题", "带上证件", "身份证", "户口本", "原件都要"],
        *["引子", "引文", "价目", "成人", "十元", "一行"],
    ]


@pytest.mark.parametrize("script", [MUTE, VOICE.replace("zh-CN", "fr-FR")], ids=["no speech", "no Chinese voice"])
def test_where_nobody_speaks_chinese_nothing_is_offered(open_page, script):
    expect(open_page(script).get_by_text("朗读", exact=True)).to_be_hidden()


# Kept on the device


def test_what_is_kept_is_listed_exported_and_removed(open_page, live_server, tmp_path):
    page = open_page(bypass_csp=True)
    page.get_by_role("button", name="收藏", exact=True).click()
    expect(page.get_by_role("button", name="已收藏", exact=True)).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_role("button", name="已收藏", exact=True)).to_be_visible()
    page.get_by_role("link", name="我的收藏").click()
    link = page.get_by_role("link", name="城墙开放夜游")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出").click()
    file = tmp_path / "saved.html"
    download.value.save_as(file)
    assert f'<A HREF="{live_server.url}{link.get_attribute("href")}">城墙开放夜游</A>' in file.read_text()
    assert axe_violations(page) == []
    page.get_by_role("button", name="移除《城墙开放夜游》").click()
    expect(page.get_by_text("还没有收藏")).to_be_visible()
    assert page.evaluate("localStorage.getItem('dayuan.saved')") == "[]"


def test_a_second_press_takes_it_back(open_page):
    page = open_page()
    page.get_by_role("button", name="收藏", exact=True).click()
    page.get_by_role("button", name="已收藏", exact=True).click()
    expect(page.get_by_role("button", name="收藏", exact=True)).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("localStorage.getItem('dayuan.saved')") == "[]"


@pytest.mark.parametrize("kept", ["{}", "nonsense", "null", '[1, null, {"title": "题"}]'])
def test_a_spoilt_shelf_is_an_empty_one(open_page, kept):
    page = open_page(f"localStorage.setItem('dayuan.saved', {json.dumps(kept)})", path="/saved/")
    expect(page.get_by_text("还没有收藏")).to_be_visible()


def test_titles_on_the_shelf_are_text_and_addresses_are_of_this_site(open_page):
    rows = [
        {"address": "/minsheng/1.html", "title": "<img src=x onerror=alert(1)>", "saved": "nie"},
        {"address": "javascript:alert(1)", "title": "坏", "saved": ""},
    ]
    page = open_page(f"localStorage.setItem('dayuan.saved', {json.dumps(json.dumps(rows))})", path="/saved/")
    assert page.locator("[data-saved-list] a").all_text_contents() == ["<img src=x onerror=alert(1)>"]


# Larger text, printing


def test_larger_text_stays_on_the_next_page_from_its_first_paint(open_page, live_server):
    page = open_page()
    size = "parseFloat(getComputedStyle(document.querySelector('.story__body')).fontSize)"
    normal = page.evaluate(size)
    page.get_by_role("button", name="字号").click()
    expect(page.locator("#tools-said")).to_have_text("字号：大")
    page.get_by_role("button", name="字号").click()
    expect(page.locator("#tools-said")).to_have_text("字号：特大")
    assert page.evaluate(size) == pytest.approx(normal * 1.25)
    page.reload()
    assert page.evaluate("document.documentElement.dataset.text") == "larger"
    page.get_by_role("button", name="字号").click()
    expect(page.locator("#tools-said")).to_have_text("字号：标准")
    assert page.evaluate("[document.documentElement.dataset.text, localStorage.getItem('dayuan.text')]") == [None, None]


def test_it_prints_the_story_without_its_tools(open_page):
    page = open_page(PRINT)
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("printed") == 1
    page.emulate_media(media="print")
    shown = [page.locator(part).first.is_visible() for part in [".story__body", ".rights", ".tools", ".share", ".more"]]
    assert shown == [True, True, False, False, False]


# All of it


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_it_is_all_open(new_context, live_server, article, scheme):
    page = new_context(bypass_csp=True, color_scheme=scheme).new_page()
    page.add_init_script(VOICE)
    page.goto(live_server.url + article.get_absolute_url())
    page.locator(".share summary").click()
    page.get_by_role("button", name="朗读").click()
    expect(page.get_by_role("group", name="朗读")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("link", name="查看大图：夜景").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe_violations(page) == []


def test_nothing_moves_while_the_page_comes(open_page):
    shifts = """() => new Promise((done) => {
      const seen = [];
      new PerformanceObserver((list) => seen.push(...list.getEntries().map((entry) => entry.value)))
        .observe({ type: "layout-shift", buffered: true });
      requestAnimationFrame(() => requestAnimationFrame(() => done(seen)));
    })"""
    page = open_page(VOICE, viewport={"width": 360, "height": 740})
    page.wait_for_load_state("networkidle")
    assert page.evaluate(shifts) == []
