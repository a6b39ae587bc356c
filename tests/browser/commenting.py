"""The reader's part of commenting, and the moderator's."""

import re

from captcha.models import CaptchaStore
from playwright.sync_api import Page, expect

from tests.browser.newsroom import log_in

NOTICE = "已提交，审核通过后显示。"


def write(page: Page, name: str = "老张", body: str = "暖和多了。\n谢谢师傅们。") -> None:
    page.get_by_label("称呼").fill(name)
    page.get_by_label("内容").fill(body)


def solve(page: Page) -> None:
    key = page.locator("[name=captcha_0]").input_value()
    page.get_by_label(re.compile("图中的字母和数字|写出的数字")).fill(CaptchaStore.objects.get(hashkey=key).response)


def approve(page: Page, site: str, moderator: str, name: str = "老张") -> None:
    """Log `moderator` in and let the only comment that waits through."""
    log_in(page, site, moderator, "/admin/comments/comment/")
    page.get_by_role("button", name=f"通过 {name} 的评论").click()
    expect(page.get_by_text("1 条评论已通过")).to_be_visible()
