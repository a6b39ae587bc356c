"""The moderators' screen over HTTP: what stands on it, and what its buttons do without a script."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from comments import queue
from comments.models import Claim, Comment, CommentRevision, Decision
from tests.factories import decide, make_article, make_comment, make_reply, make_user

pytestmark = pytest.mark.django_db
URL = "/admin/comments/comment/queue/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def moderator(client):
    user = make_user("shenhe", group="评论审核")
    client.force_login(user)
    return user


def shown(response):
    return [comment.body for comment in response.context["comments"]]


def pin(comment, version=1):
    return f"{comment.pk}:{version}"


def states():
    return list(Comment.objects.order_by("id").values_list("state", flat=True))


def log():
    return list(
        Decision.objects.order_by("id").values_list("comment", "moderator", "to_state", "reason", "ground", "note")
    )


def test_what_waits_longest_comes_first_and_nothing_else_comes(client, moderator):
    now = timezone.now()
    for hours, state in enumerate(["pending", "approved", "rejected", "withdrawn", "pending"]):
        make_comment(body=f"第{hours}条", state=state, created_at=now - timedelta(hours=hours), risk=hours == 0)
    assert shown(client.get(URL)) == ["第4条", "第0条"]
    assert shown(client.get(f"{URL}?sort=risk")) == ["第0条", "第4条"]
    assertContains(client.get(URL), "待审 2 条")


def test_a_comment_stands_with_all_that_one_has_to_know(client, moderator):
    root = make_comment(make_article(title="供暖改造"), name="<i>楼主", body="开头<b>", state="approved")
    waiting = make_reply(root, name="老张", body="<script>alert(1)</script>\n第二行", device="d" * 32, region="山西")
    CommentRevision.objects.create(comment=waiting, number=1, name="老张", body="原先的话")
    Comment.objects.filter(pk=waiting.pk).update(revision=2, body="改过<script>")
    for state in ("approved", "rejected", "rejected"):
        make_comment(device="d" * 32, state=state)
    page = client.get(URL)
    for text in [
        "《<a",
        "供暖改造",
        "&lt;i&gt;楼主",
        "开头&lt;b&gt;",
        "改过&lt;script&gt;",
        "山西",
        "原先的话",
        "作者改过 1 次",
    ]:
        assertContains(page, text)
    assertContains(page, "此设备近 30 天通过 1、未通过 2")
    assertNotContains(page, "<script>alert")


def test_search_looks_at_words_names_and_numbers_of_what_waits(client, moderator):
    first = make_comment(body="暖气不热")
    make_comment(name="小暖", body="好")
    make_comment(body="别的")
    make_comment(body="暖气很热", state="approved")
    assert shown(client.get(f"{URL}?q=暖")) == ["暖气不热", "好"]
    assert shown(client.get(f"{URL}?q={first.number.lower()}")) == ["暖气不热"]
    assertContains(client.get(f"{URL}?q=没有"), "没有符合条件的待审评论。")


def test_only_some_are_looked_at_by_mark_kind_and_article(client, moderator):
    article = make_article(title="供暖改造")
    plain = make_comment(article, body="平常", state="approved")
    make_comment(body="有词", marks=["word", "link"])
    make_comment(body="有网址", marks=["link"])
    make_reply(plain, body="回复")
    make_comment(article, body="单独")
    make_comment(body="公开的", marks=["word"], state="approved")
    assert {kind: shown(client.get(f"{URL}?kind={kind}")) for kind in ["word", "link", "contact", "marked"]} == {
        "word": ["有词"],
        "link": ["有词", "有网址"],
        "contact": [],
        "marked": ["有词", "有网址"],
    }
    assert shown(client.get(f"{URL}?kind=unmarked")) == ["回复", "单独"]
    assert shown(client.get(f"{URL}?kind=replies")) == ["回复"]
    assert shown(client.get(f"{URL}?article={article.pk}&q=单")) == ["单独"]
    assertContains(client.get(f"{URL}?article={article.pk}"), "只看《供暖改造》的评论。")
    assert shown(client.get(f"{URL}?kind=x&article=0&after=-1")) == ["有词", "有网址", "回复", "单独"]


@pytest.mark.parametrize("sort", ["age", "risk"])
def test_what_is_left_for_later_does_not_hide_what_comes_after_it(client, moderator, sort):
    now = timezone.now()
    for number in range(45):  # many at one moment, of one risk
        make_comment(body=f"第{number}条", created_at=now + timedelta(minutes=number // 4), risk=number % 3)
    order = sorted(range(45), key=lambda number: (-(number % 3) if sort == "risk" else 0, number))
    pages, page = [], client.get(f"{URL}?sort={sort}")
    while shown(page):
        pages.append(shown(page))
        last = page.context["last"]
        page = client.get(f"{URL}?sort={sort}&after={page.context['comments'][-1].pk}")
        assert (last is None) is (len(pages[-1]) < queue.ON_A_PAGE)
    assert [len(shown) for shown in pages] == [20, 20, 5]
    assert sum(pages, []) == [f"第{number}条" for number in order]
    assertContains(page, "后面没有了。")


def test_a_row_is_approved_refused_or_called_spam_with_reason_and_ground(client, moderator):
    yes, no, spam = (make_comment() for _ in range(3))
    client.post(URL, {"deed": f"approve@{pin(yes)}"})
    client.post(URL, {"deed": f"reject@{pin(no)}", f"reason-{no.pk}": "privacy", f"note-{no.pk}": "写了电话"})
    client.post(URL, {"deed": f"spam@{pin(spam)}", f"reason-{spam.pk}": "privacy"})
    assert states() == ["approved", "rejected", "rejected"]
    assert log() == [
        (yes.pk, moderator.pk, "approved", "fit", "", ""),
        (no.pk, moderator.pk, "rejected", "privacy", "civil_1032", "写了电话"),
        (spam.pk, moderator.pk, "rejected", "spam", "rules", ""),
    ]


def test_many_are_decided_at_once_and_the_rest_is_explained(client, moderator):
    good, overtaken, edited = (make_comment() for _ in range(3))
    orphan = make_reply(make_comment(state="rejected"))
    decide(Comment.objects.filter(pk=overtaken.pk), "rejected", make_user("laowang"))
    Comment.objects.filter(pk=edited.pk).update(body="改了", revision=2)
    pins = [pin(comment) for comment in (good, overtaken, edited, orphan)]
    answer = client.post(URL, {"deed": "approve", "chosen": pins}, headers=JSON).json()
    when = timezone.localtime(Decision.objects.get(comment=overtaken).decided_at)
    assert answer == {
        "moved": {str(good.pk): 2},
        "told": {
            str(overtaken.pk): f"已由 laowang 在 {when:%H:%M} 改为“未通过”",
            str(edited.pk): "作者刚改过内容，请看过新的再处理",
            str(orphan.pk): "它回复的评论没有公开，不能通过",
        },
        "done": "已通过",
    }
    page = client.post(URL, {"deed": "approve", "chosen": pins}, follow=True)
    assertContains(page, "已由 laowang 在")
    assertContains(page, "它回复的评论没有公开，不能通过")


def test_a_decision_is_undone_within_seconds_and_both_are_logged(client, moderator):
    comment = make_comment()
    page = client.post(URL, {"deed": f"approve@{pin(comment)}"}, follow=True)
    assertContains(page, "撤销刚才的处理（1 条")
    (undo,) = re.findall(r'name="chosen" value="([0-9:]+)"', page.content.decode())
    client.post(URL, {"deed": "undo", "chosen": undo})
    assert states() == ["pending"]
    assert [line[2:4] for line in log()] == [("approved", "fit"), ("pending", "undone")]


def test_what_is_late_somebody_elses_or_changed_since_is_not_undone(client, moderator, monkeypatch):
    late, others, changed, twice = (make_comment() for _ in range(4))
    decide(Comment.objects.filter(pk=others.pk), "approved", make_user("laowang"))
    decide(Comment.objects.filter(pk__in=[late.pk, changed.pk, twice.pk]), "approved", moderator)
    Comment.objects.filter(pk=changed.pk).update(body="改了", revision=2)
    before = states()
    for comment in (others, changed):
        answer = client.post(URL, {"deed": "undo", "chosen": pin(comment, 2)}, headers=JSON).json()
        assert (answer["moved"], list(answer["told"])) == ({}, [str(comment.pk)])
    assert states() == before
    client.post(URL, {"deed": "undo", "chosen": pin(twice, 2)})
    assert client.post(URL, {"deed": "undo", "chosen": pin(twice, 3)}, headers=JSON).json()["moved"] == {}
    later = timezone.now() + timedelta(seconds=16)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert client.post(URL, {"deed": "undo", "chosen": pin(late, 2)}, headers=JSON).json()["moved"] == {}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"deed": "approve@"},
        {"deed": "approve@0:1"},
        {"deed": "approve@1"},
        {"deed": "approve@1:1;2:1"},
        {"deed": "erase@1:1"},
        {"deed": "reject@1:1", "reason-1": "fit"},
        {"deed": "reject@1:1", "ground": "x"},
        {"deed": "reject@1:1", "note-1": "字" * 201},
        {"deed": "approve", "chosen": ["1:1"] * 201},
        {"deed": "approve", "chosen": ["\x00"]},
        {"deed": "approve", "chosen": ["9" * 30 + ":1"]},
    ],
)
def test_what_no_button_sends_is_refused(client, moderator, data):
    make_comment(pk=1)
    assert client.post(URL, data).status_code == 403
    assert states() == ["pending"]


def test_nothing_chosen_is_said(client, moderator):
    assertContains(client.post(URL, {"deed": "approve"}, follow=True), "没有选中评论")


def test_two_moderators_get_different_comments_until_the_claim_ends(client, moderator):
    for number in range(queue.ON_A_PAGE + 3):
        make_comment(body=f"第{number}条")
    first = shown(client.get(URL))
    colleague = make_user("laowang", group="评论审核")
    client.force_login(colleague)
    page = client.get(URL)
    assert (len(first), shown(page)) == (queue.ON_A_PAGE, ["第20条", "第21条", "第22条"])
    both = client.get(f"{URL}?claimed=1")
    assert len(shown(both)) == queue.ON_A_PAGE
    assertContains(both, "shenhe 正在处理")
    Claim.objects.update(until=timezone.now())
    assert shown(client.get(URL)) == first


def test_a_claim_stops_no_decision(client, moderator):
    comment = make_comment()
    client.get(URL)
    client.force_login(make_user("laowang", group="评论审核"))
    client.post(URL, {"deed": f"approve@{pin(comment)}"})
    assert states() == ["approved"]


def test_claims_are_renewed_while_the_page_is_used(client, moderator):
    mine, others = make_comment(), make_comment()
    soon = timezone.now() + timedelta(seconds=30)
    Claim.objects.create(comment=mine, moderator=moderator, until=soon)
    Claim.objects.create(comment=others, moderator=make_user("laowang"), until=soon)
    answer = client.post(URL, {"deed": "renew", "chosen": [pin(mine), pin(others)]}).json()
    assert answer == {"mine": [mine.pk]}
    assert list(Claim.objects.filter(until__gt=soon).values_list("comment", flat=True)) == [mine.pk]


def test_who_may_only_look_decides_and_claims_nothing(client):
    user = make_user("kanke")
    user.user_permissions.add(Permission.objects.get(codename="view_comment"))
    client.force_login(user)
    comment = make_comment(body="等着")
    page = client.get(URL)
    assertContains(page, "等着")
    assertNotContains(page, 'name="deed"')
    assert client.post(URL, {"deed": f"approve@{pin(comment)}"}).status_code == 403
    assert (states(), Claim.objects.count()) == (["pending"], 0)


@pytest.mark.parametrize("query", ["", "?sort=risk&after=9&kind=replies", "?q=写"])
def test_the_screen_takes_the_same_queries_with_one_row_and_with_thirty(client, moderator, query):
    counts = []
    for number in (1, 29):
        for _ in range(number):
            make_reply(make_comment(state="approved"), device=f"{number:032}", network=f"{number:032}")
        with CaptureQueriesContext(connection) as queries:
            client.get(URL + query)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_empty_queue_says_so(client, moderator):
    assertContains(client.get(URL), "都处理完了。")
