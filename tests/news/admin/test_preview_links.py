"""预览链接 in the admin: made, listed, revoked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.desk import reviewing, revising, sharing
from news.models import CategoryRight, Entry, PreviewLink
from tests.factories import make_article, make_category, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user("bianji", "编辑")
    client.force_login(user)
    return user


@pytest.fixture
def article():
    article = make_article(state="draft", published_at=None, title="给被采访的人看")
    return revising.keep_pace(article.pk)


def address(article) -> str:
    return f"/admin/news/article/{article.pk}/links/"


def make(client, article, **fields):
    return client.post(address(article), {"number": 1, "days": 3, **fields})


def log() -> list[tuple]:
    return list(Entry.objects.order_by("pk").values_list("action", "number", "reason", "actor__username"))


@pytest.mark.parametrize("days", [1, 3, 7])
def test_makes_a_link_shows_it_once_and_logs_it(client, editor, article, days):
    response = make(client, article, days=days)
    shown = response.context["address"]
    link = PreviewLink.objects.get()
    assert (link.article, link.number, link.created_by) == (article, 1, editor)
    assert round((link.expires_at - link.created_at).total_seconds() / 3600) == 24 * days
    assert log() == [("link_made", 1, f"{days} 天有效", "bianji")]
    assert "no-store" in response["Cache-Control"]
    token = shown.removeprefix("http://localhost:8000/preview/").rstrip("/")
    assert len(token) == 43
    assert "给被采访的人看" in client.get(f"/preview/{token}/").content.decode()
    assert token not in client.get(address(article)).content.decode()


@pytest.mark.parametrize("fields", [{"days": 30}, {"days": ""}, {"number": 2}, {"number": 0}, {"number": 10**20}])
def test_a_wrong_choice_makes_none(client, editor, article, fields):
    response = make(client, article, **fields)
    assert (response.status_code, response.context["address"], response.context["form"].is_valid()) == (200, "", False)
    assert PreviewLink.objects.count() == Entry.objects.count() == 0


def test_revokes_a_link_and_logs_it(client, editor, article):
    link, token = sharing.make_link(article.pk, editor, number=1, days=1)
    response = client.post(address(article), {"revoke": link.pk}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["链接已收回，打开它的人不再看到稿件。"]
    assert client.get(f"/preview/{token}/").status_code == 404
    assert log()[1:] == [("link_revoked", 1, "", "bianji")]
    assert "已收回" in client.get(address(article)).content.decode()
    again = client.post(address(article), {"revoke": link.pk}, follow=True)
    assert [str(message) for message in again.context["messages"]] == ["没有收回：这个链接已收回。"]
    assert len(log()) == 2


@pytest.mark.parametrize("revoke", ["x", "0", "", "9" * 30, "999"])
def test_no_other_link_is_revoked(client, editor, article, revoke):
    assert client.post(address(article), {"revoke": revoke}).status_code == 404


def test_a_link_of_another_article_is_not_revoked_from_here(client, editor, article):
    other = revising.keep_pace(make_article().pk)
    link, _ = sharing.make_link(other.pk, editor, number=1, days=1)
    assert client.post(address(article), {"revoke": link.pk}).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def test_there_are_not_more_than_somebody_can_watch(client, editor, article):
    for _ in range(sharing.MOST_LIVING):
        sharing.make_link(article.pk, editor, number=1, days=1)
    assert "已有 20 个有效的链接" in make(client, article).content.decode()
    assert PreviewLink.objects.count() == 20


@pytest.mark.parametrize("why", ["category", "review", "bin", "published"])
def test_only_who_may_edit_the_article_makes_or_revokes(client, article, why):
    writer = make_user("jizhe", "记者")
    client.force_login(writer)
    fields = {"created_by": writer}
    link, _ = sharing.make_link(article.pk, make_user("root", is_superuser=True), number=1, days=1)
    if why == "category":
        CategoryRight.objects.create(category=article.category, role="edit", user=make_user("bieren"))
    elif why == "review":
        fields["category"] = make_category("sanshen", "三审", review_steps=1)
    elif why == "bin":
        fields["binned_at"] = timezone.now()
    else:
        fields |= {"state": "published", "published_at": timezone.now()}
    type(article).objects.filter(pk=article.pk).update(**fields)
    if why == "review":
        reviewing.submit(article.pk, writer)
    before = PreviewLink.objects.values().get()
    assert client.get(address(article)).status_code == 403
    assert make(client, article).status_code == 403
    assert client.post(address(article), {"revoke": link.pk}).status_code == 403
    assert PreviewLink.objects.values().get() == before


def test_asks_as_often_for_30_links_as_for_one(client, editor, article):
    def fill(start, stop):
        for number in range(start, stop):
            PreviewLink.objects.create(
                article=article, number=1, digest=f"{number:064x}", created_by=editor, expires_at="2099-01-01T00:00Z"
            )

    fill(0, 1)
    client.get(address(article))
    with CaptureQueriesContext(connection) as few:
        client.get(address(article))
    fill(1, 30)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address(article)).content.decode().count(">收回<") == 30
    assert len(many) == len(few)
