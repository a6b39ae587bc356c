"""The article form in two real browsers: nothing that was typed is lost, whatever breaks."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from news.desk import revising
from news.models import Article, Autosave
from tests.browser.judges import axe_violations
from tests.factories import make_article, make_user

PASSWORD = "mima-ceshi-2026"
BODY = "<p>一</p>\n<p>二</p>\n<p>三</p>"
KEPT = r"已自动保存 \d\d:\d\d:\d\d"


@pytest.fixture
def enter(browser, browser_context_args, live_server):
    """Opens a browser of its own for a user."""
    contexts = []

    def enter(user, **options):
        context = browser.new_context(**{**browser_context_args, **options})
        context.set_default_timeout(30_000)
        contexts.append(context)
        client = Client()
        client.force_login(user)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([session])
        return context.new_page()

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture
def li():
    return make_user("lisi", "编辑", last_name="李", first_name="四")


@pytest.fixture
def zhang():
    return make_user("zhangsan", "编辑", last_name="张", first_name="三")


@pytest.fixture
def article():
    return make_article(title="原题", body=BODY, state="draft", published_at=None)


@pytest.fixture
def change(live_server, article):
    return f"{live_server.url}/admin/news/article/{article.pk}/change/"


def open_form(page, address):
    page.goto(address)
    editor(page).wait_for()
    return page


def editor(page):
    return page.frame_locator("iframe.cke_wysiwyg_frame").locator("body[contenteditable=true]")


def says(page, pattern):
    """Wait until the form's status line says it."""
    expect(page.locator("[data-status]")).to_have_text(re.compile(pattern))


def type_body(page, text):
    """At the end of the text, as an editor does."""
    editor(page).click()
    editor(page).press("Control+End")
    editor(page).press_sequentially(text)


def own_copies(page) -> int:
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('dayuan-autosave')).length")


def body_of(page) -> str:
    return page.evaluate("CKEDITOR.instances.id_body.getData().replace(/\\s/g, '')")


def newest(article) -> dict:
    return revising.newest_content(Article.objects.get(pk=article.pk))


def press(page, name):
    with page.expect_navigation():
        page.locator(f"input[type=submit][name={name}]:visible").click()


def test_two_see_each_other_within_ten_seconds(enter, change, li, zhang):
    first, second = open_form(enter(li), change), open_form(enter(zhang), change)
    for page, name in [(first, "张三"), (second, "李四")]:
        page.get_by_text(f"{name} 也在编辑这篇稿件").wait_for(timeout=10_000)
    second.context.close()
    expect(first.locator("[data-people]")).to_be_empty(timeout=40_000)


def test_a_newer_revision_is_said_at_once(enter, change, article, li, zhang):
    page = open_form(enter(li), change)
    revising.save(article.pk, {**revising.keep_pace(article.pk).content(), "title": "他的题"}, zhang)
    page.get_by_text(re.compile("张三 在 .* 保存了新的版本（第 2 版）")).wait_for(timeout=10_000)


@pytest.mark.parametrize("is_new", [True, False])
def test_what_a_closed_or_crashed_window_held_is_offered_back(enter, change, live_server, li, is_new):
    address = f"{live_server.url}/admin/news/article/add/" if is_new else change
    page = open_form(enter(li), address)
    page.fill("#id_title", "写到一半的题")
    page.check("#id_reprint")
    type_body(page, "又一句")
    says(page, KEPT)
    page.context.close()  # no goodbye
    page = open_form(enter(li), address)
    page.get_by_role("button", name=re.compile(r"恢复 \d\d:\d\d 自动保存的内容")).click()
    says(page, KEPT)
    assert (page.input_value("#id_title"), page.is_checked("#id_reprint")) == ("写到一半的题", True)
    expect(editor(page)).to_contain_text("又一句")
    assert page.locator("[data-offers] li").count() == 1
    page.get_by_role("button", name="换回恢复之前的内容").click()
    assert page.input_value("#id_title") == ("" if is_new else "原题")


