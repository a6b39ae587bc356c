"""Hostile text as name and as comment, from the post to every page that shows it: nothing fails, nothing runs, nothing
is drawn as anything but text, and no layout gives way.
"""

import uuid
import xml.etree.ElementTree as ElementTree

import pytest
from django.test import Client

from comments import captcha, feeds, form_token, queue, threads, writing
from comments.admin import reports
from comments.admin.comment import CommentAdmin
from comments.admin.decision import DecisionAdmin
from comments.gate import pressure
from comments.models import Comment, Report
from comments.moderation import Act, decide
from comments.visitor import COOKIE, COOKIE_PATH
from tests.browser.newsroom import log_in
from tests.factories import make_article, make_comment, make_reply, make_user
from tests.hostile_words import hostile_words

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 3_000  # on one page
NOBODY, HARMLESS = "平常的人", "平常的话，\n两行。"
PATH = "/comments/{one.article_id}/{one.number}/"
TRIPWIRE = """
window.ran = [];
for (const name of ["pwn", "alert", "confirm", "prompt", "print"]) window[name] = (...given) => { ran.push(name); };
addEventListener("securitypolicyviolation", event => ran.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
# What elements are made of without their words: tags and classes. Those that no harmless one among them is made of.
SHAPES = """selector => {
  const shape = element => element.localName + "." + element.className + "(" +
    [...element.children].filter(child => child.localName !== "br").map(shape).join() + ")";
  const all = [...document.querySelectorAll(selector)];
  const known = all.filter(element => element.textContent.includes("平常的")).map(shape);
  return [...new Set(all.map(shape))].filter(other => !known.includes(other));
}"""
# Boxes that leave the window or are higher than the longest comment may be, and words that leave their boxes.
MISFITS = """selector => [...document.querySelectorAll(selector)].filter(element => {
  const box = element.getBoundingClientRect();
  const leaves = box.left < -1 || box.right > innerWidth + 1 || box.height > 4000;
  const scrolls = getComputedStyle(element).overflowX === "auto";
  return leaves || (!scrolls && element.scrollWidth > element.clientWidth + 1);
}).map(element => element.textContent.slice(0, 60))"""
# The elements and the names of their attributes in these pages, as the browser reads them.
PARTS = """pages => [...new Set(pages.flatMap(html =>
  [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("*")].map(element =>
    `${element.localName} ${element.getAttributeNames().sort().join(" ")}`)))]"""


def submit(article, number: int, name: str, body: str, reply_to: str = ""):
    """Post as a reader from a network of their own would; the answer."""
    address = f"10.{number // 250}.{number % 250}.1"
    submission = uuid.uuid4()
    row = captcha.issue(captcha.form_id(article.pk, submission), f"{address}/24")
    data = {"name": name, "body": body, "captcha_0": row.hashkey, "captcha_1": row.response, "reply_to": reply_to}
    data["submission"] = form_token.issue(article.pk, submission)
    return Client().post(f"/comments/{article.pk}/", data, REMOTE_ADDR=address)


def post_all(article, words: list[str], root: Comment) -> list[str]:
    """Every text as name and as comment, half of them as answers to `root`; the pages that came back with an error."""
    strange, refused = {}, []
    for number, text in enumerate(words):
        for place, (name, body) in enumerate([(text, f"第{number}件事。"), ("读者", text)]):
            answer = submit(article, 2 * number + place, name, body, root.number if number % 2 else "")
            page = answer.content.decode()
            if answer.status_code == 422 and 'class="comments-errors"' in page:
                refused.append(page)
            elif answer.status_code != 303:
                strange[place, text] = answer.status_code
    assert strange == {}
    return refused


@pytest.fixture
def watched(new_context, live_server):
    """Opens a page 320 px wide; asserts that nothing runs in it, nobody else is asked for anything, the boxes fit, and
    unless what is shown stands there alone, that it is made of what the harmless is made of.
    """
    context = new_context(viewport={"width": 320, "height": 640})
    context.add_init_script(TRIPWIRE)
    page, strange = context.new_page(), []
    page.on("dialog", lambda dialog: (strange.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: strange.append(str(error)))
    page.on(
        "request", lambda request: request.url.startswith((live_server.url, "data:")) or strange.append(request.url)
    )

    def look(path: str, shown: str, least: int, boxes: str = "", alone: bool = False):
        page.goto(f"{live_server.url}{path}")
        page.locator(shown).nth(least - 1).wait_for(state="attached")
        assert (path, page.evaluate("ran"), strange) == (path, [], [])
        assert alone or (path, page.evaluate(SHAPES, shown)) == (path, [])
        assert (path, page.evaluate(MISFITS, boxes or shown)) == (path, [])
        assert (path, page.evaluate("document.scrollingElement.scrollWidth")) == (path, 320)

    look.page = page
    return look


@pytest.fixture
def many_on_a_page(monkeypatch):
    monkeypatch.setattr(pressure, "CALM", 10 * MOST)  # so much at once would be pressed for time otherwise
    for place, name in [
        *[(threads, "ROOTS_ON_A_PAGE"), (threads, "REPLIES_SHOWN"), (threads, "REPLIES_ON_A_PAGE"), (feeds, "LENGTH")],
        *[(writing, "MOST_SHOWN"), (queue, "ON_A_PAGE"), (CommentAdmin, "list_per_page")],
        *[(DecisionAdmin, "list_per_page"), (reports, "MOST_READ")],
    ]:
        monkeypatch.setattr(place, name, MOST)


def test_hostile_words_are_refused_or_shown_as_words_on_every_page(watched, live_server, many_on_a_page):
    article, words = make_article(title="供暖改造完工"), hostile_words()
    assert len(words) >= 1_000
    root = make_comment(article, name=NOBODY, body=HARMLESS, state="approved")
    make_reply(root, name=NOBODY, body=HARMLESS, state="approved")
    make_reply(root, name=NOBODY, body=HARMLESS)
    refused = post_all(article, words, root)
    slips = [("", ""), ("", HARMLESS), ("读者", ""), ("！", HARMLESS, root.number)]
    slips = [submit(article, 60_000 + number, *slip) for number, slip in enumerate(slips)]
    known = watched.page.evaluate(PARTS, [page.content.decode() for page in slips])
    assert set(watched.page.evaluate(PARTS, refused)) <= set(known)
    # Most are only text, and are let in to wait; what hides or turns is refused.
    written = Comment.objects.filter(state="pending")
    assert (written.count() > 900, written.exclude(name="读者").count() > 300) == (True, True)
    shown = "".join(name + body for name, body in written.values_list("name", "body"))
    assert [sign for sign in "\u202e\u2066\x00\x1b\u200b\ue000" if sign in shown] == []

    look_as_their_writer(watched, live_server.url, article)
    look_as_a_moderator(watched, live_server.url, words)
    look_as_a_reader(watched, live_server.url, article, root)


def look_as_their_writer(watched, site: str, article):
    client = Client()
    device = sent_by(client, article).device
    Comment.objects.filter(state="pending").update(device=device)
    own = Comment.objects.filter(state="pending")
    cookie = {"name": COOKIE, "value": client.cookies[COOKIE].value, "url": f"{site}{COOKIE_PATH}"}
    watched.page.context.add_cookies([cookie])
    watched(f"/comments/{article.pk}/", ".comments-own li.comment", own.count())
    watched.page.context.clear_cookies()
    same_parts(watched.page, client, own, f"{PATH}edit/", f"{PATH}withdraw/")


def sent_by(client, article) -> Comment:
    submission = uuid.uuid4()
    row = captcha.issue(captcha.form_id(article.pk, submission), "192.0.2.0/24")
    data = {"name": NOBODY, "body": HARMLESS, "captcha_0": row.hashkey, "captcha_1": row.response}
    client.post(f"/comments/{article.pk}/", data | {"submission": form_token.issue(article.pk, submission)})
    return Comment.objects.get(body=HARMLESS, state="pending", root=None)


def same_parts(page, client, comments, *paths: str):
    """The pages about hostile comments are made of what those about harmless ones are made of."""
    chosen = comments.filter(body=HARMLESS), comments.exclude(body=HARMLESS).order_by("pk")[::15]
    for path in paths:
        pages = [[client.get(path.format(one=one)) for one in comments] for comments in chosen]
        assert {answer.status_code for answers in pages for answer in answers} == {200}
        known, found = (set(page.evaluate(PARTS, [answer.content.decode() for answer in answers])) for answers in pages)
        assert (path, found - known) == (path, set())


def look_as_a_moderator(watched, site: str, words: list[str]):
    user = make_user("shenhe", is_superuser=True)
    keys = list(Comment.objects.filter(state="pending").order_by("pk").values_list("pk", "version"))
    log_in(watched.page, site, "shenhe", "/admin/comments/comment/queue/")
    watched("/admin/comments/comment/queue/", "[data-item] :is(.comment-text, .waiting-name)", 2 * len(keys))
    watched("/admin/comments/comment/", "#result_list .comment-text", len(keys))
    decide(dict(keys), Act("approved", user))
    report_all([HARMLESS, *words])
    told = Comment.objects.filter(reports__gt=0).count()
    watched("/admin/comments/comment/reports/", ".waiting :is(.comment-text, .waiting-name)", 2 * told)
    watched("/admin/comments/comment/reports/", ".waiting-reports li", Report.objects.count())
    # A table that scrolls in its box, so that only the page around it has to fit.
    watched("/admin/comments/decision/", "#result_list tbody tr", len(keys), boxes="#changelist-search")
    for pk, _ in keys[::60]:
        watched(f"/admin/comments/comment/{pk}/change/", ".comment-story li, .form-row .comment-text", 2, alone=True)
    client = Client()
    client.force_login(user)
    admin = "/admin/comments/comment/{one.pk}"
    same_parts(watched.page, client, Comment.objects.approved(), f"{admin}/change/", f"{admin}/answer/")


def report_all(words: list[str]):
    """Each text as what a reader says against one of thirty comments."""
    comments = list(Comment.objects.approved().order_by("pk")[:30])
    for number, text in enumerate(words):
        data, address = {"reason": "abuse", "details": text}, f"10.{number // 250}.{number % 250}.1"
        answer = Client().post(f"{comments[number % 30].get_absolute_url()}report/", data, REMOTE_ADDR=address)
        assert (text, answer.status_code in {200, 422}) == (text, True)
    assert Report.objects.count() > 700


def look_as_a_reader(watched, site: str, article, root: Comment):
    public = Comment.objects.approved()
    watched(f"/comments/{article.pk}/", ".comments-list .comment", public.count())
    watched(article.get_absolute_url(), ".comments-list .comment", public.count())
    watched(root.get_absolute_url(), "article.comment", public.filter(root=root).count() + 1)
    same_parts(watched.page, Client(), public, f"{PATH}report/")
    for one in public.exclude(body=HARMLESS)[::400]:
        watched(f"/comments/{article.pk}/?reply_to={one.number}", ".comments-answering", 1, alone=True)

    feed = Client().get(f"/comments/{article.pk}/feed/").content
    items = ElementTree.fromstring(feed).findall("channel/item")
    expected = [(f"{one.name}的评论", one.body.replace("\n", "")) for one in public.order_by("-created_at", "-id")]
    bodies = watched.page.evaluate(
        "them => them.map(it => new DOMParser().parseFromString(it, 'text/html').body.textContent)",
        [item.findtext("description") for item in items],
    )
    assert list(zip([item.findtext("title") for item in items], bodies, strict=True)) == expected
    assert watched.page.evaluate(PARTS, [item.findtext("description") for item in items]) == [
        *["html ", "head ", "body ", "br "]
    ]


@pytest.mark.parametrize("height", [60, 400])
def test_what_is_piled_up_stays_in_its_own_comment(page, live_server, height):
    """As it may stand in an old row, or come with signs that are piled up in some other way one day."""
    article = make_article()
    make_comment(article, name="上邻", body="上面的话", state="approved")
    piled = make_comment(article, name="a", body="a", state="approved")
    make_comment(article, name="下邻", body="下面的话", state="approved")

    def neighbours() -> list[bytes]:
        page.goto(f"{live_server.url}/comments/{article.pk}/?sort=oldest")
        return [page.locator(".comment").nth(place).screenshot() for place in (0, 2)]

    calm = neighbours()
    Comment.objects.filter(pk=piled.pk).update(
        revision=2, body="a" + "\u0301\u0323" * height, name="a" + "\u0301\u0323" * 9
    )
    assert neighbours() == calm


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
