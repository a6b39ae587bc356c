"""CKEditor's image dialog, the library's window, and the way back with the alternative text."""

import pytest
from playwright.sync_api import expect

from news import picture_files
from news.models import Article
from tests.browser.newsroom import editor_of, log_in, press
from tests.factories import make_article, make_picture, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_picture_of_the_library_comes_into_the_text_with_its_words(page, live_server):
    make_user("bianji", group="编辑")
    picture = make_picture(alt="雪后的城墙")
    draft = make_article(state="draft", body="<p>正文。</p>")
    log_in(page, live_server.url, "bianji", f"/admin/news/article/{draft.pk}/change/")
    editor_of(page).click()
    press(page, "图像")
    with page.expect_popup() as library:
        page.get_by_role("button", name="浏览服务器").first.click()
    with library.value.expect_event("close"):
        library.value.get_by_role("button", name="雪后的城墙").click()
    expect(page.get_by_label("替换文本")).to_have_value("雪后的城墙")
    page.get_by_role("button", name="确定").click()
    expect(editor_of(page).get_by_role("img", name="雪后的城墙")).to_be_visible()
    page.get_by_role("button", name="保存并继续编辑").click()
    expect(page.locator(".success")).to_be_visible()
    body = Article.objects.get().body
    assert f'src="{picture_files.url_of(picture.file)}"' in body
    assert 'alt="雪后的城墙"' in body
