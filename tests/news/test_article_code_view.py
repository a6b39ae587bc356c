"""The QR code of an article's address."""

import pytest
import segno
from django.urls import reverse

from news.models import Article
from tests.factories import make_article, make_category
from tests.visibility import make_hidden

pytestmark = pytest.mark.django_db


def code_of(client, article):
    return client.get(article.get_code_url())


def test_it_says_the_permanent_address(client):
    article = make_article()
    response = code_of(client, article)
    expected = segno.make(f"http://localhost:8000/minsheng/{article.pk}.html", error="m", micro=False)
    drawing = expected.svg_inline(border=3, light="#fff", omitsize=True)
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    path = response.content.decode().split('stroke="#000" d="')[1].split('"')[0]
    assert path == drawing.split('stroke="#000" d="')[1].split('"')[0]


def test_a_wrong_path_leads_to_the_right_one_for_good(client):
    article = make_article(category=make_category("wenhua", "文化"))
    response = client.get(f"/minsheng/{article.pk}.svg")
    assert (response.status_code, response["Location"]) == (301, f"/wenhua/{article.pk}.svg")


def test_hidden_articles_have_none(client):
    assert {code_of(client, article).status_code for article in make_hidden()} == {404}
    assert client.get("/minsheng/999999.svg").status_code == 404


def test_it_draws_nothing_that_runs_and_takes_one_query(client, django_assert_num_queries):
    article = make_article(title='"><script>alert(1)</script>')
    with django_assert_num_queries(2):  # the other is the look for scheduled updates
        content = code_of(client, article).content.decode()
    assert "script" not in content and "style" not in content


def test_addresses_are_those_of_the_urls():
    article = Article(pk=7, category=make_category("zhengwu", "政务", make_category("zcjh", "政策")))
    at = {"path": "zcjh/zhengwu", "pk": 7}
    assert article.get_absolute_url() == reverse("news:article", kwargs=at)
    assert article.get_code_url() == reverse("news:article_code", kwargs=at)
    assert article.category.get_absolute_url() == reverse("news:category", kwargs={"path": "zcjh/zhengwu"})
