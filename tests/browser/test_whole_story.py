"""From an empty page in the admin to a published article with a comment below it, each part by whom it belongs to."""

import pytest
from playwright.sync_api import expect

from news.models import Article
from tests.browser.commenting import NOTICE, approve, solve, write
from tests.browser.newsroom import choose_format, editor_of, log_in, press
from tests.factories import make_category, make_tag, make_user

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "城区新添三条公交线"
BODY = "<p>新线路周一开通。</p>\n<h2>怎么坐</h2>\n<p>票价<strong>一元</strong>起。</p>"


@pytest.fixture
def category():
    make_tag("公交")
    return make_category(slug="jiaotong", name="交通", parent=make_category())


@pytest.fixture
def editor_page(new_context, live_server):
    """The desk of somebody in the group 编辑, on the form for a new article."""
    page = new_context().new_page()
    make_user("bianji", group="编辑")
    log_in(page, live_server.url, "bianji")
    page.get_by_role("link", name="写文章").click()
    return page


def write_body(page) -> None:
    """Keys into CKEditor's frame, a heading and bold letters by its toolbar."""
    editor_of(page).click()
    page.keyboard.type("新线路周一开通。")
    page.keyboard.press("Enter")
    choose_format(page, "标题 2")
    page.keyboard.type("怎么坐")
    page.keyboard.press("Enter")
    page.keyboard.type("票价")
    press(page, "加粗")
    page.keyboard.type("一元")
    press(page, "加粗")
    page.keyboard.type("起。")


def choose_category(page, typed: str, label: str) -> None:
    page.get_by_role("combobox", name="栏目").click()
    page.get_by_role("searchbox").last.fill(typed)
    page.get_by_role("option", name=label).click()


def write_article(page) -> Article:
    page.get_by_role("textbox", name="标题:", exact=True).fill(TITLE)
    write_body(page)
    page.get_by_role("textbox", name="摘要:").fill("新线路连起火车站、医院和大学城。")
    choose_category(page, "交通", "民生 / 交通")
    page.get_by_role("combobox", name="标签").fill("公交、夜班车")
    page.get_by_role("button", name="保存并继续编辑").click()
    expect(page.locator(".success")).to_be_visible()
    return Article.objects.get()


def test_whole_story(editor_page, new_context, live_server, category):
    article = write_article(editor_page)
    assert (article.body, article.category, article.state) == (BODY, category, "draft")
    assert sorted(tag.name for tag in article.tags.all()) == ["公交", "夜班车"]

    with editor_page.expect_popup() as popup:
        editor_page.get_by_role("link", name="预览", exact=True).click()
    expect(popup.value.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(popup.value.get_by_text("只有登录的编辑能看到这一页")).to_be_visible()
    popup.value.close()

    reader = new_context().new_page()
    address = live_server.url + article.get_absolute_url()
    assert reader.goto(address).status == 404
    editor_page.get_by_role("button", name="发布", exact=True).click()
    expect(editor_page.get_by_text(f"《{TITLE}》已发布。")).to_be_visible()

    answer = reader.goto(address)
    assert (answer.status, answer.header_value("set-cookie")) == (200, None)
    expect(reader.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(reader.get_by_role("heading", name="怎么坐")).to_be_visible()
    expect(reader.locator("article strong").filter(has_text="一元")).to_be_visible()

    reader.keyboard.press("End")
    write(reader)
    solve(reader)
    reader.get_by_role("button", name="发表评论").click()
    expect(reader.locator(".comments-notice")).to_have_text(NOTICE)

    make_user("shenhe", group="评论审核")
    approve(new_context().new_page(), live_server.url, "shenhe")
    reader.goto(address)
    reader.keyboard.press("End")
    expect(reader.locator(".comment-body")).to_have_text("暖和多了。\n谢谢师傅们。")
