"""A reader comments, a moderator approves, the reader sees it: with and without JavaScript."""

import pytest
from captcha.models import CaptchaStore
from playwright.sync_api import expect

from comments.models import Comment
from tests.browser.commenting import NOTICE, approve, solve, write
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def moderator():
    return make_user("shenhe", group="评论审核")


@pytest.fixture
def article():
    return make_article(title="供暖管网改造完工", body="<p>正文。</p>" * 60)


@pytest.fixture
def plain_page(new_context):
    """A browser without JavaScript."""
    return new_context(java_script_enabled=False).new_page()


def test_whole_story_without_javascript(plain_page, live_server, article):
    page = plain_page
    page.goto(f"{live_server.url}/comments/{article.pk}/")
    write(page)
    page.get_by_role("button", name="看不清图片？改答文字题").click()
    expect(page.get_by_label("内容")).to_have_value("暖和多了。\n谢谢师傅们。")
    page.get_by_label("称呼").fill("管理员")
    solve(page)
    page.get_by_role("button", name="发表评论").click()
    expect(page.get_by_role("alert")).to_contain_text("这个称呼容易被当作本站人员或机关，请换一个")
    page.get_by_label("称呼").fill("老张")
    page.get_by_role("button", name="发表评论").click()  # the captcha stays solved
    expect(page.get_by_role("status")).to_have_text(NOTICE)
    expect(page.get_by_text("谢谢师傅们。")).to_have_count(0)

    approve(page, live_server.url, "shenhe")
    page.goto(f"{live_server.url}/comments/{article.pk}/")
    expect(page.locator(".comment-body")).to_have_text("暖和多了。\n谢谢师傅们。")


def test_enter_in_a_field_sends_the_form_and_asks_for_no_other_captcha(plain_page, live_server, article):
    page = plain_page
    page.goto(f"{live_server.url}/comments/{article.pk}/")
    write(page)
    solve(page)
    page.get_by_label("称呼").press("Enter")
    expect(page.get_by_role("status")).to_have_text(NOTICE)


@pytest.fixture
def article_page(live_server, article):
    """The address of an article page with its comment section far below."""
    return live_server.url + article.get_absolute_url()


def test_comments_come_into_the_article_when_the_reader_reaches_them(page, article_page, article):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/comments/" in request.url else None)
    page.goto(article_page)
    page.wait_for_load_state("networkidle")
    assert (asked, CaptchaStore.objects.count()) == ([], 0)

    page.get_by_role("heading", name="留言与评论").scroll_into_view_if_needed()
    expect(page.get_by_label("称呼")).to_be_visible()
    assert len(asked) == 1


def test_the_address_of_a_comment_leads_to_it(page, article_page, article):
    made = [make_comment(article, name=f"读者{number}", body="说几句。\n" * 9, state="approved") for number in range(9)]
    page.goto(f"{article_page}#comment-{made[2].pk}")
    comment = page.locator(f"#comment-{made[2].pk}")
    expect(comment).to_be_in_viewport()
    expect(comment).to_be_focused()


def test_whole_story_with_javascript_stays_on_the_page(page, article_page, live_server):
    page.goto(article_page)
    page.get_by_role("heading", name="留言与评论").scroll_into_view_if_needed()
    write(page)
    key = page.locator("[name=captcha_0]").input_value()
    page.get_by_role("button", name="换一张图片").click()
    expect(page.locator("[name=captcha_0]")).not_to_have_value(key)
    expect(page.get_by_label("图中的字母和数字")).to_be_focused()
    expect(page.get_by_role("status").and_(page.locator(".comments-unseen"))).to_have_text("验证码已更换")

    page.get_by_label("图中的字母和数字").fill("xxxxx")
    page.get_by_role("button", name="发表评论").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("验证码不对或已过期")
    expect(page.get_by_label("内容")).to_have_value("暖和多了。\n谢谢师傅们。")

    solve(page)
    page.get_by_role("button", name="发表评论").click()
    expect(page.locator(".comments-notice")).to_be_focused()
    expect(page.locator(".comments-notice")).to_have_text(NOTICE)
    assert page.url == article_page
    page.get_by_role("link", name="写评论").click()
    expect(page.get_by_label("称呼")).to_be_focused()

    approve(page, live_server.url, "shenhe")
    page.goto(article_page)
    page.get_by_role("heading", name="留言与评论").scroll_into_view_if_needed()
    expect(page.locator(".comment-body")).to_have_text("暖和多了。\n谢谢师傅们。")


def test_when_the_script_cannot_send_the_form_goes_by_itself(page, live_server, article):
    page.goto(f"{live_server.url}/comments/{article.pk}/")
    page.route("**/*fragment=1*", lambda route: route.abort())
    write(page)
    solve(page)
    page.get_by_role("button", name="发表评论").click()
    expect(page.get_by_role("status").filter(has_text=NOTICE)).to_be_visible()
    assert Comment.objects.count() == 1