def test_what_is_not_wanted_is_gone_for_good(enter, change, article, li):
    page = open_form(enter(li), change)
    page.fill("#id_title", "不要的题")
    says(page, KEPT)
    page = open_form(page, change)
    page.get_by_role("button", name="丢弃").click()
    page.fill("#id_title", "要的题")
    says(page, KEPT)
    assert list(Autosave.objects.values_list("fields__title", flat=True)) == ["要的题"]
    press(page, "_save")
    assert (newest(article)["title"], Autosave.objects.count()) == ("要的题", 0)
    page = open_form(page, change)
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-offers] li").count() == 0
    page.wait_for_function("!Object.keys(localStorage).some(key => key.startsWith('dayuan-autosave'))")


def test_without_a_server_the_browser_keeps_it(enter, change, li):
    page = open_form(enter(li), change)
    page.route("**/autosave/", lambda route: route.abort())
    page.fill("#id_title", "断网时的题")
    type_body(page, "断网时的话")
    says(page, "^连不上服务器，已存在本机$")
    context = page.context
    page.close()
    page = open_form(context.new_page(), change)
    page.get_by_text("（本机）").wait_for()
    page.get_by_role("button", name=re.compile("^恢复")).click()
    says(page, KEPT)
    assert page.input_value("#id_title") == "断网时的题"
    expect(editor(page)).to_contain_text("断网时的话")
    press(page, "_save")
    page = open_form(page, change)
    page.wait_for_load_state("networkidle")
    assert own_copies(page) == 0


def test_words_that_can_be_stored_nowhere_hold_the_window(enter, change, li):
    page = enter(li)
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    open_form(page, change)
    page.route("**/autosave/", lambda route: route.abort())
    page.fill("#id_title", "存不下的题")
    says(page, "连不上服务器，本机也存不下，请先复制要紧的部分")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("how", ["before saving", "by saving"])
def test_who_is_logged_out_logs_in_again_in_place_and_saves(enter, change, article, li, how):
    page = open_form(enter(li, bypass_csp=True), change)
    Session.objects.all().delete()
    page.fill("#id_title", "登录过期时的题")
    dialog = page.get_by_role("dialog", name="登录已过期")
    if how == "by saving":
        page.locator("input[name=_save]:visible").click()
    dialog.wait_for()
    assert axe_violations(page, "#login-again") == []
    dialog.get_by_label("密码").fill("wrong")
    dialog.get_by_role("button", name="登录", exact=True).click()
    dialog.get_by_role("alert").wait_for()
    dialog.get_by_label("密码").fill(PASSWORD)
    if how == "by saving":
        with page.expect_navigation():
            dialog.get_by_role("button", name="登录", exact=True).click()
    else:
        dialog.get_by_role("button", name="登录", exact=True).click()
        says(page, KEPT)
        press(page, "_save")
    assert (newest(article)["title"], Autosave.objects.count()) == ("登录过期时的题", 0)


