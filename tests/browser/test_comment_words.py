"""评论词表's trial box and import in a browser, without scripts as well, and before the judge."""

import pytest
from playwright.sync_api import expect

from comments.models import CommentWord
from tests.browser.judges import axe_violations
from tests.browser.newsroom import log_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/admin/comments/commentword/"
FILE = "词,处理,类别\n骗子,标出,辱骂\n，,,\n".encode("gb18030")
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(autouse=True)
def words():
    make_user("shenhe", group="评论审核")
    CommentWord.objects.create(word="赌博", category="gambling", action="reject")
    CommentWord.objects.create(word="微信", category="ads", by_pinyin=True)


def try_words(page, site):
    """From the list, as a moderator goes."""
    log_in(page, site, "shenhe", LIST)
    page.get_by_role("link", name="试一试").click()
    page.get_by_label("称呼").fill("賭・博<script>document.title = 1</script>"[:20])
    page.get_by_label("内容").fill("来加 wei xin，\n<img src=x onerror=document.title=1>ＷＥＩＸＩＮ")
    page.get_by_role("button", name="查一查").click()
    expect(page.get_by_role("heading", name="会拒收")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_box_marks_words_where_they_stand(new_context, live_server, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if "Policy" in message.text else None)
    try_words(page, live_server.url)
    assert page.locator(".trial-text mark").all_inner_texts() == ["賭・博", "wei xin", "ＷＥＩＸＩＮ"]
    cells = [row.locator("th, td").all_inner_texts() for row in page.locator(".trial-table tbody tr").all()]
    assert cells == [
        ["赌博", "拒收", "赌博", "称呼", "賭・博", "写法"],
        ["微信", "标出", "广告引流", "内容", "wei xin", "同音"],
        ["微信", "标出", "广告引流", "内容", "ＷＥＩＸＩＮ", "同音"],
    ]
    assert page.title().startswith("试一试评论词表")
    assert complaints == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_list_from_excel_is_looked_at_and_taken(new_context, live_server, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    log_in(page, live_server.url, "shenhe", f"{LIST}import/")
    page.get_by_label("CSV 文件").set_input_files({"name": "词表.csv", "mimeType": "text/csv", "buffer": FILE})
    page.get_by_role("button", name="看看会改什么").click()
    expect(page.get_by_text("第 3 行：词至少要有两个字或字母，符号不算")).to_be_visible()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("新增 1 个，修改 0 个，没有变化 0 个，有错没有导入 1 行")).to_be_visible()
    assert CommentWord.objects.filter(word="骗子", category="abuse").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_are_accessible_and_fit(new_context, live_server, scheme, size):
    page = new_context(bypass_csp=True, color_scheme=scheme, viewport=size).new_page()
    try_words(page, live_server.url)
    found, widths = {"tried": axe_violations(page)}, {"tried": page.evaluate("document.documentElement.scrollWidth")}
    page.get_by_label("称呼").fill("")
    page.get_by_label("内容").fill("")
    page.get_by_role("button", name="查一查").click()
    expect(page.get_by_text("请填写称呼或内容")).to_be_visible()
    found["empty"] = axe_violations(page)
    for name, path in {"list": LIST, "import": f"{LIST}import/"}.items():
        page.goto(live_server.url + path)
        found[name] = axe_violations(page)
        widths[name] = page.evaluate("document.documentElement.scrollWidth")
    page.get_by_label("CSV 文件").set_input_files({"name": "词表.csv", "mimeType": "text/csv", "buffer": FILE})
    page.get_by_role("button", name="看看会改什么").click()
    expect(page.get_by_role("button", name="确认导入")).to_be_visible()
    found["preview"] = axe_violations(page)
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert {name: width for name, width in widths.items() if width > size["width"]} == {}
