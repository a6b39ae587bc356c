"""The feeds as feed readers take them, and the rules of the W3C's validator (validator.w3.org/feed/docs/)."""

import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils import timezone

from news import picture_files
from news.models import Article
from tests.factories import make_article, make_category, make_picture, make_tag
from tests.visibility import make_hidden

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"
XML = ["", "atom/"]
ALL = ["", "atom/", "json/"]
TYPES = {
    "": "application/rss+xml; charset=utf-8",
    "atom/": "application/atom+xml; charset=utf-8",
    "json/": "application/feed+json",
}
ATOM = {"a": "http://www.w3.org/2005/Atom"}
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")


def entries(response) -> list:
    """Parsed by feedparser, which complains of anything that is not well-formed."""
    ElementTree.fromstring(response.content)
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed.entries


def titles(client, path) -> list[str]:
    response = client.get(path)
    if path.endswith("json/"):
        return [item["title"] for item in response.json()["items"]]
    return [entry.title for entry in entries(response)]


@pytest.fixture
def whole():
    """An article with all that an article can have."""
    article = make_article(
        title="木塔 <第一> & 层",
        summary="摘要 <二>",
        body='<p>正文<a href="/about/">链接</a><a href="https://a.example/?b=1&amp;c">外</a></p>'
        '<p><img src="/media/a.webp" alt="图"></p>',
        byline="本报记者",
        reprint=True,
        source_url="https://b.example/1",
        cover=make_picture(1600, 900, alt="木塔", credit="本报"),
        tags=[make_tag("古建"), make_tag("应县")],
        published_at=datetime(2025, 3, 5, 1, 2, 3, tzinfo=UTC),
    )
    Article.objects.update(updated_at=datetime(2025, 3, 6, 1, 2, 3, 456789, tzinfo=UTC))
    return article


def content_of(article) -> str:
    picture = f"{SITE}/media/{article.cover.file.removesuffix('.webp')}-share.jpg"
    return (
        f'<figure><img src="{picture}" alt="木塔" width="1200" height="675"><figcaption>木塔 本报</figcaption></figure>'
        f'<p>正文<a href="{SITE}/about/" rel="noopener">链接</a>'
        '<a href="https://a.example/?b=1&amp;c" rel="noopener">外</a></p>\n'
        f'<p><img src="{SITE}/media/a.webp" alt="图"></p>'
    )


@pytest.mark.parametrize("form", XML)
def test_a_feed_has_the_whole_of_an_article(client, whole, form):
    (entry,) = entries(client.get(f"/feed/{form}"))
    address = f"{SITE}/minsheng/{whole.pk}.html"
    assert (entry.title, entry.link, entry.id) == (
        "木塔 <第一> & 层",
        address,
        f"tag:localhost,2026:article/{whole.pk}",
    )
    assert (entry.summary, entry.author) == ("摘要 &lt;二&gt;", "本报记者")
    assert [tag.term for tag in entry.tags] == ["民生", "古建", "应县"]
    assert tuple(entry.published_parsed)[:6] == (2025, 3, 5, 1, 2, 3)
    # As feedparser has cleaned it.
    assert f'<a href="{SITE}/about/"' in entry.content[0].value
    (enclosure,) = entry.enclosures
    file = client.get(enclosure.href.removeprefix(SITE))
    assert (enclosure.type, int(enclosure.length), file["Content-Type"]) == (
        "image/jpeg",
        len(file.content),
        "image/jpeg",
    )


def test_rss_and_atom_carry_the_same_content_to_the_letter(client, whole):
    rss = ElementTree.fromstring(client.get("/feed/").content)
    atom = ElementTree.fromstring(client.get("/feed/atom/").content)
    written = rss.findtext("channel/item/{http://purl.org/rss/1.0/modules/content/}encoded")
    assert written == atom.findtext("a:entry/a:content", namespaces=ATOM) == content_of(whole)


def test_the_json_feed_as_a_whole(client, whole):
    response = client.get("/feed/json/")
    picture = f"{SITE}/media/{whole.cover.file.removesuffix('.webp')}-share.jpg"
    assert response.json() == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "大院",
        "home_page_url": f"{SITE}/",
        "feed_url": f"{SITE}/feed/json/",
        "description": "大院的最新稿件",
        "icon": f"{SITE}/static/img/logo.png",
        "authors": [{"name": "大院", "url": f"{SITE}/"}],
        "language": "zh-cn",
        "items": [
            {
                "id": f"tag:localhost,2026:article/{whole.pk}",
                "url": f"{SITE}/minsheng/{whole.pk}.html",
                "external_url": "https://b.example/1",
                "title": "木塔 <第一> & 层",
                "content_html": content_of(whole),
                "summary": "摘要 <二>",
                "image": picture,
                "date_published": "2025-03-05T09:02:03+08:00",
                "date_modified": "2025-03-06T09:02:03+08:00",
                "authors": [{"name": "本报记者"}],
                "tags": ["民生", "古建", "应县"],
            }
        ],
    }


