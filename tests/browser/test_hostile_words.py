"""Hostile text as name and as comment, from the post to every page that shows it: nothing fails, nothing runs, nothing
is drawn as anything but text, and no layout gives way.
"""

import uuid
import xml.etree.ElementTree as ElementTree

import pytest
from django.test import Client

from comments import captcha, form_token, queue, threads
from comments.admin.comment import CommentAdmin
from comments.gate import pressure
from comments.models import Comment, Report
from comments.moderation import Act, decide
from comments.visitor import COOKIE, COOKIE_PATH
from tests.browser.newsroom import log_in
from tests.factories import make_article, make_comment, make_user
from tests.hostile_words import hostile_words

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 2_000  # on one page
TRIPWIRE = """
window.ran = [];
for (const name of ["pwn", "alert", "confirm", "prompt", "print"]) window[name] = (...given) => { ran.push(name); };
addEventListener("securitypolicyviolation", event => ran.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
# What an element is made of without its words: tags and classes.
SHAPES = """selector => {
  const shape = element => element.localName + "." + element.className + "(" +
    [...element.children].filter(child => child.localName !== "br").map(shape).join() + ")";
  return [...new Set([...document.querySelectorAll(selector)].map(shape))];
}"""
# Boxes that leave the window or are higher than the longest comment may be, and words that leave their boxes.
MISFITS = """selector => [...document.querySelectorAll(selector)].filter(element => {
  const box = element.getBoundingClientRect();
  const leaves = box.left < -1 || box.right > innerWidth + 1 || box.height > 4000;
  const scrolls = getComputedStyle(element).overflowX === "auto";
  return leaves || (!scrolls && element.scrollWidth > element.clientWidth + 1);
}).map(element => element.textContent.slice(0, 60))"""


def submit(article, number: int, name: str, body: str) -> int:
    """Post as a reader from a network of their own would; the status."""
    address = f"10.{number // 250}.{number % 250}.1"
    submission = uuid.uuid4()
    row = captcha.issue(captcha.form_id(article.pk, submission), f"{address}/24")
    data = {"name": name, "body": body, "captcha_0": row.hashkey, "captcha_1": row.response}
    data["submission"] = form_token.issue(article.pk, submission)
    return Client().post(f"/comments/{article.pk}/", data, REMOTE_ADDR=address).status_code


@pytest.fixture
def watched(new_context, live_server):
    """Opens a page 320 px wide; asserts that nothing runs in it and nobody else is asked for anything."""
    context = new_context(viewport={"width": 320, "height": 640})
    context.add_init_script(TRIPWIRE)
    page, strange = context.new_page(), []
    page.on("dialog", lambda dialog: (strange.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: strange.append(str(error)))
    page.on(
        "request", lambda request: request.url.startswith((live_server.url, "data:")) or strange.append(request.url)
    )

    def look(path: str, shown: str, least: int, boxes: str = ""):
        page.goto(f"{live_server.url}{path}")
        page.locator(shown).nth(least - 1).wait_for(state="attached")
        assert (path, page.evaluate("ran"), strange) == (path, [], [])
        assert (path, len(page.evaluate(SHAPES, shown))) == (path, 1)
        assert (path, page.evaluate(MISFITS, boxes or shown)) == (path, [])
        assert (path, page.evaluate("document.scrollingElement.scrollWidth")) == (path, 320)

    look.page = page
    return look


@pytest.fixture
def many_on_a_page(monkeypatch):
    monkeypatch.setattr(pressure, "CALM", 10 * MOST)  # so much at once would be pressed for time otherwise
    monkeypatch.setattr(threads, "ROOTS_ON_A_PAGE", MOST)
    monkeypatch.setattr(queue, "ON_A_PAGE", MOST)
    monkeypatch.setattr(CommentAdmin, "list_per_page", MOST)


def test_hostile_words_are_refused_or_shown_as_words_on_every_page(watched, live_server, many_on_a_page):
    article, words = make_article(title="供暖改造完工"), hostile_words()
    assert len(words) >= 500
    statuses = {}
    for number, text in enumerate(words):
        for place, (name, body) in enumerate([(text, f"第{number}件事。"), ("读者", text)]):
            statuses[place, text] = submit(article, 2 * number + place, name, body)
    assert {key: status for key, status in statuses.items() if status not in {303, 422}} == {}
    saved = Comment.objects.count()
    # Most are only text, and are let in to wait; what hides or turns is refused.
    assert saved > 600
    assert all(sign not in "".join(Comment.objects.values_list("name", flat=True)) for sign in "\u202e\x00\n\u200b")

    user = make_user("shenhe", is_superuser=True)
    log_in(watched.page, live_server.url, "shenhe", "/admin/comments/comment/queue/")
    watched("/admin/comments/comment/queue/", "[data-item] .comment-text", saved)
    watched("/admin/comments/comment/", "#result_list .comment-text", saved)
    keys = list(Comment.objects.order_by("pk").values_list("pk", "version"))
    decide(dict(keys), Act("approved", user))
    for pk, _ in keys[:20]:
        Report.objects.create(comment_id=pk, reason="abuse", details=words[pk % 50][:200], device=str(pk), network="n")
    watched("/admin/comments/comment/reports/", ".waiting-reports li", 20)
    watched("/admin/comments/decision/", "#result_list tbody tr", 50, boxes=".results")  # a table that scrolls
    watched(f"/admin/comments/comment/{keys[-1][0]}/change/", ".comment-story li", 2)
    watched(f"/comments/{article.pk}/", ".comments-list .comment", saved)
    watched(article.get_absolute_url(), ".comments-list .comment", saved)
    one = Comment.objects.filter(name__startswith="<").first()
    watched(one.get_absolute_url(), "article.comment", 1)
    feed = Client().get(f"/comments/{article.pk}/feed/").content
    assert len(ElementTree.fromstring(feed).findall("channel/item")) > 10


def test_their_writer_sees_them_as_words_too(watched, live_server):
    article, client = make_article(), Client()
    make_comment(article, state="approved")
    written = 0
    for number, text in enumerate(hostile_words()):
        if written == 10:
            break
        submission = uuid.uuid4()
        row = captcha.issue(captcha.form_id(article.pk, submission), str(number))
        data = {"name": text[:20], "body": f"{text}{number}", "captcha_0": row.hashkey, "captcha_1": row.response}
        data["submission"] = form_token.issue(article.pk, submission)
        written += client.post(f"/comments/{article.pk}/", data).status_code == 303
    cookie = {"name": COOKIE, "value": client.cookies[COOKIE].value, "url": f"{live_server.url}{COOKIE_PATH}"}
    watched.page.context.add_cookies([cookie])
    watched(f"/comments/{article.pk}/", ".comments-own .comment", written)


@pytest.mark.parametrize(
    "raw",
    [
        b"name=%ED%A0%80",
        b"name=\xff\xfe",
        b"body=%00",
        b"name=%C3%28",
        b"=&=&=",
        b"&" * 3000,
        b"%",
        b"name[]=1",
        b"\x00",
    ],
)
def test_bytes_that_are_no_form_are_no_error_of_ours(client, raw):
    article = make_article()
    answer = client.generic("POST", f"/comments/{article.pk}/", raw, "application/x-www-form-urlencoded")
    assert answer.status_code in {400, 422}
    assert Comment.objects.count() == 0
