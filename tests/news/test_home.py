import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from news.front_page import front_page
from news.models import Topic
from tests.factories import make_article, make_category, make_picture
from tests.visibility import make_hidden
from traffic.models import DailyReadings

pytestmark = pytest.mark.django_db


def ago(hours):
    return timezone.now() - timedelta(hours=hours)


def titles(articles) -> list[str]:
    return [article.title for article in articles]


def test_an_empty_site_says_so_and_shows_no_empty_boxes(client):
    page = client.get("/").content.decode()
    assert "第一篇稿件还在路上。编辑发布以后，就会出现在这里。" in page
    assert re.findall(r"<h2[^>]*>(?:<[^>]+>)?([^<]+)", page) == ["关于大院"]


def test_the_newest_story_with_a_picture_leads():
    make_article(title="旧", cover=make_picture(), published_at=ago(3))
    make_article(title="新", cover=make_picture(), published_at=ago(2))
    make_article(title="最新，无图", published_at=ago(1))
    front = front_page()
    assert (front["lead"].title, titles(front["secondary"])) == ("新", ["最新，无图", "旧"])


def test_yesterdays_picture_does_not_beat_todays_news():
    make_article(title="旧图", cover=make_picture(), published_at=ago(30))
    for hours in range(1, 9):
        make_article(title=f"今天{hours}", published_at=ago(hours))
    assert front_page()["lead"].title == "今天1"


def test_no_story_stands_there_twice_and_nothing_hidden_at_all():
    category = make_category(slug="wenhua", name="文化")
    for hours in range(1, 40):
        make_article(title=f"稿{hours}", category=category, published_at=ago(hours))
    make_hidden(category=category)
    front = front_page()
    shown = [front["lead"], *front["secondary"], *front["latest"], *front["blocks"][0]["articles"]]
    assert titles(shown) == [f"稿{hours}" for hours in range(1, 24)]


def test_a_block_has_the_newest_of_the_category_and_its_children():
    for hours in range(1, 18):
        make_article(published_at=ago(hours))
    top = make_category(slug="wenhua", name="文化", order=5)
    child = make_category(slug="wenwu", name="文物", parent=top)
    make_category(slug="kong", name="空")
    make_article(title="子", category=child, published_at=ago(20))
    make_article(title="父", category=top, published_at=ago(21))
    blocks = [(block["category"].name, titles(block["articles"])) for block in front_page()["blocks"]]
    assert blocks == [("文化", ["子", "父"])]


def on_page(response) -> list[str]:
    """Headings and titles down the page, without the ranking of the most read."""
    page = re.sub(r'<section class="panel.*?</section>', "", response.content.decode(), flags=re.DOTALL)
    page = page.split("<main")[1].split("</main>")[0]
    story = r"<a [^>]*html\"[^>]*>(?:<img[^>]*><span>)?([^<]+)</"
    found = re.findall(rf"<h2[^>]*>(?:<a[^>]*>)?([^<]+)|{story}", page)
    return [heading or title for heading, title in found if heading or title]


def test_a_rich_page_has_every_place_in_its_order_and_no_story_twice(client):
    news, notices = make_category("wenhua", "文化"), make_category("gonggao", "公告", is_notice=True)
    for hours in range(1, 30):
        make_article(
            title=f"稿{hours}", category=news, published_at=ago(hours), cover=None if hours % 2 else make_picture()
        )
    make_article(title="停水", category=notices, published_at=ago(0.5))
    make_article(title="改道", category=make_category("luzheng", "路政", notices), published_at=ago(1.5))
    Topic.objects.create(name="春运", slug="chunyun", published_at=ago(1))
    page = on_page(client.get("/"))
    assert page == [
        *["稿2", "稿1", "稿3", "稿4", "稿5"],
        *["最新", "稿7", "稿9", "稿11", "稿13", "稿14", "稿15", "稿16", "稿17", "稿18", "稿19", "稿20", "稿21"],
        *["通知公告", "停水", "改道"],
        *["图片新闻", "稿6", "稿8", "稿10", "稿12"],
        "专题",
        *["文化", "稿22", "稿23", "稿24", "稿25", "稿26", "稿27"],
    ]


def test_one_picture_alone_makes_no_picture_row(client):
    for hours in range(1, 12):
        make_article(title=f"稿{hours}", published_at=ago(hours), cover=make_picture() if hours in (1, 9) else None)
    front = front_page()
    assert (front["lead"].title, front["pictures"]) == ("稿1", [])
    assert titles(front["latest"]) == [f"稿{hours}" for hours in range(6, 12)]


def test_the_most_read_are_ranked_for_today_and_for_the_week(client):
    for number in range(6):
        article = make_article(title=f"稿{number}")
        for days, readings in [(0, 10 - number), (3, number * 10)]:
            day = timezone.localdate() - timedelta(days=days)
            DailyReadings.objects.create(article=article, day=day, readings=readings)
    page = client.get("/").content.decode()
    lists = re.findall(r"<details[^>]*>\s*<summary>(.*?)</summary>(.*?)</details>", page, flags=re.DOTALL)
    ranked = {name: re.findall(r">([^<]+)</a> <span class=\"meta\">(\d+)", rows) for name, rows in lists}
    assert ranked == {
        "今日": [(f"稿{number}", str(10 - number)) for number in range(6)],
        "一周": [(f"稿{number}", str(10 + 9 * number)) for number in range(5, -1, -1)],
    }


@pytest.mark.parametrize("count", [1, 30])
def test_more_stories_need_no_more_queries(client, django_assert_num_queries, count):
    for hours in range(17 + count):  # the first seventeen stand above the blocks
        make_article(cover=make_picture(), published_at=ago(hours + 1))
    with django_assert_num_queries(9):
        client.get("/")


def test_a_day_of_another_year_says_its_year(client, monkeypatch):
    now = datetime(2025, 12, 31, 17, tzinfo=UTC)  # the first of January in Shanghai
    monkeypatch.setattr(timezone, "now", lambda: now)
    notices = make_category("gonggao", "公告", is_notice=True)
    for days in (0, 1, 500):
        make_article(category=notices, published_at=now - timedelta(days=days))
    for hours in (0.5, 1, 2, 3, 4):  # the lead and the stories below it
        make_article(published_at=now - timedelta(hours=hours))
    for days in (1, 500):
        make_article(published_at=now - timedelta(days=days))
    page = client.get("/").content.decode().split("<main")[1]
    assert re.findall(r"<time[^>]*>(.*?)</time>", page) == [
        "2026-01-01 00:30",
        *["01-01 00:00", "2025-12-31 23:00", "2025-12-31 22:00", "2025-12-31 21:00"],
        *["2025-<wbr>12-31", "2024-<wbr>08-19"],
        *["01-01", "2025-12-31", "2024-08-19"],
    ]
