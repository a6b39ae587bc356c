import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_article, make_category, make_picture, make_tag
from tests.visibility import make_hidden

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
        make_article(category=top, cover=make_picture(), summary="摘要")
    with django_assert_num_queries(5):
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
