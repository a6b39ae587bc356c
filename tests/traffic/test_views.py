from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from news.models import Article
from tests.directory.building import make_service
from tests.factories import make_article
from traffic.models import DailyClicks, DailyReadings

pytestmark = pytest.mark.django_db


def beacon(client, pk, **headers):
    return client.post(f"/traffic/articles/{pk}/", headers=headers)


def test_a_reading_is_counted_without_cookie_or_token(client):
    article = make_article()
    response = beacon(client, article.pk)
    assert (response.status_code, response.content, dict(response.cookies)) == (204, b"", {})
    assert "no-store" in response["Cache-Control"]
    assert DailyReadings.objects.totals([article.pk]) == {article.pk: 1}


def test_reading_a_page_writes_nothing(client):
    article = make_article()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        assert [client.get(path).status_code for path in [article.get_absolute_url(), "/"]] == [200, 200]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Article.State.DRAFT},
        {"state": Article.State.WITHDRAWN},
        {"published_at": timezone.now() + timedelta(hours=1)},
        {"expires_at": timezone.now() - timedelta(minutes=1)},
    ],
    ids=["draft", "withdrawn", "scheduled", "expired"],
)
def test_what_is_not_published_is_not_counted(client, fields):
    article = make_article(**fields)
    assert beacon(client, article.pk).status_code == 404
    assert not DailyReadings.objects.exists()


@pytest.mark.parametrize("pk", ["0", "-1", str(10**30), "abc", "١", "999999"])
def test_unknown_articles_are_404(client, pk):
    assert beacon(client, pk).status_code == 404


def test_only_a_post_counts(client):
    article = make_article()
    assert [
        getattr(client, method)(f"/traffic/articles/{article.pk}/").status_code for method in ("get", "head", "put")
    ] == [405] * 3
    assert not DailyReadings.objects.exists()


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 204), ("none", 204), ("cross-site", 403), ("same-site", 403)]
)
def test_other_sites_count_nothing(client, site, status):
    article = make_article()
    assert beacon(client, article.pk, sec_fetch_site=site).status_code == status
    assert DailyReadings.objects.count() == (status == 204)


def test_the_way_out_is_counted_and_leads_to_the_stored_address_only(client):
    service = make_service(official_url="https://www.example.com/a?b=c")
    response = client.get(f"/services/go/{service.pk}/?url=https://evil.example/&next=//evil.example")
    assert (response.status_code, response["Location"]) == (302, "https://www.example.com/a?b=c")
    assert list(DailyClicks.objects.values_list("service", "clicks")) == [(service.pk, 1)]


def test_a_look_ahead_is_not_a_click(client):
    service = make_service(official_url="https://www.example.com/")
    assert client.head(f"/services/go/{service.pk}/").status_code == 302
    assert not DailyClicks.objects.exists()


def test_no_way_out_of_hidden_services_and_those_without_a_site(client):
    hidden = make_service("甲", official_url="https://www.example.com/", is_public=False)
    without = make_service("乙")
    statuses = [client.get(f"/services/go/{pk}/").status_code for pk in (hidden.pk, without.pk, 0, 10**30, "x")]
    assert (statuses, DailyClicks.objects.count()) == ([404] * 5, 0)
