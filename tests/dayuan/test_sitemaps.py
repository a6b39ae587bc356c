from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.contrib.flatpages.models import FlatPage
from django.utils import timezone

from news import id_blocks, sitemaps
from news.models import Article
from news.sitemaps import ArticleSitemap
from tests.directory.building import make_service
from tests.factories import make_article, make_category, make_picture, make_tag
from tests.visibility import make_hidden

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(client, path) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    return [loc.text for loc in ElementTree.fromstring(response.content).findall("*/s:loc", NAMES)]


def test_the_index_names_every_section(client):
    make_article()
    assert addresses(client, "/sitemap.xml") == [
        f"{SITE}/sitemap-{section}.xml" for section in ("articles", "categories", "tags", "topics", "services", "pages")
    ]


def test_robots_lead_to_the_index_and_away_from_what_is_nobodys_to_index(client):
    response = client.get("/robots.txt")
    assert (response["Content-Type"], response.content.decode().split("\n")) == (
        "text/plain",
        [
            "User-agent: *",
            "Disallow: /admin/",
            "Disallow: /captcha/",
            "Disallow: /comments/",
            "Disallow: /services/go/",
            "Disallow: /traffic/",
            "",
            f"Sitemap: {SITE}/sitemap.xml",
            f"Sitemap: {SITE}/sitemap-news.xml",
            "",
        ],
    )


def test_each_section_lists_what_readers_may_see_and_nothing_hidden(client):
    tag, unused = make_tag("供暖"), make_tag("无人用")
    article = make_article(tags=[tag])
    make_hidden(tags=[unused])
    make_category(slug="wenhua", name="文化")
    service = make_service()
    make_service("藏着", is_public=False)
    assert addresses(client, "/sitemap-articles.xml") == [f"{SITE}/minsheng/{article.pk}.html"]
    assert addresses(client, "/sitemap-categories.xml") == [f"{SITE}/", f"{SITE}/minsheng/", f"{SITE}/wenhua/"]
    assert addresses(client, "/sitemap-tags.xml") == [f"{SITE}/tag/%E4%BE%9B%E6%9A%96/"]
    assert addresses(client, "/sitemap-services.xml") == [
        f"{SITE}/services/",
        f"{SITE}/services/zhufang/",
        f"{SITE}/services/{service.pk}.html",
    ]
    pages = [SITE + page.url for page in FlatPage.objects.order_by("url")]
    assert sorted(addresses(client, "/sitemap-pages.xml")) == pages


def test_a_long_section_has_pages_by_ranges_of_ids(client, monkeypatch):
    monkeypatch.setattr(ArticleSitemap, "limit", 2)
    first, second, third, fourth = [make_article(pk=pk) for pk in (1000, 1001, 1004, 1009)]
    section = f"{SITE}/sitemap-articles.xml"
    assert addresses(client, "/sitemap.xml")[:4] == [
        section,
        f"{section}?p=2",
        f"{section}?p=3",
        f"{SITE}/sitemap-categories.xml",
    ]
    pages = [addresses(client, f"/sitemap-articles.xml?p={number}") for number in (1, 2, 3)]
    assert pages == [
        [SITE + article.get_absolute_url() for article in page] for page in ([first, second], [third], [fourth])
    ]


def test_a_page_stays_as_it_is_when_another_articles_goes(client, monkeypatch):
    monkeypatch.setattr(ArticleSitemap, "limit", 2)
    articles = [make_article(pk=pk) for pk in (1000, 1001, 1002, 1003)]
    before = addresses(client, "/sitemap-articles.xml?p=2")
    Article.objects.filter(pk=articles[0].pk).update(state="withdrawn")
    assert (
        addresses(client, "/sitemap-articles.xml?p=2") == before == [SITE + a.get_absolute_url() for a in articles[2:]]
    )


def test_hidden_articles_alone_make_no_page(client, monkeypatch):
    monkeypatch.setattr(ArticleSitemap, "limit", 1)
    make_hidden()
    article = make_article()
    make_hidden()
    assert addresses(client, "/sitemap.xml")[:2] == [f"{SITE}/sitemap-articles.xml", f"{SITE}/sitemap-categories.xml"]
    assert addresses(client, "/sitemap-articles.xml") == [SITE + article.get_absolute_url()]


def test_without_articles_the_first_page_is_there_and_empty(client):
    assert addresses(client, "/sitemap.xml")[0] == f"{SITE}/sitemap-articles.xml"
    assert addresses(client, "/sitemap-articles.xml") == []


def test_the_index_names_no_more_than_it_may(client, monkeypatch):
    monkeypatch.setattr(ArticleSitemap, "limit", 1)
    monkeypatch.setattr(id_blocks, "MOST_PAGES", 2)
    articles = [make_article() for _ in range(3)]
    assert addresses(client, "/sitemap.xml")[:3] == [
        f"{SITE}/sitemap-articles.xml",
        f"{SITE}/sitemap-articles.xml?p=2",
        f"{SITE}/sitemap-categories.xml",
    ]
    assert addresses(client, "/sitemap-articles.xml") == [SITE + articles[1].get_absolute_url()]


