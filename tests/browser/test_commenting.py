"""A reader comments, a moderator approves, the reader sees it: with and without JavaScript."""

from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment
from tests.browser.commenting import NOTICE, approve, solve, write
from tests.factories import decide, make_article, make_comment, make_reply, make_user

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
    expect(page.get_by_role("alert")).to_contain_text("这个称呼容易被当作本站人员、机关或媒体，请换一个")
    page.get_by_label("称呼").fill("老张")
    page.get_by_role("button", name="发表评论").click()  # the captcha stays solved
    expect(page.get_by_role("status")).to_have_text(NOTICE)
    own = page.get_by_role("region", name="您的评论")
    expect(own.get_by_text("审核中")).to_be_visible()
    expect(own.locator(".comment-body")).to_have_text("暖和多了。\n谢谢师傅们。")

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
    page.goto(f"{article_page}#comment-{made[2].number}")
    comment = page.locator(f"#comment-{made[2].number}")
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
    expect(page.get_by_label("称呼")).to_have_value("老张")  # kept on the device
    expect(page.get_by_label("内容")).to_be_focused()

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


def thread_on(article):
    root = make_comment(article, name="楼主", body="今年暖气早了几天。", state="approved")
    return root, make_reply(root, name="老李", body="我家也是。", state="approved")


def test_a_reader_answers_likes_changes_and_withdraws_without_javascript(plain_page, live_server, article):
    page, (root, reply) = plain_page, thread_on(article)
    page.goto(f"{live_server.url}/comments/{article.pk}/")
    page.get_by_role("link", name="回复 老李").click()
    expect(page.get_by_text("回复 老李：我家也是。")).to_be_visible()
    write(page, body="同感。")
    solve(page)
    page.get_by_role("button", name="发表评论").click()
    own = page.get_by_role("region", name="您的评论")
    expect(own.locator(".comment-answers")).to_have_text("回复 老李")

    own.get_by_role("link", name="修改").click()
    page.get_by_label("内容").fill("同感，多谢。")
    page.get_by_role("button", name="提交修改").click()
    expect(page.get_by_role("status")).to_have_text("修改已提交，审核通过后显示。")
    expect(own.locator(".comment-body")).to_have_text("同感，多谢。")

    page.get_by_role("button", name="赞 楼主 的评论").click()
    expect(page.get_by_role("button", name="赞 楼主 的评论，已有 1 个赞")).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(f"{live_server.url}{root.get_absolute_url()}#comment-{root.number}")

    page.get_by_role("link", name="全部评论").click()
    own.get_by_role("link", name="撤回").click()
    page.get_by_role("button", name="确定撤回").click()
    expect(page.get_by_role("status")).to_have_text("评论已撤回。")
    expect(own).to_have_count(0)
    assert Comment.objects.get(body="同感，多谢。").parent == reply


def test_a_reader_reports_and_appeals_without_javascript(plain_page, live_server, article):
    page, (root, _) = plain_page, thread_on(article)
    page.goto(live_server.url + root.get_absolute_url())
    page.get_by_role("link", name="举报 楼主 的评论").click()
    page.get_by_role("button", name="提交举报").click()
    expect(page.get_by_role("radio", name="广告垃圾")).to_be_visible()
    page.get_by_role("radio", name="不实信息").check()
    page.get_by_role("button", name="提交举报").click()
    expect(page.get_by_role("status")).to_contain_text("编辑会看这条评论")

    page.goto(f"{live_server.url}/comments/{article.pk}/")
    write(page)
    solve(page)
    page.get_by_role("button", name="发表评论").click()
    decide(Comment.objects.pending(), "rejected", make_user("er"))
    page.goto(f"{live_server.url}/comments/{article.pk}/")
    page.get_by_role("link", name="申诉").click()
    page.get_by_label("申诉理由").fill("说的是事实。")
    page.get_by_role("button", name="提交申诉").click()
    expect(page.get_by_text("已收到申诉，编辑正在复核")).to_be_visible()


def test_likes_answers_and_further_pages_stay_in_place_with_javascript(page, article_page, article):
    root, _ = thread_on(article)
    for number in range(25):
        make_comment(article, name=f"早{number}", state="approved", created_at=root.created_at.replace(year=2020))
    page.goto(article_page)
    page.get_by_role("heading", name="留言与评论").scroll_into_view_if_needed()
    like = page.get_by_role("button", name="赞 楼主 的评论")
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    expect(like).to_be_focused()
    expect(page.locator(".comments-unseen[role=status]")).to_have_text("已点赞")

    page.get_by_role("link", name="回复 老李").click()
    expect(page.get_by_text("回复 老李：我家也是。")).to_be_visible()
    expect(page.get_by_label("称呼")).to_be_focused()
    page.get_by_role("link", name="改为直接评论").click()
    expect(page.get_by_text("回复 老李：我家也是。")).to_have_count(0)

    threads = page.locator(".comment-thread")
    expect(threads).to_have_count(20)
    page.get_by_role("link", name="更多评论").click()
    expect(threads).to_have_count(26)
    expect(threads.nth(20).locator(".comment").first).to_be_focused()
    expect(page.get_by_role("link", name="更多评论")).to_have_count(0)
    assert page.url == article_page


def test_new_comments_wait_until_they_are_asked_for(page, live_server, article):
    page.clock.install()
    thread_on(article)
    page.goto(f"{live_server.url}/comments/{article.pk}/")
    make_comment(article, name="刚到的", state="approved", created_at=timezone.now() + timedelta(seconds=5))
    page.clock.run_for(61_000)
    button = page.get_by_role("link", name="1 条新评论")
    expect(button).to_be_visible()
    expect(page.get_by_text("刚到的")).to_have_count(0)
    button.click()
    expect(page.get_by_text("刚到的")).to_be_visible()


def test_what_is_begun_outlives_looking_around(page, live_server, article):
    make_comment(article, name="楼主", body="开头", state="approved")
    page.goto(f"{live_server.url}/comments/{article.pk}/")
    write(page, name="老张", body="写到一半")
    page.get_by_role("link", name="回复 楼主").click()
    expect(page.get_by_text("回复 楼主：开头")).to_be_visible()
    expect(page.get_by_label("内容")).to_have_value("写到一半")
    page.get_by_role("link", name="最多赞").click()
    expect(page.get_by_label("内容")).to_have_count(0)
    page.get_by_role("link", name="写评论").click()
    expect(page.get_by_label("内容")).to_have_value("写到一半")
    expect(page.get_by_label("称呼")).to_have_value("老张")
    solve(page)
    page.get_by_role("button", name="发表评论").click()
    expect(page.get_by_role("status").filter(has_text=NOTICE)).to_be_visible()
    page.get_by_role("link", name="写评论").click()
    expect(page.get_by_label("内容")).to_have_value("")
    expect(page.get_by_label("称呼")).to_have_value("老张")
    assert list(Comment.objects.order_by("id").values_list("body", flat=True)) == ["开头", "写到一半"]
