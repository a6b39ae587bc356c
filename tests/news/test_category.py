import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.category_page import category_page
from news.models import Article
from tests.factories import make_article, make_category, make_picture, make_tag
from tests.visibility import make_hidden
from traffic.models import DailyReadings

pytestmark = pytest.mark.django_db


@pytest.fixture
def top():
    return make_category(description="身边的事")


def listed(response) -> list[str]:
    return re.findall(r'<h[23] class="[a-z]+__title"><a href="[^"]+">([^<]+)</a>', response.content.decode())


def fill(category, count):
    for number in range(count):
        make_article(title=f"稿{number}", category=category, published_at=timezone.now() - timedelta(hours=number + 1))


def test_a_category_lists_its_own_and_its_childrens_articles_newest_first(client, top):
    child = make_category(slug="jiaotong", name="交通", parent=top)
    make_article(title="父", category=top, published_at=timezone.now() - timedelta(hours=2))
    make_article(title="子", category=child, published_at=timezone.now() - timedelta(hours=1))
    make_article(title="别处", category=make_category(slug="wenhua", name="文化"))
    make_hidden(category=child)
    assert listed(client.get("/minsheng/")) == ["子", "父"]
    assert listed(client.get("/minsheng/jiaotong/")) == ["子"]


def test_pages_hold_twenty_and_lead_on(client, top):
    fill(top, 45)
    assert listed(client.get("/minsheng/")) == [f"稿{number}" for number in range(20)]
    last = client.get("/minsheng/?page=3")
    assert listed(last) == [f"稿{number}" for number in range(40, 45)]
    assert '<link rel="canonical" href="http://localhost:8000/minsheng/?page=3">' in last.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "4", str(10**30), "abc", "", "1.0", "٢", "２", "%00", "%ED%A0%80", "01"])
def test_what_is_no_page_is_404(client, top, page):
    fill(top, 45)
    assert client.get(f"/minsheng/?page={page}").status_code == 404


def places(path) -> dict:
    page = category_page(path, 1)
    lead = page["lead"] and page["lead"].title
    blocks = {block["category"].name: [row.title for row in block["articles"]] for block in page["blocks"]}
    return {
        "lead": lead,
        **{name: [row.title for row in page[name]] for name in ("secondary", "lines")},
        "blocks": blocks,
    }


def test_the_newest_with_a_picture_leads_and_four_stand_below_it(top):
    fill(top, 7)
    Article.objects.filter(title="稿2").update(cover=make_picture())
    assert places("minsheng") == {
        "lead": "稿2",
        "secondary": ["稿0", "稿1", "稿3", "稿4"],
        "lines": ["稿5", "稿6"],
        "blocks": {},
    }


def test_few_stories_are_a_list_below_the_first(top):
    fill(top, 4)
    assert places("minsheng") == {"lead": "稿0", "secondary": [], "lines": ["稿1", "稿2", "稿3"], "blocks": {}}


def test_pinned_stories_lead_and_stand_on_no_other_page(client, top):
    fill(top, 22)
    Article.objects.filter(title="稿21").update(pinned_until=timezone.now() + timedelta(hours=1))
    response = client.get("/minsheng/")
    assert listed(response) == ["稿21", *[f"稿{number}" for number in range(20)]]
    assert response.content.decode().count("置顶</span>") == 1
    assert listed(client.get("/minsheng/?page=2")) == ["稿20"]


def test_beside_the_list_the_children_show_what_is_not_in_it(top):
    busy, quiet = make_category("jiaotong", "交通", top), make_category("jiaoyu", "教育", top)
    fill(busy, 27)
    make_article(title="安静", category=quiet, published_at=timezone.now() - timedelta(days=9))
    make_hidden(category=quiet)
    assert places("minsheng")["blocks"] == {"交通": [f"稿{number}" for number in range(20, 25)], "教育": ["安静"]}
    assert places("minsheng/jiaotong")["blocks"] == {}


def ranked(response) -> list[tuple[str, str]]:
    return re.findall(
        r'<li><a href="[^"]+">([^<]+)</a> <span class="meta">(\d+)</span></li>', response.content.decode()
    )


def test_beside_the_list_stands_what_was_read_most_in_it_this_week(client, top):
    fill(top, 3)
    stories = [make_article(title="旧稿", category=top, published_at=timezone.now() - timedelta(days=99))]
    stories += Article.objects.filter(title__in=["稿1", "稿2"]).order_by("title")
    elsewhere = make_article(title="别处", category=make_category(slug="wenhua", name="文化"))
    for readings, story in enumerate([elsewhere, *stories], start=5):
        DailyReadings.objects.create(article=story, day=timezone.localdate(), readings=readings)
    assert ranked(client.get("/minsheng/")) == [("稿2", "8"), ("稿1", "7"), ("旧稿", "6")]
    assert ranked(client.get("/wenhua/")) == []  # one alone is no ranking


def test_an_empty_category_says_so(client, top):
    response = client.get("/minsheng/")
    assert (response.status_code, "这里还没有稿件。" in response.content.decode()) == (200, True)


@pytest.mark.parametrize("path", ["/meiyou/", "/minsheng/meiyou/", "/jiaotong/", "/Minsheng/", "/minsheng/jiaotong/x/"])
def test_unknown_categories_are_404(client, top, path):
    make_category(slug="jiaotong", name="交通", parent=top)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_more_articles_need_no_more_queries(client, top, django_assert_num_queries, count):
    for _ in range(count):
        read = make_article(category=top, cover=make_picture(), summary="摘要")
        DailyReadings.objects.create(article=read, day=timezone.localdate(), readings=3)
    with django_assert_num_queries(6):
        client.get("/minsheng/")


@pytest.mark.parametrize("path", ["/minsheng/", "/tag/供暖/", "/archive/2025/03/"])
def test_a_later_page_skips_articles_without_loading_them(client, top, path):
    tag = make_tag("供暖")
    for day in range(1, 26):
        make_article(category=top, tags=[tag], published_at=datetime(2025, 3, day, tzinfo=UTC))
    with CaptureQueriesContext(connection) as queries:
        assert len(listed(client.get(f"{path}?page=2"))) == 5
    skipping = [query["sql"].split(" IN (SELECT ", 1) for query in queries if "OFFSET" in query["sql"]]
    assert [("OFFSET" in parts[0], '"title"' in parts[1]) for parts in skipping] == [(False, False)]