def test_an_entry_says_when_it_changed_and_shows_its_cover(client):
    article = make_article(cover=make_picture())
    Article.objects.update(
        updated_at=datetime(2025, 3, 5, 1, 2, 3, tzinfo=UTC), published_at=datetime(2025, 3, 6, tzinfo=UTC)
    )
    root = ElementTree.fromstring(client.get("/sitemap-articles.xml").content)
    entry = root.find("s:url", NAMES)
    assert [node.text for node in entry.iter() if (node.text or "").strip()] == [
        SITE + article.get_absolute_url(),
        "2025-03-06T08:00:00+08:00",
        f"{SITE}/media/{article.cover.file.removesuffix('.webp')}-share.jpg",
    ]


def test_a_section_asked_by_date_alone_is_never_old(client):
    make_article()
    assert not client.get("/sitemap-articles.xml").has_header("Last-Modified")
    assert not client.get("/sitemap.xml").has_header("Last-Modified")


def test_crawlers_are_asked_not_to_index_the_maps_themselves(client):
    for path in ["/sitemap.xml", "/sitemap-articles.xml", "/sitemap-news.xml"]:
        response = client.get(path)
        assert (response["Content-Type"], response["X-Robots-Tag"]) == ("application/xml", "noindex, noodp, noarchive")


@pytest.mark.parametrize(
    "path",
    ["/sitemap-meiyou.xml", "/sitemap-articles.xml?p=9", "/sitemap-articles.xml?p=abc", "/sitemap-articles.xml?p=0"],
)
def test_unknown_sections_and_pages_are_404(client, path):
    make_article()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("section", ["articles", "tags"])
@pytest.mark.parametrize("count", [1, 30])
def test_more_rows_need_no_more_queries(client, django_assert_num_queries, section, count):
    for number in range(count):
        make_article(tags=[make_tag(f"标签{number}")])
    with django_assert_num_queries(4):
        assert len(addresses(client, f"/sitemap-{section}.xml")) == count


@pytest.mark.parametrize("count", [1, 30])
def test_the_index_needs_no_more_queries_for_more_rows_and_loads_no_article(client, django_assert_num_queries, count):
    for number in range(count):
        make_article(tags=[make_tag(f"标签{number}")])
        make_service(f"服务{number}")
    client.get("/sitemap.xml")
    with django_assert_num_queries(11) as queries:
        client.get("/sitemap.xml")
    dates = [query["sql"] for query in queries if query["sql"].startswith('SELECT "news_article"')]
    # The first looks for due updates, by their numbers alone.
    assert [sql.rsplit(" ", 2)[1:] for sql in dates] == [["LIMIT", "100"], ["LIMIT", "2000"]]


def test_the_index_says_when_an_article_changed_last(client):
    make_article()
    changed = make_article()
    make_hidden()
    entry = ElementTree.fromstring(client.get("/sitemap.xml").content).find("s:sitemap/s:lastmod", NAMES)
    assert entry.text == timezone.localtime(changed.updated_at).isoformat()


def test_the_index_says_of_each_page_when_it_changed(client, monkeypatch):
    monkeypatch.setattr(ArticleSitemap, "limit", 2)
    moments = [datetime(2025, 3, day, tzinfo=UTC) for day in (1, 2, 3)]
    for pk, moment in zip((1000, 1001, 1002), moments, strict=True):
        make_article(pk=pk, published_at=moment - timedelta(days=9))
        Article.objects.filter(pk=pk).update(updated_at=moment)
    entries = ElementTree.fromstring(client.get("/sitemap.xml").content).findall("s:sitemap/s:lastmod", NAMES)
    assert [entry.text for entry in entries] == ["2025-03-02T08:00:00+08:00", "2025-03-03T08:00:00+08:00"]


def news_of(client) -> list[list[str]]:
    root = ElementTree.fromstring(client.get("/sitemap-news.xml").content)
    return [[node.text for node in url.iter() if (node.text or "").strip()] for url in root]


def test_the_news_sitemap_has_the_originals_of_two_days_newest_first(client):
    now = timezone.now().replace(microsecond=0)
    old, new = [make_article(title=f"稿<{hours}>\x01", published_at=now - timedelta(hours=hours)) for hours in (47, 1)]
    make_article(published_at=now - timedelta(hours=48, seconds=1))
    make_article(reprint=True)
    make_hidden()
    assert news_of(client) == [
        [SITE + article.get_absolute_url(), "大院", "zh-cn", timezone.localtime(at).isoformat(), title]
        for article, at, title in [(new, new.published_at, "稿<1>"), (old, old.published_at, "稿<47>")]
    ]


def test_the_news_sitemap_ends_at_what_google_takes(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_RECENT", 2)
    for _ in range(3):
        make_article()
    assert len(news_of(client)) == 2


@pytest.mark.parametrize("count", [1, 30])
def test_the_news_sitemap_needs_no_more_queries_for_more_rows(client, django_assert_num_queries, count):
    for _ in range(count):
        make_article()
    with django_assert_num_queries(2):
        assert len(news_of(client)) == count
