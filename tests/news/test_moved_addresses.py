"""Addresses that moved, and those that nobody knows."""

import pytest
from django.contrib.redirects.models import Redirect

from news.models import Category, MissingAddress
from news.models.missing_address import MOST_ROWS
from tests.factories import make_article, make_category, make_user
from tests.races import at_once

pytestmark = pytest.mark.django_db


def ways() -> dict[str, str]:
    return dict(Redirect.objects.values_list("old_path", "new_path"))


def rename(category, slug):
    category.slug = slug
    category.save()


def test_a_renamed_category_and_its_children_lead_to_where_they_are(client):
    top = make_category("zhengce", "政策")
    make_category("zhengwu", "政务", parent=top)
    article = make_article(category=top)
    rename(top, "zcjh")
    assert ways() == {"/zhengce/": "/zcjh/", "/zhengce/zhengwu/": "/zcjh/zhengwu/"}
    response = client.get("/zhengce/zhengwu/?page=2")
    assert (response.status_code, response["Location"]) == (301, "/zcjh/zhengwu/?page=2")
    assert client.get("/zhengce/zhengwu/feed/")["Location"] == "/zcjh/zhengwu/feed/"
    assert client.get(f"/zhengce/{article.pk}.html")["Location"] == f"/zcjh/{article.pk}.html"


def test_chains_become_one_step_and_circles_none():
    category = make_category("a", "甲")
    for slug in ["b", "c", "a"]:
        rename(category, slug)
    assert ways() == {"/b/": "/a/", "/c/": "/a/"}


def test_a_category_that_stands_there_wins_over_a_redirect(client):
    rename(make_category("a", "甲"), "b")
    make_category("a", "新甲")
    assert client.get("/a/").status_code == 200


def test_saving_without_a_new_address_redirects_nothing():
    category = make_category("a", "甲")
    category.name = "乙"
    category.save()
    assert ways() == {}


def test_moving_a_category_below_another_redirects_it(client):
    category, top = make_category("a", "甲"), make_category("b", "乙")
    category.parent = top
    category.save()
    assert client.get("/a/")["Location"] == "/b/a/"


def test_404s_are_counted_by_address_without_the_query(client):
    for path in ["/meiyou/", "/meiyou/?phone=138", "/qita/"]:
        assert client.get(path).status_code == 404
    client.post("/meiyou/")
    assert list(MissingAddress.objects.values_list("path", "hits")) == [("/meiyou/", 2), ("/qita/", 1)]


@pytest.mark.parametrize(
    "path",
    [
        "/wp-login.php",
        "/.env",
        "/admin/meiyou/",
        "/static/x.css",
        "/a\x00b/",
        "/" + "x" * 300 + "/",
        "/media/x.webp",
        "/favicon.ico",
    ],
)
def test_what_robots_try_and_staff_mistype_is_not_counted(client, path):
    assert client.get(path).status_code in {302, 400, 404}
    assert not MissingAddress.objects.exists()


def test_a_flood_of_addresses_fills_no_table(client):
    MissingAddress.objects.bulk_create(MissingAddress(path=f"/{number}/") for number in range(MOST_ROWS))
    client.get("/meiyou/")
    client.get("/5/")
    assert (MissingAddress.objects.count(), MissingAddress.objects.get(path="/5/").hits) == (MOST_ROWS, 2)


@pytest.mark.django_db(transaction=True)
def test_counting_loses_nothing():
    at_once([lambda: [MissingAddress.objects.count_one("/meiyou/") for _ in range(25)]] * 8)
    assert MissingAddress.objects.get().hits == 200


@pytest.fixture
def chief(client):
    client.force_login(make_user("zhubian", "主编"))


ADD = "/admin/redirects/redirect/add/"


def test_one_click_leads_from_the_list_to_a_filled_in_redirect(client, chief):
    MissingAddress.objects.count_one("/jiu/")
    page = client.get("/admin/news/missingaddress/").content.decode()
    assert f'href="{ADD}?old_path=%2Fjiu%2F"' in page
    form = client.get(f"{ADD}?old_path=%2Fjiu%2F").context["adminform"].form
    assert form["old_path"].value() == "/jiu/"
    client.post(ADD, {"old_path": "/jiu/", "new_path": "/minsheng/"})
    assert (ways(), MissingAddress.objects.count()) == ({"/jiu/": "/minsheng/"}, 0)
    assert client.get("/jiu/")["Location"] == "/minsheng/"


def test_an_empty_destination_is_gone_for_good(client, chief):
    client.post(ADD, {"old_path": "/jiu/", "new_path": ""})
    assert client.get("/jiu/").status_code == 410


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("jiu", "/a/", "old_path"),
        ("//evil.example/", "/a/", "old_path"),
        ("/jiu/", "//evil.example/", "new_path"),
        ("/jiu/", "javascript:alert(1)", "new_path"),
        ("/jiu/", "/jiu/", "new_path"),
        ("/b/", "/a/", "new_path"),
        ("/a/", "/c/", "old_path"),
        ("/ji\x00u/", "/a/", "old_path"),
        ("/" + "x" * 200, "/a/", "old_path"),
    ],
)
def test_redirects_that_lead_astray_are_refused(client, chief, old, new, field):
    client.post(ADD, {"old_path": "/a/", "new_path": "/b/"})
    response = client.post(ADD, {"old_path": old, "new_path": new})
    assert list(response.context["adminform"].form.errors) == [field]
    assert ways() == {"/a/": "/b/"}


def test_redirects_made_by_hand_are_one_step_too(client, chief):
    client.post(ADD, {"old_path": "/b/", "new_path": "/c/"})
    client.post(ADD, {"old_path": "/a/", "new_path": "/b/"})
    client.post(ADD, {"old_path": "/c/", "new_path": "/d/"})
    assert ways() == {"/a/": "/d/", "/b/": "/d/", "/c/": "/d/"}


def test_the_list_asks_as_often_for_30_as_for_one(client, chief, django_assert_num_queries):
    for count in [1, 30]:
        MissingAddress.objects.bulk_create(MissingAddress(path=f"/{count}-{number}/") for number in range(count))
        with django_assert_num_queries(9):
            client.get("/admin/news/missingaddress/")
    assert Category.objects.count() == 0
