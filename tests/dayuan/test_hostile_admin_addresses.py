"""Every list and form of the admin against addresses and posts that no page of ours makes."""

import itertools
import re

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.factories import make_article, make_comment, make_picture, make_tag, make_user

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
MUCH = "9" * 31
LOOKUPS = f"=x ={{ ={MUCH} __exact=[ __gte=-1 __month=x __year=0 __year={MUCH} __in=x __regex=[".split()
HEADING = "<h1>这个请求无法处理</h1>"


@pytest.fixture(autouse=True)
def root(client):
    client.force_login(make_user("root", is_superuser=True))
    make_comment(make_article(cover=make_picture(), tags=[make_tag()]))


def address(model, page, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def columns(model) -> list[str]:
    return [field.name for field in model._meta.concrete_fields]


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_no_lookup_breaks_a_list(client, model):
    for column, lookup in itertools.product(columns(model), LOOKUPS):
        status = client.get(f"{address(model, 'changelist')}?{column}{lookup}").status_code
        assert (column, lookup, status) in [(column, lookup, fine) for fine in (200, 302, 400)]


def test_the_lookups_that_lists_offer_are_answered(client):
    for model in MODELS:
        page = client.get(address(model, "changelist")).content.decode()
        for query in re.findall(r'href="(\?[^"]+)"', page):
            response = client.get(address(model, "changelist") + query.replace("&amp;", "&"))
            assert (query, response.status_code) == (query, 200)


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_rows_that_are_no_numbers_are_a_bad_request(client, model):
    for pk in ["", "abc", "-1", "1.5", "a\0b", "１", "\ufffd"]:
        response = client.post(address(model, "changelist"), {"action": "delete_selected", "_selected_action": pk})
        assert (pk, response.status_code, HEADING in response.content.decode()) == (pk, 400, True)


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_an_empty_field_to_point_at_is_a_bad_request(client, model):
    for there in [address(model, "change", 1), address(model, "delete", 1)]:
        assert client.get(f"{there}?_to_field=").status_code == 400
        assert client.post(there, {"_to_field": ""}).status_code == 400


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_a_form_opens_whatever_its_address_fills_in(client, model):
    for value in ["", "0", "-1", "9" * 31, "abc", "１", "甲,乙", "2026-13-45"]:
        query = {field.name: value for field in [*model._meta.fields, *model._meta.many_to_many]}
        assert client.get(address(model, "add"), query).status_code in {200, 403}


@pytest.mark.parametrize("key", [r'"\000\000\000\000\000\000\000\000"', "x" * 3000, "' OR 1=1 --", "\xed\xa0\x80" * 9])
def test_a_session_that_is_none_of_ours_is_no_session(client, key):
    client.logout()
    response = client.get("/admin/", headers={"cookie": f"sessionid={key}"})
    assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/admin/")
