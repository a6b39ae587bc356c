"""The desk's form in a real browser: the panel of the checks, and what pasting keeps."""

import pytest
from django.test import Client

from news.markup import clean_html
from news.models import Article, WordRule
from tests.browser.judges import axe_violations
from tests.factories import make_article, make_user
from tests.news.test_pasted import WECHAT, WECHAT_CLEAN, WORD, WORD_CLEAN, WPS, WPS_CLEAN

pytestmark = pytest.mark.django_db(transaction=True)
READY = "window.CKEDITOR && CKEDITOR.instances.id_body && CKEDITOR.instances.id_body.status == 'ready'"
PASTE = """html => new Promise(done => {
  const editor = CKEDITOR.instances.id_body;
  editor.setData("", () => {
    editor.focus();
    editor.once("afterPaste", () => done(editor.getData()));
    const transfer = new CKEDITOR.plugins.clipboard.dataTransfer();
    transfer.setData("text/html", html);
    editor.fire("paste", {type: "auto", dataValue: html, method: "paste", dataTransfer: transfer});
  });
})"""


@pytest.fixture
def open_form(browser, live_server):
    """Opens the form of an article as an editor; the context bypasses the CSP for axe, which is injected."""
    contexts = []

    def open_form(article, scheme="light", width=1280):
        client = Client()
        client.force_login(make_user("bianji", "编辑"))
        context = browser.new_context(
            bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}, locale="zh-CN"
        )
        contexts.append(context)
        cookie = client.cookies["sessionid"]
        context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
        page.wait_for_function(READY)
        return page

    yield open_form
    for context in contexts:
        context.close()


def test_checks_unsaved_words_and_publishes_after_the_confirmation_by_keyboard(open_form):
    WordRule.objects.create(word="按装", kind="mistyped", replacement="安装")
    article = make_article(state="draft", published_at=None, title="管道改造完工")
    page = open_form(article)
    page.fill("#id_title", "管道按装完工")
    page.evaluate("CKEDITOR.instances.id_body.setData('<p>师傅按装。</p>')")
    page.focus("input[name=_check]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#checks .findings mark")
    assert page.evaluate("document.activeElement.className") == "checks-report"
    assert page.locator("#checks mark").all_inner_texts() == ["按装", "按装"]
    assert Article.objects.get().title == "管道改造完工"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_title"
    page.fill("#id_title", "管道安装完工")
    page.focus("#checks input[name=warnings]")
    page.keyboard.press("Space")
    page.focus("input[name=_publish]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist")
    article.refresh_from_db()
    assert (article.state, article.title, article.body) == ("published", "管道安装完工", "<p>师傅按装。</p>")


def test_the_link_to_the_body_leads_into_the_editor(open_form):
    WordRule.objects.create(word="按装", kind="mistyped", replacement="安装")
    page = open_form(make_article(state="draft", published_at=None, body="<p>师傅按装。</p>"))
    page.click("#checks a[data-field=body]")
    page.wait_for_function("CKEDITOR.instances.id_body.focusManager.hasFocus")


def test_a_lost_connection_is_told_and_loses_nothing(open_form):
    page = open_form(make_article(state="draft", published_at=None))
    page.fill("#id_title", "写了很久")
    page.route("**/check/", lambda route: route.abort())
    page.click("input[name=_check]")
    page.wait_for_selector("text=检查没有完成")
    assert page.input_value("#id_title") == "写了很久"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_is_accessible(open_form, scheme):
    WordRule.objects.create(word="赌博", level="error")
    page = open_form(make_article(state="draft", published_at=None, summary="", title="赌博团伙落网"), scheme, 768)
    page.wait_for_selector("#checks .level-error")
    ours = [line for line in axe_violations(page) if "checks" in line or "finding" in line or "warnings" in line]
    assert ours == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_pasting_keeps_what_the_cleaner_keeps(open_form):
    page = open_form(make_article(state="draft", published_at=None))
    pasted = {
        name: clean_html(page.evaluate(PASTE, html))
        for name, html in [("word", WORD), ("wps", WPS), ("wechat", WECHAT)]
    }
    assert pasted == {"word": WORD_CLEAN, "wps": WPS_CLEAN, "wechat": WECHAT_CLEAN}


def test_pasting_without_a_server_keeps_the_words(open_form):
    page = open_form(make_article(state="draft", published_at=None))
    page.route("**/clean/", lambda route: route.abort())
    pasted = "<style>p {}</style><div><p>四百户</p>\n<p>当天用上</p></div>"
    assert clean_html(page.evaluate(PASTE, pasted)) in {"<p>四百户<br>当天用上</p>", "<p>四百户</p>\n<p>当天用上</p>"}


def test_pasting_tells_which_pictures_are_lost(open_form):
    page = open_form(make_article(state="draft", published_at=None))
    page.evaluate(PASTE, "<p>甲</p><img src='https://a.example.com/1.png' onerror='document.title=1'>")
    page.wait_for_selector("text=有 1 张图片不在本站")


def test_the_editor_loses_nothing_that_an_article_may_hold(open_form):
    body = clean_html(
        "<h2>题</h2><p>甲<u>乙</u><sub>丙</sub><code>丁</code></p><pre>a  b</pre><figure><img src='/media/a.webp'"
        " alt='河' width='64' height='40'><figcaption>河岸</figcaption></figure><ol start='3'><li>项</li></ol>"
        "<table><caption>表</caption><tbody><tr><td colspan='2'>一</td></tr></tbody></table>"
    )
    page = open_form(make_article(state="draft", published_at=None, body=body))
    assert clean_html(page.evaluate("CKEDITOR.instances.id_body.getData()")) == body
