"""A reader leaves an address, confirms it, hears of an answer and stops the mail: with plain links and forms."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from comments.models import Comment, ReplyNotice
from tests.browser.commenting import solve, write
from tests.factories import decide, make_article, make_reply, make_user
from tests.tasks import work

pytestmark = pytest.mark.django_db(transaction=True)


def link(words: str) -> str:
    """The path in the newest mail that has the words."""
    work()
    found = re.findall(r"http://localhost:8000(/comments/\S+)", mail.outbox[-1].body)
    return next(path for path in found if words in path)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_from_the_comment_to_the_last_mail(new_context, live_server, settings, scripts):
    settings.MAIL_IS_SENT = True
    article, moderator = make_article(title="供暖改造完工"), make_user("shenhe")
    page = new_context(java_script_enabled=scripts).new_page()
    page.goto(f"{live_server.url}/comments/{article.pk}/")
    write(page)
    page.get_by_label("邮箱").fill("zhang@example.cn")
    solve(page)
    page.get_by_role("button", name="发表评论").click()
    expect(page.get_by_text("确认邮件正在发往您的邮箱")).to_be_visible()

    page.goto(live_server.url + link("/confirm/"))
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_text("已确认")).to_be_visible()

    comment = Comment.objects.get()
    decide(Comment.objects.all(), "approved", moderator)
    reply = make_reply(comment, name="老李", body="月底。")
    decide(Comment.objects.filter(pk=reply.pk), "approved", moderator)
    page.goto(live_server.url + link(comment.number))
    expect(page.get_by_role("article", name="老李的评论")).to_contain_text("月底。")

    page.goto(live_server.url + link("/stop/"))
    assert ReplyNotice.objects.count() == 1
    page.get_by_role("button", name="停止并删除邮箱").click()
    expect(page.get_by_text("已停止，本站不再保存这个邮箱。")).to_be_visible()
    assert ReplyNotice.objects.count() == 0
