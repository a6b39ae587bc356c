import re
from datetime import timedelta

import pytest
from django.utils import timezone

from news.front_page import front_page
from tests.factories import make_article, make_category, make_picture
from tests.visibility import make_hidden

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


@pytest.mark.parametrize("count", [1, 30])
def test_more_stories_need_no_more_queries(client, django_assert_num_queries, count):
    for hours in range(17 + count):  # the first seventeen stand above the blocks
        make_article(cover=make_picture(), published_at=ago(hours + 1))
    with django_assert_num_queries(10):
        client.get("/")
