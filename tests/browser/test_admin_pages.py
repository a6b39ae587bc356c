"""The newsroom's pages before axe-core, in light and dark, on a desk and on a phone; their consoles stay empty."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news import picture_files
from news.models import Article
from tests.browser.judges import axe_violations
from tests.browser.newsroom import editor_of, log_in
from tests.browser.site import BODY
from tests.factories import make_article, make_category, make_comment, make_picture, make_tag, make_user

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture
def pages() -> dict[str, str]:
    """The kind of each page → its path; everything on them that can be on them."""
    make_user("laoban", is_superuser=True)
    picture = make_picture()
    draft = make_article(
        title="城区新添三条公交线",
        state=Article.State.DRAFT,
        category=make_category(slug="jiaotong", name="交通", parent=make_category()),
        cover=picture,
        summary="一句摘要。",
        tags=[make_tag("公交")],
        body=BODY.format(picture=picture_files.url_of(picture.file)),
    )
    published = make_article()
    make_article(published_at=timezone.now() + timedelta(days=1))
    make_article(state=Article.State.WITHDRAWN, withdrawal_notice="数字有误")
    comment = make_comment(published, body="很好。\n谢谢。")
    return {
        "index": "/admin/",
        "article_list": "/admin/news/article/",
        "article_list_empty": "/admin/news/article/?q=没有的",
        "article_new": "/admin/news/article/add/",
        "article_filled": f"/admin/news/article/{draft.pk}/change/",
        "preview": f"/admin/news/article/{draft.pk}/preview/",
        "withdrawal": f"/admin/news/article/{published.pk}/withdraw/",
        "picture_list": "/admin/news/picture/",
        "picture_chooser": "/admin/news/picture/choose/?CKEditorFuncNum=1",
        "comment_list": "/admin/comments/comment/",
        "comment": f"/admin/comments/comment/{comment.pk}/change/",
        "tag_list": "/admin/news/tag/",
        "category_list": "/admin/news/category/",
    }


def visit(page, site: str, path: str) -> None:
    page.goto(site + path)
    if path.endswith(("/add/", "/change/")) and "/article/" in path:
        editor_of(page).wait_for()


def refuse(page, site: str) -> None:
    """Leave `page` on an article form full of mistakes."""
    visit(page, site, "/admin/news/article/add/")
    page.get_by_role("textbox", name="来源网址").fill("不是网址")
    page.get_by_role("button", name="发布", exact=True).click()
    page.locator(".errornote:visible").wait_for()
    editor_of(page).wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_on_any_page(new_context, live_server, pages, scheme, size):
    page = new_context(bypass_csp=True, color_scheme=scheme, viewport=size).new_page()
    page.goto(f"{live_server.url}/admin/login/")
    found = {"login": axe_violations(page)}
    log_in(page, live_server.url, "laoban")
    for kind, path in pages.items():
        visit(page, live_server.url, path)
        found[kind] = axe_violations(page)
    refuse(page, live_server.url)
    found["article_errors"] = axe_violations(page)
    assert {kind: lines for kind, lines in found.items() if lines} == {}


def test_no_page_scrolls_sideways_on_a_phone(new_context, live_server, pages):
    page = new_context(viewport=PHONE).new_page()
    log_in(page, live_server.url, "laoban")
    widths = {}
    for kind, path in pages.items():
        visit(page, live_server.url, path)
        widths[kind] = page.evaluate("document.documentElement.scrollWidth")
    refuse(page, live_server.url)
    widths["article_errors"] = page.evaluate("document.documentElement.scrollWidth")
    assert {kind: width for kind, width in widths.items() if width > PHONE["width"]} == {}


def test_nothing_is_refused_by_the_policy_and_no_script_fails(page, live_server, pages):
    complaints, elsewhere = [], []
    page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: elsewhere.append(request.url) if is_elsewhere(request.url) else None)

    def is_elsewhere(address: str) -> bool:
        return not address.startswith((live_server.url, "data:", "about:", "blob:"))

    log_in(page, live_server.url, "laoban")
    for path in pages.values():
        visit(page, live_server.url, path)
        page.wait_for_load_state("networkidle")
        assert (complaints, elsewhere) == ([], []), path
    refuse(page, live_server.url)
    assert (complaints, elsewhere) == ([], [])
