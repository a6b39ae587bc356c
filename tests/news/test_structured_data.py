import json
import re
from datetime import UTC, datetime

import pytest

from news.models import Article
from tests.factories import make_article, make_category, make_picture, make_tag

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"


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
    image = graph["@graph"][0].pop("image")
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
                "author": {"@type": "Organization", "name": "网络编辑"},
                "publisher": {"@type": "Organization", "name": "大院", "url": SITE},
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
    assert client.get(image[0].removeprefix(SITE)).status_code == 200


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
