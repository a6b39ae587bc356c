import feedparser
import pytest

from news.models import Article
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def test_the_feed_has_the_public_comments_of_the_article(client):
    article = make_article(title="供暖 <改造> & \x07完工")
    first = make_comment(article, name="<i>甲", body="第一行\n<b>第二行\x08", state="approved")
    make_comment(article, body="等着的")
    make_comment(body="别处的", state="approved")
    response = client.get(f"/comments/{article.pk}/feed/")
    feed = feedparser.parse(response.content)
    assert (feed.bozo, response["Content-Type"]) == (False, "application/rss+xml; charset=utf-8")
    assert feed.feed.title == "评论：供暖 <改造> & 完工"
    assert [(entry.title, entry.description) for entry in feed.entries] == [
        ("<i>甲的评论", "第一行<br />&lt;b&gt;第二行")
    ]
    assert feed.entries[0].link.endswith(f"/comments/{article.pk}/{first.number}/")
    assert first.body not in feed.entries[0].id
    assert "no-store" in response["Cache-Control"]


def test_it_ends_with_the_newest_fifty(client):
    article = make_article()
    for number in range(52):
        make_comment(article, body=f"第{number}条", state="approved")
    feed = feedparser.parse(client.get(f"/comments/{article.pk}/feed/").content)
    assert [entry.description for entry in feed.entries] == [f"第{number}条" for number in range(51, 1, -1)]


def test_what_is_not_published_has_none(client):
    article = make_article(state=Article.State.DRAFT)
    assert client.get(f"/comments/{article.pk}/feed/").status_code == 404