def test_an_id_stays_when_the_article_moves(client):
    article = make_article()
    before = entries(client.get("/feed/"))[0]
    article.category = make_category(slug="wenhua", name="文化")
    article.save()
    after = entries(client.get("/feed/"))[0]
    assert (before.id, before.link != after.link) == (after.id, True)
    (guid,) = ElementTree.fromstring(client.get("/feed/").content).findall("channel/item/guid")
    assert guid.attrib == {"isPermaLink": "false"}


@pytest.mark.parametrize("form", XML)
def test_the_channel_names_itself_and_its_address(client, form):
    make_article(category=make_category(description="身边的事"))
    for path, words in [
        ("/feed/", ("大院", "大院的最新稿件", f"{SITE}/")),
        ("/minsheng/feed/", ("民生 - 大院", "身边的事", f"{SITE}/minsheng/")),
    ]:
        response = client.get(path + form)
        channel = feedparser.parse(response.content).feed
        assert (channel.title, channel.subtitle, channel.link) == words
        assert channel.language.lower() == "zh-cn"
        assert [(link.href, link.rel) for link in channel.links if link.rel == "self"] == [(SITE + path + form, "self")]
        assert response["Content-Type"] == TYPES[form]


@pytest.mark.parametrize("form", ALL)
def test_the_rules_of_the_validators(client, whole, form):
    """Ids and links are unique, the dates of the format and none in the future, no address relative, no control."""
    for number in range(3):
        make_article(title=f"稿{number}\x0b", published_at=timezone.now())
    for path in [f"/feed/{form}", f"/minsheng/feed/{form}"]:
        response = client.get(path)
        text = response.content.decode()
        assert re.findall("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]", text) == []
        assert re.findall(r'(?:src|href)=\\?"(?!https?:|mailto:|tel:)', text) == []
        if form == "json/":
            feed = json.loads(text)
            ids = [item["id"] for item in feed["items"]]
            dates = [item[name] for item in feed["items"] for name in ["date_published", "date_modified"]]
            assert all(item["content_html"] and item["url"].startswith(SITE) for item in feed["items"])
        elif form == "atom/":
            root = ElementTree.fromstring(text)
            assert root.attrib == {"{http://www.w3.org/XML/1998/namespace}lang": "zh-cn"}
            ids = [node.text for node in root.findall("a:entry/a:id", ATOM)] + [root.findtext("a:id", "", ATOM)]
            dates = [node.text for name in ["published", "updated"] for node in root.findall(f".//a:{name}", ATOM)]
            assert all(entry.find("a:author/a:name", ATOM).text for entry in root.findall("a:entry", ATOM))
        else:
            root = ElementTree.fromstring(text)
            ids = [node.text for node in root.findall("channel/item/guid")]
            days = [node.text for node in root.findall("channel/item/pubDate")]
            days.append(root.findtext("channel/lastBuildDate"))
            moments = [parsedate_to_datetime(day) for day in days]
            assert max(moments) <= timezone.now()
            dates = [moment.isoformat() for moment in moments]
        assert len(ids) == len(set(ids)) >= 4
        assert [date for date in dates if not RFC_3339.fullmatch(date)] == []
        assert max(map(datetime.fromisoformat, dates)) <= timezone.now()


def test_a_scheduled_article_is_not_of_the_time_when_it_was_saved(client):
    """Saved after or before: it never changed before it was published."""
    article = make_article(published_at=timezone.now() - timedelta(minutes=5))
    Article.objects.update(updated_at=timezone.now() - timedelta(days=3))
    (item,) = client.get("/feed/json/").json()["items"]
    assert item["date_modified"] == item["date_published"]
    assert item["id"].endswith(f"/{article.pk}")


@pytest.mark.parametrize("form", ALL)
def test_only_published_articles_the_newest_twenty(client, form):
    for number in range(21):
        make_article(title=f"稿{number:02}", published_at=datetime(2025, 3, 1, number, tzinfo=UTC))
    make_hidden()
    assert titles(client, f"/feed/{form}") == [f"稿{number:02}" for number in range(20, 0, -1)]


@pytest.mark.parametrize("form", ALL)
def test_a_categorys_feed_has_its_own_and_its_childrens_articles(client, form):
    top = make_category()
    child = make_category(slug="jiaotong", name="交通", parent=top)
    make_article(title="子", category=child)
    make_article(title="别处", category=make_category(slug="wenhua", name="文化"))
    make_hidden(category=child)
    assert titles(client, f"/minsheng/feed/{form}") == ["子"]
    assert titles(client, f"/minsheng/jiaotong/feed/{form}") == ["子"]


