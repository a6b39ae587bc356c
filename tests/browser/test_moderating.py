"""The moderators' screen by keyboard in a browser, and before the judge."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Decision, Report
from tests.browser.judges import axe_violations
from tests.browser.newsroom import log_in
from tests.factories import decide, make_article, make_comment, make_reply, make_user

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/admin/comments/comment/queue/"


@pytest.fixture(autouse=True)
def moderator():
    return make_user("shenhe", group="评论审核")


def items(page):
    return page.locator("[data-item]")


def settle(page, number):
    """Until so many are left on the page and nothing is under way."""
    expect(items(page)).to_have_count(number)
    expect(page.locator(".is-gone")).to_have_count(0)


def test_two_hundred_are_decided_by_keyboard_alone_and_none_is_lost(page, live_server):
    article = make_article()
    made = [make_comment(article, name=f"读者{number:03}", body=f"第{number}条").pk for number in range(200)]
    log_in(page, live_server.url, "shenhe", URL)
    pressed = []
    for start in range(0, 200, 20):
        settle(page, 20)
        for number in range(start, start + 20):
            expect(page.locator(".waiting.is-current")).to_have_attribute("data-item", str(made[number]))
            deed = number % 4
            if deed == 1:
                page.keyboard.press("r")
                page.keyboard.press("5")
                page.keyboard.press("Enter")
                pressed.append((made[number], "rejected", "privacy"))
            elif deed == 2:
                page.keyboard.press("s")
                pressed.append((made[number], "rejected", "spam"))
            else:
                page.keyboard.press("a")
                pressed.append((made[number], "approved", "fit"))
            if number % 20 == 7:
                settle(page, 12)
                page.keyboard.press("u")
                settle(page, 13)
                page.keyboard.press("a")
                pressed += [(made[number], "pending", "undone"), (made[number], "approved", "fit")]
            expect(items(page)).to_have_count(start + 19 - number)
        expect(page.get_by_role("link", name="看下一批")).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.get_by_text("都处理完了。")).to_be_visible()
    assert list(Decision.objects.order_by("id").values_list("comment", "to_state", "reason")) == pressed
    assert set(Decision.objects.values_list("moderator__username", flat=True)) == {"shenhe"}
    assert not Comment.objects.pending().exists()


def test_keys_move_choose_and_act_on_what_is_chosen(page, live_server):
    article = make_article()
    for number in range(5):
        make_comment(article, name=f"读者{number}")
    log_in(page, live_server.url, "shenhe", URL)
    expect(page.locator(".is-current")).to_contain_text("读者0")
    for key in ["x", "j", "j", "x", "k"]:
        page.keyboard.press(key)
    expect(page.locator(".is-current")).to_contain_text("读者1")
    page.keyboard.press("Shift+R")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(items(page)).to_have_count(5)
    page.keyboard.press("Shift+A")
    settle(page, 3)
    assert list(Comment.objects.approved().order_by("id").values_list("name", flat=True)) == ["读者0", "读者2"]

    page.keyboard.press("/")
    page.keyboard.type("aru")
    expect(page.get_by_label("查找待审评论")).to_have_value("aru")
    expect(items(page)).to_have_count(3)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("下一条、上一条")


def test_what_cannot_be_decided_comes_back_with_the_reason(page, live_server):
    article = make_article()
    first, second = (make_comment(article, name=name) for name in ("甲", "乙"))
    log_in(page, live_server.url, "shenhe", URL)
    expect(page.locator(".is-current")).to_contain_text("甲")
    decide(Comment.objects.filter(pk=first.pk), "rejected", make_user("laowang"))
    page.keyboard.press("a")
    expect(page.locator(f"#comment-{first.pk}")).to_contain_text("已由 laowang 在")
    page.route("**/queue/*", lambda route: route.abort())
    page.locator(f"#comment-{second.pk}").focus()
    page.keyboard.press("a")
    expect(page.locator(f"#comment-{second.pk}")).to_contain_text("网络不通，没有处理，请再试一次")
    page.unroute("**/queue/*")
    page.keyboard.press("a")
    settle(page, 1)
    assert Comment.objects.get(pk=second.pk).state == "approved"


def test_the_screen_works_without_javascript(new_context, live_server):
    page = new_context(java_script_enabled=False).new_page()
    article = make_article()
    make_comment(article, name="甲")
    make_comment(article, name="乙")
    log_in(page, live_server.url, "shenhe", URL)
    page.get_by_role("article", name="甲的评论").get_by_label("拒绝理由").select_option("不实信息")
    page.get_by_role("article", name="甲的评论").get_by_role("button", name="拒绝").click()
    expect(page.get_by_text("1 条评论已拒绝")).to_be_visible()
    page.get_by_role("button", name="撤销刚才的处理").click()
    expect(page.get_by_text("1 条评论已撤销处理")).to_be_visible()
    for name in ("甲", "乙"):
        page.get_by_role("checkbox", name=f"选中 {name} 的评论").check()
    page.get_by_role("button", name="通过选中的").click()
    expect(page.get_by_text("2 条评论已通过")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_the_list_decides_what_its_page_showed(new_context, live_server, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    article = make_article()
    first, second, third = (make_comment(article, name=name) for name in ("甲", "乙", "丙"))
    log_in(page, live_server.url, "shenhe", "/admin/comments/comment/")
    Comment.objects.filter(pk=second.pk).update(body="改过的话", revision=2)
    for comment in (first, second):
        page.locator(f"[name=_selected_action][value='{comment.pk}']").check()
    page.get_by_role("combobox", name="动作").select_option("拒绝所选评论")
    page.get_by_role("combobox", name="拒绝理由", exact=True).select_option("低俗内容")
    page.get_by_role("button", name="执行").click()
    expect(page.get_by_text("1 条评论已拒绝")).to_be_visible()
    expect(page.get_by_text("“乙：改过的话”：作者刚改过内容，请看过新的再处理")).to_be_visible()
    page.get_by_role("combobox", name="拒绝 丙 的评论的理由").select_option("不实信息")
    page.get_by_role("button", name="拒绝 丙 的评论").click()
    expect(page.get_by_role("button", name="拒绝 丙 的评论")).to_have_count(0)
    decided = Decision.objects.order_by("id").values_list("comment", "to_state", "reason")
    assert list(decided) == [(first.pk, "rejected", "vulgar"), (third.pk, "rejected", "rumour")]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_a_reader_is_answered_from_the_queue(new_context, live_server, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    article = make_article(title="供暖改造完工")
    make_comment(article, name="老张", body="暖气不热")
    log_in(page, live_server.url, "shenhe", URL)
    page.get_by_role("link", name="通过并回复").click()
    expect(page.get_by_text("暖气不热")).to_be_visible()
    page.get_by_role("button", name="通过评论并回复").click()  # nothing written yet
    page.get_by_label("回复").fill("已转供热公司。\n明天上门。")
    page.get_by_role("button", name="通过评论并回复").click()
    expect(page.get_by_text("已回复，读者现在看得到")).to_be_visible()
    page.goto(f"{live_server.url}/comments/{article.pk}/")
    answer = page.get_by_role("article", name="大院的评论")
    expect(answer).to_contain_text("已转供热公司。")
    expect(answer.locator(".comment-badge")).to_have_text("本站")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_screens_and_none_scrolls_sideways(new_context, live_server, scheme, width):
    page = new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800}).new_page()
    root = make_comment(make_article(title="供暖改造" * 8), state="approved")
    make_reply(root, name="长" * 20, body="很长的话" * 100, region="内蒙古")
    refused = make_comment()
    decide(Comment.objects.filter(pk=refused.pk), "rejected", make_user("laowang"))
    refused.appeals.create(decision=Decision.objects.get(), text="请再看看")
    Report.objects.create(comment=root, reason="spam", details="广告" * 50, device="d", network="n")
    log_in(page, live_server.url, "shenhe", URL)
    found = {}
    pages = ["queue", "reports", "appeals", "statistics", f"{root.pk}/answer", f"{refused.pk}/change", "../block/add"]
    for name in pages:
        page.goto(f"{live_server.url}/admin/comments/comment/{name}/")
        found[name] = axe_violations(page), page.evaluate("document.documentElement.scrollWidth")
    page.goto(live_server.url + URL)
    page.keyboard.press("r")
    found["dialog"] = axe_violations(page), page.evaluate("document.documentElement.scrollWidth")
    assert found == dict.fromkeys(found, ([], width))
