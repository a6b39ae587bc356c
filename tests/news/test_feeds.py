from datetime import UTC, datetime
from xml.etree import ElementTree

import feedparser
import pytest

from tests.factories import make_article, make_category
from tests.visibility import make_hidden

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"


def entries(response) -> list:
    """Parsed by feedparser, which complains of anything that is not well-formed."""
    ElementTree.fromstring(response.content)
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed.entries


def test_the_feed_has_the_whole_of_an_article(client):
    article = make_article(
        title="木塔 <第一> & 层",
        summary="摘要",
        body='<p>正文<a href="/about/">链接</a></p><p><img src="/media/a.webp" alt="图"></p>',
        byline="本报记者",
        published_at=datetime(2025, 3, 5, 1, 2, 3, tzinfo=UTC),
    )
    (entry,) = entries(client.get("/feed/"))
    address = f"{SITE}/minsheng/{article.pk}.html"
    assert (entry.title, entry.link, entry.id) == ("木塔 <第一> & 层", address, address)
    assert (entry.summary, entry.author, entry.tags[0].term) == ("摘要", "本报记者", "民生")
    assert tuple(entry.published_parsed)[:6] == (2025, 3, 5, 1, 2, 3)
    assert f'<a href="{SITE}/about/"' in entry.content[0].value


def test_the_channel_names_itself_and_its_address(client):
    make_category(description="身边的事")
    for path, words in [
        ("/feed/", ("大院", "大院的最新稿件", f"{SITE}/")),
        ("/minsheng/feed/", ("民生 - 大院", "身边的事", f"{SITE}/minsheng/")),
    ]:
        response = client.get(path)
        channel = feedparser.parse(response.content).feed
        assert (channel.title, channel.subtitle, channel.link) == words
        assert (channel.links[1].href, channel.links[1].rel) == (SITE + path, "self")
        assert response["Content-Type"] == "application/rss+xml; charset=utf-8"


def test_only_published_articles_the_newest_twenty(client):
    for number in range(21):
        make_article(title=f"稿{number:02}", published_at=datetime(2025, 3, 1, number, tzinfo=UTC))
    make_hidden()
    assert [entry.title for entry in entries(client.get("/feed/"))] == [f"稿{number:02}" for number in range(20, 0, -1)]


def test_a_categorys_feed_has_its_own_and_its_childrens_articles(client):
    top = make_category()
    child = make_category(slug="jiaotong", name="交通", parent=top)
    make_article(title="子", category=child)
    make_article(title="别处", category=make_category(slug="wenhua", name="文化"))
    make_hidden(category=child)
    assert [entry.title for entry in entries(client.get("/minsheng/feed/"))] == ["子"]
    assert [entry.title for entry in entries(client.get("/minsheng/jiaotong/feed/"))] == ["子"]


@pytest.mark.parametrize("path", ["/meiyou/feed/", "/minsheng/meiyou/feed/"])
def test_a_feed_of_no_category_is_404(client, path):
    make_category()
    assert client.get(path).status_code == 404


def test_what_xml_cannot_hold_is_left_out(client):
    make_article(title="坏\x01字\ufffe符", body="<p>a\x02b]]></p>", byline="记\x03者")
    (entry,) = entries(client.get("/feed/"))
    assert (entry.title, entry.author) == ("坏字符", "记者")


@pytest.mark.parametrize(("path", "queries"), [("/feed/", 3), ("/minsheng/feed/", 4)])
@pytest.mark.parametrize("count", [1, 30])
def test_more_articles_need_no_more_queries(client, django_assert_num_queries, path, queries, count):
    for _ in range(count):
        make_article()
    with django_assert_num_queries(queries):
        client.get(path)
