from xml.etree import ElementTree

import pytest
from django.contrib.flatpages.models import FlatPage
from django.utils import timezone

from news.sitemaps import ArticleSitemap
from tests.directory.building import make_service
from tests.factories import make_article, make_category, make_tag
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


def test_a_long_section_has_pages(client, monkeypatch):
    monkeypatch.setattr(ArticleSitemap, "limit", 2)
    articles = [make_article() for _ in range(3)]
    assert addresses(client, "/sitemap.xml")[:2] == [f"{SITE}/sitemap-articles.xml", f"{SITE}/sitemap-articles.xml?p=2"]
    assert addresses(client, "/sitemap-articles.xml?p=2") == [SITE + articles[2].get_absolute_url()]


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
    assert [sql.rsplit(" ", 2)[1:] for sql in dates] == [["LIMIT", "100"], ["LIMIT", "1"]]


def test_the_index_says_when_an_article_changed_last(client):
    make_article()
    changed = make_article()
    make_hidden()
    entry = ElementTree.fromstring(client.get("/sitemap.xml").content).find("s:sitemap/s:lastmod", NAMES)
    assert entry.text == timezone.localtime(changed.updated_at).isoformat()
