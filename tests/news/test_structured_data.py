import json
import re
from datetime import UTC, datetime
from unittest.mock import ANY

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone
from PIL import Image

from news.desk import correcting
from news.models import Article, Correction, Source, Topic
from tests.browser.site import build_site
from tests.factories import make_article, make_category, make_picture, make_tag
from tests.news.structured_data_rules import faults

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"
PAPER = {
    "@type": "NewsMediaOrganization",
    "@id": f"{SITE}/#paper",
    "name": "大院",
    "url": f"{SITE}/",
    "logo": {"@type": "ImageObject", "url": f"{SITE}/static/img/logo.png", "width": 512, "height": 512},
    "correctionsPolicy": f"{SITE}/corrections/",
}


def page_of(client, article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def json_ld(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


@pytest.fixture
def article():
    category = make_category(slug="zhengwu", name="政务", parent=make_category(slug="zcjh", name="政策"))
    article = make_article(
        title="新规",
        summary="摘要",
        category=category,
        byline="网络编辑",
        cover=make_picture(alt="街景"),
        tags=[make_tag("劳动者")],
        published_at=datetime(2022, 12, 15, 7, 40, 48, tzinfo=UTC),
    )
    Article.objects.update(updated_at=datetime(2022, 12, 16, tzinfo=UTC))
    return article


def test_search_engines_are_told_of_the_article_and_the_way_to_it(client, article):
    address = f"{SITE}/zcjh/zhengwu/{article.pk}.html"
    graph = json_ld(page_of(client, article))
    (image,) = graph["@graph"][0].pop("image")
    assert faults({**graph, "@graph": [{**graph["@graph"][0], "image": [image]}, graph["@graph"][1]]}) == []
    assert graph == {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "NewsArticle",
                "headline": "新规",
                "description": "摘要",
                "mainEntityOfPage": address,
                "url": address,
                "datePublished": "2022-12-15T15:40:48+08:00",
                "dateModified": "2022-12-16T08:00:00+08:00",
                "articleSection": "政务",
                "keywords": ["劳动者"],
                "author": [{"@type": "Organization", "name": "网络编辑"}],
                "publisher": PAPER,
                "inLanguage": "zh-CN",
                "isAccessibleForFree": True,
            },
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": 1, "name": "大院", "item": f"{SITE}/"},
                    {"@type": "ListItem", "position": 2, "name": "政策", "item": f"{SITE}/zcjh/"},
                    {"@type": "ListItem", "position": 3, "name": "政务", "item": f"{SITE}/zcjh/zhengwu/"},
                    {"@type": "ListItem", "position": 4, "name": "新规", "item": address},
                ],
            },
        ],
    }
    assert (image["@type"], image["width"], image["height"]) == ("ImageObject", 640, 400)
    assert client.get(image["url"].removeprefix(SITE)).status_code == 200


def test_who_shares_the_page_sees_title_summary_and_picture(client, article):
    page = page_of(client, article)
    properties = dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', page))
    image = properties.pop("og:image")
    assert properties == {
        "og:type": "article",
        "og:site_name": "大院",
        "og:title": "新规",
        "og:description": "摘要",
        "og:url": f"{SITE}/zcjh/zhengwu/{article.pk}.html",
        "og:locale": "zh_CN",
        "og:image:type": "image/jpeg",
        "og:image:width": "640",
        "og:image:height": "400",
        "og:image:alt": "街景",
        "article:published_time": "2022-12-15T15:40:48+08:00",
        "article:modified_time": "2022-12-16T08:00:00+08:00",
        "article:section": "政务",
        "article:tag": "劳动者",
    }
    assert re.findall(r'<link rel="canonical" href="([^"]+)">', page) == [properties["og:url"]]
    assert client.get(image.removeprefix(SITE))["Content-Type"] == "image/jpeg"


def test_without_a_summary_the_text_describes_the_article(client):
    article = make_article(summary="", body="<p>第一段" + "长" * 200 + "</p>")
    assert json_ld(page_of(client, article))["@graph"][0]["description"] == "第一段" + "长" * 117


def story_of(client, article) -> dict:
    graph = json_ld(page_of(client, article))
    assert faults(graph) == []
    return graph["@graph"][0]


def test_an_article_of_little_says_all_that_is_required(client):
    story = story_of(client, make_article(summary="", byline=""))
    assert story["author"] == [{"@type": "Organization", "name": "大院", "url": f"{SITE}/"}]
    assert [(image["width"], image["height"]) for image in story["image"]] == [(1200, 630)]


def test_a_correction_is_told_with_its_date_and_is_a_change(client):
    article = make_article()
    Article.objects.update(updated_at=datetime(2025, 3, 1, tzinfo=UTC), published_at=datetime(2025, 3, 1, tzinfo=UTC))
    correcting.correct(article.pk, None, "“三成”应为“两成”。</script>")
    at = timezone.localtime(Correction.objects.get().at).isoformat(timespec="seconds")
    story = story_of(client, article)
    assert story["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "“三成”应为“两成”。</script>",
            "datePublished": at,
        }
    ]
    assert story["dateModified"] == at


