import re

import pytest

from news import views
from tests.factories import make_article, make_tag
from tests.visibility import make_hidden

pytestmark = pytest.mark.django_db


def listed(response) -> list[str]:
    return re.findall(r'<h2 class="line__title"><a href="[^"]+">([^<]+)</a>', response.content.decode())


def test_a_tag_lists_its_published_articles(client):
    tag = make_tag("供暖")
    make_article(title="有标签", tags=[tag])
    make_article(title="没标签")
    make_hidden(tags=[tag])
    response = client.get("/tag/供暖/")
    assert listed(response) == ["有标签"]
    assert re.findall(r"共 (\d+) 篇", response.content.decode()) in ([], ["1"])


@pytest.mark.parametrize("written", ["AI", "ａｉ", "Ai"])
def test_another_spelling_leads_to_the_one_address(client, written):
    make_article(tags=[make_tag("ai")])
    response = client.get(f"/tag/{written}/")
    assert (response.status_code, response["Location"]) == (301, "/tag/ai/")


@pytest.mark.parametrize("name", ["没有的", "%00", "%ED%A0%80", "a" * 61, "a/b", "%0a", "<script>"])
def test_unknown_tags_are_404(client, name):
    make_tag("供暖")
    assert client.get(f"/tag/{name}/").status_code == 404


@pytest.mark.parametrize("written", ["ai", "AI"])
def test_a_tag_that_only_hidden_articles_carry_is_404(client, written):
    make_hidden(tags=[make_tag("ai")])
    assert client.get(f"/tag/{written}/").status_code == 404


def test_of_very_many_articles_the_newest_are_listed_and_the_others_left_to_search(client, monkeypatch):
    monkeypatch.setattr(views, "MOST_OF_TAG", 40)
    tag = make_tag("供暖")
    for number in range(41):
        make_article(title=f"稿{number}", tags=[tag])
        page = client.get("/tag/供暖/?page=2") if number > 38 else None
        if page:
            said = ("共 40 篇" in page.content.decode(), '<a href="/search/?q=%E4%BE%9B' in page.content.decode())
            assert said == (number == 39, number == 40)
    assert listed(page) == [f"稿{number}" for number in range(20, 0, -1)]
    assert client.get("/tag/供暖/?page=3").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_more_articles_need_no_more_queries(client, django_assert_num_queries, count):
    tag = make_tag("供暖")
    for _ in range(count):
        make_article(tags=[tag])
    with django_assert_num_queries(6):
        client.get("/tag/供暖/")