def test_somebody_elses_login_takes_none_of_my_words(enter, live_server, change, article, li, zhang):
    page = open_form(enter(li), change)
    other = Client()
    other.force_login(zhang)
    session = {"name": "sessionid", "value": other.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.fill("#id_title", "李四写的题")
    says(page, "现在登录的是 张三，不是您；写的内容已存在本机")
    page.locator("input[name=_save]:visible").click()
    says(page, "现在登录的是 张三")
    assert (newest(article)["title"], Autosave.objects.count()) == ("原题", 0)


def test_a_locked_login_says_so(enter, change, li):
    page = open_form(enter(li), change)
    Session.objects.all().delete()
    page.fill("#id_title", "新题")
    dialog = page.get_by_role("dialog", name="登录已过期")
    dialog.wait_for()
    for _ in range(6):
        dialog.get_by_label("密码").fill("wrong")
        with page.expect_response(lambda response: response.request.method == "POST" and "login" in response.url):
            dialog.get_by_role("button", name="登录", exact=True).click()
        dialog.get_by_role("alert").wait_for()
    dialog.get_by_text("密码连续输错次数太多").wait_for()


def test_two_who_change_the_same_paragraph_decide_side_by_side(enter, change, article, li, zhang):
    first, second = open_form(enter(li), change), open_form(enter(zhang, bypass_csp=True), change)
    first.fill("#id_title", "李四的题")
    type_body(first, "李四加的")
    second.fill("#id_summary", "张三的摘要")
    type_body(second, "张三加的")
    press(first, "_save")
    press(second, "_save")
    assert newest(article)["body"] == BODY.replace("三", "三李四加的")
    panel = second.get_by_role("region", name="两边的修改")
    panel.wait_for()
    assert panel.locator(".conflict mark").all_text_contents() == ["张三", "李四"]
    assert (second.input_value("#id_title"), second.input_value("#id_summary")) == ("李四的题", "张三的摘要")
    editor(second).wait_for()
    assert "三张三加的" in body_of(second)
    assert axe_violations(second, "#conflicts") == []
    assert axe_violations(second, "#autosave") == []
    with second.expect_navigation():
        panel.get_by_role("button", name="两段都要").click()
    editor(second).wait_for()
    assert body_of(second) == "<p>一</p><p>二</p><p>三张三加的</p><p>三李四加的</p>"
    press(second, "_save")
    content = newest(article)
    assert (content["title"], content["summary"], content["body"]) == (
        "李四的题",
        "张三的摘要",
        "<p>一</p>\n<p>二</p>\n<p>三张三加的</p>\n<p>三李四加的</p>",
    )


def test_an_old_autosave_meets_the_newer_revision_when_it_is_saved(enter, change, article, li, zhang):
    page = open_form(enter(li), change)
    page.fill("#id_title", "李四的题")
    says(page, KEPT)
    page.context.close()
    revising.save(article.pk, {**revising.keep_pace(article.pk).content(), "summary": "张三的摘要"}, zhang)
    page = open_form(enter(li), change)
    page.get_by_role("button", name=re.compile("^恢复")).click()
    says(page, KEPT)
    press(page, "_save")
    page.get_by_text("两边的修改没有冲突").wait_for()
    press(page, "_save")
    assert (newest(article)["title"], newest(article)["summary"]) == ("李四的题", "张三的摘要")


def test_what_went_under_review_meanwhile_is_said_and_the_words_stay(enter, live_server):
    user = make_user("jizhe", "记者")
    article = make_article(title="原题", body=BODY, state="draft", created_by=user)
    page = open_form(enter(user), f"{live_server.url}/admin/news/article/{article.pk}/change/")
    page.fill("#id_title", "写到一半")
    says(page, KEPT)
    Article.objects.update(state="published")
    page.locator("input[name=_save]:visible").click()
    says(page, "现在不能保存：发布过的稿件要由有发布权限的人修改。您写的内容已自动保存")
    assert (page.input_value("#id_title"), Autosave.objects.get().fields["title"]) == ("写到一半", "写到一半")


def test_a_form_that_was_only_opened_offers_nothing_back(enter, li, change, article):
    """CKEditor writes the same words its own way, and may come up while the first question is under way."""
    Article.objects.filter(pk=article.pk).update(body="<p>一<br>二</p>")
    page, held = enter(li), {}

    def hold(name, method):
        def meet(route):
            if name in held or route.request.method != method:
                route.continue_()
            else:
                held[name] = route

        return meet

    page.route("**/lang/zh-cn.js*", hold("editor", "GET"))
    page.route("**/autosave/", hold("beat", "POST"))
    with page.expect_response(lambda response: response.request.method == "POST") as answered:
        page.goto(change, wait_until="commit")
        while len(held) < 2:
            page.evaluate("0")  # lets the routes be met
        held["editor"].continue_()
        while page.evaluate("CKEDITOR.instances.id_body?.status") != "ready":
            pass
        held["beat"].continue_()
    assert answered.value.ok
    with page.expect_response("**/autosave/"):  # the next beat comes behind whatever the first one did
        pass
    assert (page.locator("[data-status]").text_content(), own_copies(page)) == ("", 0)
    assert Autosave.objects.count() == 0


def test_ctrl_s_saves_and_stays_in_the_editor_too(enter, li, change, article):
    page = open_form(enter(li), change)
    page.fill("#id_title", "新题")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert (page.url, newest(article)["title"]) == (change, "新题")
    editor(page).wait_for()
    type_body(page, "四")
    with page.expect_navigation():
        editor(page).press("Control+s")
    assert (page.url, newest(article)["body"]) == (change, "<p>一</p>\n<p>二</p>\n<p>三四</p>")
