"""The comparison and the preview beside the form, in a real browser and before axe."""

import re

import pytest
from playwright.sync_api import expect

from news import picture_files
from news.desk import revising, sharing
from tests.browser.judges import axe_violations
from tests.factories import make_article, make_picture, make_user

pytestmark = pytest.mark.django_db(transaction=True)
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


@pytest.fixture
def editor():
    return make_user("bianji", is_superuser=True)


@pytest.fixture
def article(editor):
    """Two revisions with every kind of difference."""
    same = "".join(f"<p>第{number}段没有变，说的是别的事。</p>" for number in range(8))
    pictures = [picture_files.url_of(make_picture().file) for _ in range(2)]
    figure = '<figure><img src="{}" alt="河岸" width="640" height="400"><figcaption>清晨</figcaption></figure>'
    table = "<table><tbody><tr><th>小米</th><td>{} 元</td></tr></tbody></table>"
    article = make_article(
        title="今天停水",
        state="draft",
        published_at=None,
        body=f"<p>今天停水，请储水。</p>{same}{figure.format(pictures[0])}{table.format(8)}",
    )
    content = {
        **revising.keep_pace(article.pk).content(),
        "title": "明天停水",
        "body": f"<p>明天停水，<strong>请储水</strong>。</p>{same}{figure.format(pictures[1])}{table.format(9)}"
        "<ul><li>新的一条</li></ul>",
    }
    return revising.save(article.pk, content, editor)


def log_in(page, live_server, path):
    page.goto(f"{live_server.url}/admin/login/?next={path}")
    page.fill("[name=username]", "bianji")
    page.fill("[name=password]", "mima-ceshi-2026")
    page.click("[type=submit]")
    page.wait_for_url(f"**{path}")


def base(article) -> str:
    return f"/admin/news/article/{article.pk}/"


@SCHEMES
def test_axe_finds_nothing_on_the_screens(new_context, live_server, article, editor, scheme):
    page = new_context(bypass_csp=True, color_scheme=scheme).new_page()
    _, token = sharing.make_link(article.pk, editor, number=1, days=1)
    found = {}
    log_in(page, live_server, f"{base(article)}revisions/")
    for path in ["revisions/", "revisions/1/2/", "revisions/1/restore/", "revisions/1/name/", "revisions/1/", "links/"]:
        page.goto(f"{live_server.url}{base(article)}{path}")
        found[path] = axe_violations(page)
    for path in [f"/preview/{token}/", "/preview/meiyou/"]:
        page.goto(live_server.url + path)
        found[path] = axe_violations(page)
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_two_revisions_are_chosen_and_restored_by_keyboard(page, live_server, article):
    log_in(page, live_server, f"{base(article)}revisions/")
    page.get_by_label("第 1 版作旧版").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_label("第 2 版作新版")).to_be_checked()
    page.get_by_role("button", name="比较所选两版").press("Enter")
    page.wait_for_url("**/revisions/1/2/")
    body = page.locator(".body-compared")
    expect(body.locator("p").first).to_have_text("今明天停水，请储水［加粗］。")
    expect(body.locator("del img")).to_have_count(1)
    expect(body.locator("ins img")).to_have_count(1)
    expect(body.get_by_text("第3段没有变")).not_to_be_visible()
    body.locator("summary").press("Enter")
    expect(body.get_by_text("第3段没有变")).to_be_visible()
    page.get_by_role("link", name="恢复第 1 版").press("Enter")
    page.get_by_role("button", name="确认恢复").press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("已恢复第 1 版，存为第 3 版。")
    expect(page.locator("#id_title")).to_have_value("今天停水")


def test_marks_differ_in_more_than_colour(page, live_server, article):
    log_in(page, live_server, f"{base(article)}revisions/1/2/")
    look = "name => getComputedStyle(document.querySelector(`.body-compared ${name}`)).textDecorationLine"
    lines = [page.evaluate(look, name) for name in ["del", "ins"]]
    assert lines == ["line-through", "underline"]


@SCHEMES
def test_the_preview_beside_the_form_follows_what_is_typed(new_context, live_server, article, scheme):
    page = new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}).new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    log_in(page, live_server, f"{base(article)}change/")
    page.wait_for_function("() => window.CKEDITOR?.instances.id_body?.status === 'ready'")
    opener = page.get_by_role("button", name="并排预览")
    opener.click()
    frame = page.frame_locator("iframe[name^=article-preview]:not(.waiting)")
    expect(frame.locator("h1")).to_have_text("明天停水")

    page.locator("#id_title").fill("后天停水")
    expect(frame.locator("h1")).to_have_text("后天停水")
    page.evaluate("() => CKEDITOR.instances.id_body.setData('<p>刚打的一句。</p>')")
    expect(frame.locator(".story__body")).to_have_text("刚打的一句。")
    expect(page.locator(".preview-pane iframe")).to_have_count(1)
    assert page.locator(".preview-pane iframe").get_attribute("sandbox") == "allow-same-origin"

    assert frame.locator("html").evaluate("html => html.clientWidth") in range(340, 361)
    page.get_by_role("button", name="桌面").click()
    assert frame.locator("html").evaluate("html => html.clientWidth") in range(1260, 1281)
    page.get_by_role("button", name="关闭预览").click()
    expect(opener).to_be_focused()
    assert complaints == []
    article.refresh_from_db()
    assert (article.title, article.revision_number) == ("明天停水", 2)


def test_the_form_has_room_beside_the_preview(page, live_server, article):
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page, live_server, f"{base(article)}change/")
    page.get_by_role("button", name="并排预览").click()
    pane, title = page.locator(".preview-pane").bounding_box(), page.locator("#id_title").bounding_box()
    assert title["x"] + title["width"] <= pane["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_axe_finds_nothing_in_the_form_with_its_preview(new_context, live_server, article):
    page = new_context(bypass_csp=True, viewport={"width": 1280, "height": 900}).new_page()
    log_in(page, live_server, f"{base(article)}change/")
    page.get_by_role("button", name="并排预览").click()
    expect(page.locator(".preview-pane [role=status]")).to_have_text("已是最新")
    assert [line for line in axe_violations(page) if "preview" in line] == []


def test_without_javascript_the_words_are_shown_in_a_window_of_their_own(new_context, live_server, article):
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, live_server, f"{base(article)}change/")
    page.locator("#id_title").fill("后天停水")
    with context.expect_page() as opened:
        page.get_by_role("button", name="并排预览").click()
    expect(opened.value.locator("h1")).to_have_text("后天停水")


def test_a_new_link_opens_where_nobody_is_logged_in(page, new_context, live_server, article):
    log_in(page, live_server, f"{base(article)}links/?number=1")
    page.get_by_label("7 天").check()
    page.get_by_role("button", name="生成链接").click()
    token = re.search(r"/preview/([^/]+)/", page.get_by_label("新的预览链接").input_value())[1]
    guest = new_context().new_page()
    guest.goto(f"{live_server.url}/preview/{token}/")
    expect(guest.locator("h1")).to_have_text("今天停水")
    expect(guest.get_by_text("预览稿，请勿外传")).to_be_visible()
    page.get_by_role("button", name=re.compile("收回第 1 版")).click()
    expect(page.locator(".messagelist")).to_contain_text("链接已收回")
    guest.reload()
    expect(guest.locator("h1")).to_have_text("这个预览链接已经失效")