def test_a_reprint_without_byline_is_by_its_source(client):
    source = Source.objects.create(name="中工网", url="https://a.example/")
    article = make_article(reprint=True, source=source, source_url="https://a.example/1", editor="钱某")
    story = story_of(client, article)
    assert story["author"] == [{"@type": "Organization", "name": "中工网", "url": "https://a.example/"}]
    assert (story["isBasedOn"], story["editor"]) == ("https://a.example/1", {"@type": "Person", "name": "钱某"})
    Article.objects.update(byline="本报记者 张三丰")
    assert story_of(client, article)["author"] == [{"@type": "Person", "name": "张三丰"}]


def test_a_scheduled_article_was_not_changed_before_it_was_published(client, article):
    Article.objects.update(updated_at=datetime(2022, 12, 14, tzinfo=UTC))
    page = page_of(client, article)
    times = re.findall(r'"article:(\w+)_time" content="([^"]+)"', page)
    assert times == [("published", "2022-12-15T15:40:48+08:00"), ("modified", "2022-12-15T15:40:48+08:00")]


def test_the_front_page_tells_of_the_site_and_how_to_search_it(client):
    graph = json_ld(client.get("/").content.decode())
    assert graph == {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "WebSite",
                "@id": f"{SITE}/#website",
                "name": "大院",
                "url": f"{SITE}/",
                "inLanguage": "zh-CN",
                "publisher": {"@id": f"{SITE}/#paper"},
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": {"@type": "EntryPoint", "urlTemplate": f"{SITE}/search/?q={{search_term_string}}"},
                    "query-input": "required name=search_term_string",
                },
            },
            PAPER,
        ],
    }
    assert faults(graph) == []
    with Image.open(finders.find("img/logo.png")) as logo:
        assert logo.size == (512, 512)


def test_a_list_tells_what_it_is_and_the_way_to_it(client, article):
    lists = {
        "/zcjh/zhengwu/": ("政务", "政务", ["大院", "政策", "政务"]),
        "/tag/劳动者/": ("劳动者", "有关“劳动者”的报道", ["大院", "劳动者"]),
    }
    for path, (name, about, way) in lists.items():
        graph = json_ld(client.get(path).content.decode())
        page, trail = graph["@graph"]
        assert (page["@type"], page["name"], page["description"]) == ("CollectionPage", name, about)
        assert [step["name"] for step in trail["itemListElement"]] == way
        assert (trail["itemListElement"][-1]["item"], faults(graph)) == (page["url"], [])


@pytest.mark.parametrize(
    "path", ["/", "/zcjh/", "/tag/劳动者/", "/topic/", "/topic/laodong/", "/archive/", "/archive/2022/12/"]
)
def test_a_page_without_a_picture_is_shared_with_the_emblem(client, article, path):
    Topic.objects.create(name="劳动", slug="laodong", published_at=timezone.now())
    properties = dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', client.get(path).content.decode()))
    assert properties["og:image"] == f"{SITE}/static/img/card.png"
    assert (properties["og:image:width"], properties["og:image:height"]) == ("1200", "630")
    with Image.open(finders.find("img/card.png")) as image:
        assert image.size == (1200, 630)


def test_every_page_to_share_says_what_it_is(client):
    pages = build_site()
    lists = ["front", "category", "tag", "topic", "topics", "archive", "archive_year", "archive_month"]
    for kind in [*lists, "services", "services_group", "service", "flat_page", "corrections"]:
        path = pages.get(kind, "/corrections/")
        page = client.get(path).content.decode()
        properties = dict(re.findall(r'<meta property="og:([^"]+)" content="([^"]+)">', page))
        assert properties == {
            "type": "website",
            "site_name": "大院",
            "title": re.search("<title>(.+)</title>", page)[1],
            "description": re.search('<meta name="description" content="([^"]+)">', page)[1],
            "url": f"{SITE}{path}",
            "locale": "zh_CN",
            "image": ANY,
            "image:type": "image/jpeg" if kind == "topic" else "image/png",
            "image:width": ANY,
            "image:height": ANY,
            "image:alt": ANY,
        }, kind


def test_a_topic_is_shared_with_its_cover(client):
    cover = make_picture(alt="夜“景”", width=1600, height=900)
    Topic.objects.create(name="夜游", slug="yeyou", cover=cover, published_at=timezone.now())
    page = client.get("/topic/yeyou/").content.decode()
    image = dict(re.findall(r'<meta property="og:image([^"]*)" content="([^"]+)">', page))
    assert client.get(image.pop("").removeprefix(SITE))["Content-Type"] == "image/jpeg"
    assert image == {":type": "image/jpeg", ":width": "1200", ":height": "675", ":alt": "夜“景”"}


def test_a_category_leads_to_its_own_feeds(client, article):
    page = client.get("/zcjh/").content.decode()
    found = re.findall(r'<link rel="alternate" type="[^"]+" title="政策 - [^"]+" href="([^"]+)">', page)
    assert found == ["/zcjh/feed/", "/zcjh/feed/atom/", "/zcjh/feed/json/"]


@pytest.mark.parametrize("words", ["</script><script>alert(1)</script>", "<!--<script>", "\u2028\u2029", '"\\'])
def test_no_words_of_an_article_end_the_script(client, words):
    article = make_article(title=words, summary=words, byline=words[:60], editor=words[:30])
    page = page_of(client, article)
    assert json_ld(page)["@graph"][0]["headline"] == words
    inside = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(inside) == 1
    assert not set("<>&") & set(inside[0])