@pytest.mark.parametrize("form", ALL)
def test_a_feed_without_articles_is_whole_and_does_not_change(client, form):
    make_category()
    response = client.get(f"/minsheng/feed/{form}")
    assert titles(client, f"/minsheng/feed/{form}") == []
    again = client.get(f"/minsheng/feed/{form}", headers={"if-none-match": response["ETag"]})
    assert (response.status_code, again.status_code) == (200, 304)


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize("path", ["/meiyou/feed/", "/minsheng/meiyou/feed/"])
def test_a_feed_of_no_category_is_404(client, path, form):
    make_category()
    assert client.get(path + form).status_code == 404


@pytest.mark.parametrize("form", ALL)
def test_what_xml_cannot_hold_is_left_out(client, form):
    tag = make_tag("标\x0e签")
    category = make_category(name="民\x01生", description="身\x02边")
    make_article(
        title="坏\x01字\ufffe符",
        body="<p>a\x02b]]></p>",
        byline="记\x03者",
        summary="摘\x04要",
        tags=[tag],
        category=category,
    )
    response = client.get(f"/minsheng/feed/{form}")
    if form == "json/":
        (item,) = response.json()["items"]
        assert (item["title"], item["authors"], item["summary"]) == ("坏字符", [{"name": "记者"}], "摘要")
        assert (item["tags"], item["content_html"]) == (["民生", "标签"], "<p>ab]]&gt;</p>")
    else:
        (entry,) = entries(response)
        assert (entry.title, entry.author, entry.summary) == ("坏字符", "记者", "摘要")
        assert [tag.term for tag in entry.tags] == ["民生", "标签"]


@pytest.mark.parametrize("title", ["题" * 200, "W" * 200, "🎉" * 200, "]]>", "<script>alert(1)</script>", "&amp;#1;"])
def test_odd_titles_arrive_as_they_are(client, title):
    make_article(title=title)
    assert titles(client, "/feed/json/") == [title]
    for path, place in [("/feed/", "channel/item/title"), ("/feed/atom/", "{*}entry/{*}title")]:
        root = ElementTree.fromstring(client.get(path).content)
        assert root.findtext(place) == title


@pytest.mark.parametrize("form", ALL)
def test_asked_by_date_alone_a_feed_is_never_old(client, form):
    """Withdrawing the newest sets every date back: Last-Modified would say that nothing has changed."""
    make_article(title="留下", published_at=timezone.now() - timedelta(days=1))
    newest = make_article(title="撤下")
    response = client.get(f"/feed/{form}")
    assert not response.has_header("Last-Modified")
    Article.objects.filter(pk=newest.pk).update(state="withdrawn")
    now = timezone.now().strftime("%a, %d %b %Y %H:%M:%S GMT")
    again = client.get(f"/feed/{form}", headers={"if-modified-since": now})
    assert again.status_code == 200
    assert titles(client, f"/feed/{form}") == ["留下"]


@pytest.mark.parametrize("form", ALL)
def test_a_cover_whose_file_is_gone_breaks_no_feed(client, form):
    article = make_article(title="有图", cover=make_picture())
    picture_files.remove(article.cover.file)
    assert titles(client, f"/feed/{form}") == ["有图"]


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/", "/feed/json/", "/minsheng/feed/", "/minsheng/feed/json/"])
@pytest.mark.parametrize("count", [1, 30])
def test_more_articles_need_no_more_queries(client, django_assert_num_queries, path, count):
    for number in range(count):
        make_article(tags=[make_tag(f"标签{number}")], cover=make_picture(16, 16))
    with django_assert_num_queries(2 + path.startswith("/minsheng")):
        client.get(path)


def test_every_page_leads_to_the_feeds(client):
    page = client.get("/").content.decode()
    found = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', page)
    assert found == [
        ("application/rss+xml", "/feed/"),
        ("application/atom+xml", "/feed/atom/"),
        ("application/feed+json", "/feed/json/"),
    ]
    for kind, path in found:
        assert client.get(path)["Content-Type"].split(";")[0] == kind


@pytest.mark.parametrize("form", ALL)
def test_the_feed_of_a_moved_category_leads_to_the_new_one(client, form):
    category = make_category()
    category.slug = "shenghuo"
    category.save()
    response = client.get(f"/minsheng/feed/{form}")
    assert (response.status_code, response["Location"]) == (301, f"/shenghuo/feed/{form}")


@pytest.mark.parametrize("form", ALL)
def test_a_feed_is_only_read(client, form):
    assert client.post(f"/feed/{form}").status_code == 405
