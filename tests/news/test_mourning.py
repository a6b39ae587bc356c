"""Grey pages: on the day, by the clock of Shanghai, for everyone, at no query."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Category, MourningDay
from tests.browser.site import build_site
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
NATIONAL = "南京大屠杀死难者国家公祭日"


@pytest.fixture
def clock(monkeypatch):
    def set_to(*moment):
        monkeypatch.setattr(timezone, "now", lambda: datetime(*moment, tzinfo=UTC))

    return set_to


def html_tag(client, path="/") -> str:
    return re.search("<html[^>]*>", client.get(path).content.decode())[0]


GREY, NOT_GREY = '<html lang="zh-CN" id="elder" class="is-grey">', '<html lang="zh-CN" id="elder">'


def test_the_national_day_is_there_from_the_start():
    assert list(MourningDay.objects.values_list("date", "every_year", "reason")) == [
        (date(2014, 12, 13), True, NATIONAL)
    ]


@pytest.mark.parametrize(
    ("moment", "tag"),
    [
        ((2026, 12, 12, 15, 59, 59), NOT_GREY),
        ((2026, 12, 12, 16, 0, 0), GREY),
        ((2026, 12, 13, 15, 59, 59), GREY),
        ((2026, 12, 13, 16, 0, 0), NOT_GREY),
        ((2013, 12, 13, 4, 0, 0), NOT_GREY),
        ((2027, 12, 13, 4, 0, 0), GREY),
    ],
)
@pytest.mark.parametrize("with_sections", [True, False])
def test_pages_are_grey_from_midnight_to_midnight_in_shanghai(client, clock, moment, tag, with_sections):
    if with_sections:
        make_article(published_at=datetime(2012, 1, 1, tzinfo=UTC))
    clock(*moment)
    assert html_tag(client) == tag


def test_a_single_day_is_grey_once(client, clock):
    make_article(published_at=datetime(2012, 1, 1, tzinfo=UTC))
    MourningDay.objects.create(date=date(2026, 5, 12), reason="哀悼日")
    found = []
    for moment in [(2026, 5, 11, 4), (2026, 5, 12, 4), (2026, 5, 13, 4), (2027, 5, 12, 4)]:
        clock(*moment)
        found.append(html_tag(client))
    assert found == [NOT_GREY, GREY, NOT_GREY, NOT_GREY]


def test_every_kind_of_page_is_grey_but_the_admin(client):
    site = build_site()
    MourningDay.objects.create(date=timezone.localdate(), reason="哀悼日")
    assert {kind: html_tag(client, path) for kind, path in site.items()} == dict.fromkeys(site, GREY)
    client.force_login(make_user(is_superuser=True))
    assert "is-grey" not in html_tag(client, "/admin/")


def test_the_day_is_read_with_the_sections_in_one_query(client):
    make_article()
    with CaptureQueriesContext(connection) as captured:
        client.get("/archive/")
    asking = [query["sql"] for query in captured if MourningDay._meta.db_table in query["sql"]]
    assert (len(asking), Category._meta.db_table in asking[0]) == (1, True)


def test_the_admin_does_not_ask_for_it(client):
    client.force_login(make_user(is_superuser=True))
    with CaptureQueriesContext(connection) as captured:
        client.get("/admin/news/tag/")
    assert [query["sql"] for query in captured if MourningDay._meta.db_table in query["sql"]] == []


def test_a_day_stands_once_and_has_a_reason():
    day = timezone.localdate() + timedelta(days=1)
    MourningDay.objects.create(date=day, reason="哀悼日")
    for fields in [{"date": day, "reason": "又一次"}, {"date": day + timedelta(days=1), "reason": ""}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            MourningDay.objects.create(**fields)


def test_the_chief_adds_a_day_in_the_admin(client):
    client.force_login(make_user(group="主编"))
    client.post("/admin/news/mourningday/add/", {"date": "2026-05-12", "reason": "哀悼日"})
    assert MourningDay.objects.filter(date=date(2026, 5, 12), every_year=False, reason="哀悼日").count() == 1
    page = client.get("/admin/news/mourningday/").content.decode()
    assert (NATIONAL in page, "哀悼日" in page) == (True, True)
