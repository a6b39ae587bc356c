"""The list of an article's comments: threads, orders and pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from comments.models import Comment, Like
from tests.comments.posting import filled_form
from tests.factories import decide, make_article, make_comment, make_reply, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(title="供暖管网改造完工")


def url(article, query=""):
    return f"/comments/{article.pk}/{query}"


@pytest.mark.parametrize("after", ["0", "BCDFGHJKMP", "a" * 300, "%00", "%ED%A0%80", "'"])
def test_a_page_behind_no_comment_of_the_article_is_not_found(client, article, after):
    make_comment(make_article(), number="BCDFGHJKMP", state="approved")
    make_comment(article, state="approved")
    assert client.get(url(article, f"?after={after}")).status_code == 404


def bodies(response):
    return [root.body for root in response.context["page"].comments]


def walk(client, article, sort):
    """The comments of all pages, in their order, as the links lead on."""
    pages, after = [], ""
    while True:
        response = client.get(url(article, f"?sort={sort}" + (f"&after={after}" if after else "")))
        pages.append(bodies(response))
        after = response.context["page"].next
        if not after:
            return pages


def test_a_long_list_has_pages_in_three_orders_and_none_is_lost(client, article):
    now = timezone.now()
    for number in range(45):
        # Many at the same moment, with the same number of likes.
        comment = make_comment(
            article, body=f"第{number}条。", state="approved", created_at=now + timedelta(minutes=number // 4)
        )
        Like.objects.bulk_create(Like(comment=comment, device=f"d{n}", address=f"a{n}") for n in range(number % 3))
    numbers = [f"第{number}条。" for number in range(45)]
    assert [len(page) for page in walk(client, article, "newest")] == [20, 20, 5]
    assert sum(walk(client, article, "oldest"), []) == numbers
    assert sum(walk(client, article, "newest"), []) == numbers[::-1]
    liked = sorted(range(45), key=lambda number: (number % 3, number), reverse=True)
    assert sum(walk(client, article, "liked"), []) == [f"第{number}条。" for number in liked]


def test_an_unknown_order_is_the_newest(client, article):
    make_comment(article, body="早", state="approved", created_at=timezone.now() - timedelta(days=1))
    make_comment(article, body="晚", state="approved")
    for sort in ["", "x", "%00", "NEWEST"]:
        assert bodies(client.get(url(article, f"?sort={sort}"))) == ["晚", "早"]


def test_the_form_stands_on_the_first_page_alone(client, article):
    comments = [make_comment(article, state="approved") for _ in range(21)]
    first, second = client.get(url(article)), client.get(url(article, f"?after={comments[1].number}"))
    assert (first.context["form"] is None, second.context["form"]) == (False, None)
    assert len(second.context["page"].comments) == 1


@pytest.mark.parametrize("known", [False, True], ids=["new", "known"])
@pytest.mark.parametrize("query", ["", "?fragment=1", "?sort=liked", "?after={}&fragment=1"])
def test_page_takes_the_same_queries_with_one_thread_and_with_twenty(client, article, query, known):
    writer, counts, newest = make_comment(article, state="approved"), [], None
    if known:  # by its cookie, and with comments of its own that wait
        for body in ("我先说一句", "我再说一件别的事"):
            client.post(url(article), filled_form(client, article, body=body))
    for number in (1, 19):
        for _ in range(number):
            root = make_comment(article, state="approved")
            for _ in range(number):
                reply = make_reply(root, state="approved")
                make_reply(reply, state="approved")
        newest = newest or make_comment(article, state="approved", created_at=timezone.now() + timedelta(hours=1))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(article, query.format(newest.number)))
        counts.append(len(queries))
    assert writer and counts == [{"": 5, "?fragment=1": 4, "?sort=liked": 4, "?after={}&fragment=1": 3}[query]] * 2


def test_a_thread_shows_its_first_replies_and_says_how_many_more(client, article):
    now = timezone.now()
    root = make_comment(article, name="楼主", state="approved")
    replies = [
        make_reply(root, name=f"甲{number}", body=f"回{number}", state="approved", created_at=now + timedelta(number))
        for number in range(5)
    ]
    make_reply(root, body="等着的", state="pending", created_at=now - timedelta(1))
    make_reply(replies[0], name="乙", body="回回", state="approved", created_at=now + timedelta(hours=1))
    page = client.get(url(article))
    (shown,) = page.context["page"].comments
    assert [reply.body for reply in shown.shown_replies] == ["回0", "回回", "回1"]
    assertContains(page, f'<a href="/comments/{article.pk}/{root.number}/">展开其余 3 条回复</a>')
    assertContains(page, "回复 <a")
    assertNotContains(page, "等着的")


def test_a_root_that_is_gone_keeps_its_place_while_it_is_answered(client, article):
    moderator = make_user()
    answered, silent = (make_comment(article, body=body, state="approved") for body in ("不该有的", "也不该有的"))
    reply = make_reply(answered, body="我的看法", state="approved")
    decide(Comment.objects.filter(root=None), "rejected", moderator)
    page = client.get(url(article))
    assertContains(page, "这条评论已不显示", count=1)
    assertContains(page, "我的看法")
    assertNotContains(page, "不该有的")
    assert [root.pk for root in page.context["page"].comments] == [answered.pk]
    assert client.get(url(article, f"{answered.number}/")).status_code == 200
    assert client.get(url(article, f"{silent.number}/")).status_code == 404
    decide(Comment.objects.filter(pk=reply.pk), "rejected", moderator)
    assertNotContains(client.get(url(article)), "这条评论已不显示")


def analyse():
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment, comments_like")


def rows_read(plan: dict) -> float:
    """By all nodes of a plan together, again and again as they were."""
    return plan["Actual Rows"] * plan["Actual Loops"] + sum(map(rows_read, plan.get("Plans", [])))


@pytest.mark.parametrize("when", ["empty", "full"])
@pytest.mark.parametrize("after", [True, False], ids=["after", "first"])
def test_a_page_reads_few_rows_whatever_the_planner_believes(client, article, after, when):
    """Of a table that has just grown it believes that it is small, and joins row by row."""
    now, roots = timezone.now(), []
    if when == "empty":
        analyse()
    for number in range(60):
        roots.append(make_comment(article, state="approved", created_at=now + timedelta(minutes=number)))
        for _ in range(4):
            make_reply(roots[-1], state="approved")
    if when == "full":
        analyse()
    with CaptureQueriesContext(connection) as queries:
        client.get(url(article, f"?after={roots[50].number}" if after else "?sort=newest"))
    (page,) = [query["sql"] for query in queries if "unnest(" in query["sql"]]
    with connection.cursor() as cursor:
        for means in ("hashjoin", "mergejoin", "hashagg", "material", "memoize", "sort", "seqscan"):
            cursor.execute(f"SET LOCAL enable_{means} = off")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {page}")
        read = rows_read(cursor.fetchone()[0][0]["Plan"])
    # At worst all of them for each that the page shows, 21 roots and their replies; never for each that there is.
    assert read < 21 * 4 * Comment.objects.count(), read
