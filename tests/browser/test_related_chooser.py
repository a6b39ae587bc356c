"""相关报道 in the article form: words become titles to choose from, a title becomes a number."""

import pytest
from playwright.sync_api import expect

from news.models import Article
from tests.browser.newsroom import log_in
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_editor_picks_by_title_and_sees_what_was_picked(page, live_server):
    make_user("bianji", group="编辑")
    heating, race = make_article(title="供暖管网改造完工"), make_article(title="半程马拉松开跑")
    article = make_article(title="正文", state="draft", published_at=None)
    log_in(page, live_server.url, "bianji", f"/admin/news/article/{article.pk}/change/")
    # Behind it all scripts are at work.
    page.frame_locator("iframe.cke_wysiwyg_frame").locator("body[contenteditable=true]").wait_for()
    field, titles = page.get_by_label("相关报道"), page.locator("[data-related] li")
    field.press_sequentially("马拉松")
    page.get_by_role("button", name="半程马拉松开跑").click()
    field.press_sequentially("供暖")
    page.get_by_role("button", name="供暖管网改造完工").wait_for()
    field.press("Enter")
    expect(field).to_have_value(f"{race.pk} {heating.pk} ")
    expect(titles).to_have_text(["半程马拉松开跑", "供暖管网改造完工"])
    page.get_by_role("button", name="保存并继续编辑").click()
    expect(page.locator(".success")).to_be_visible()
    assert Article.objects.get(pk=article.pk).related == [race.pk, heating.pk]
