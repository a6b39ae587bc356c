"""One thread on a page of its own, and what has come since."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from comments import threads
from tests.factories import make_article, make_comment, make_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return make_comment(make_article(title="供暖"), name="楼主", body="开头", state="approved")


def replies(root, number):
    now = timezone.now()
    return [make_reply(root, body=f"回{n}", state="approved", created_at=now + timedelta(n)) for n in range(number)]


def shown(response):
    return [reply.body for reply in response.context["page"].comments]


def test_a_thread_has_pages_and_loses_nothing(client, root, monkeypatch):
    monkeypatch.setattr(threads, "REPLIES_ON_A_PAGE", 3)
    made = replies(root, 7)
    found, after = [], ""
    while True:
        page = client.get(root.get_absolute_url() + (f"?after={after}" if after else ""))
        assertContains(page, "开头")
        found += shown(page)
        if not (after := page.context["page"].next):
            break
    assert found == [reply.body for reply in made]


def test_the_address_of_a_reply_begins_with_it(client, root):
    made = replies(root, 4)
    page = client.get(made[2].get_absolute_url())
    assert shown(page) == ["回2", "回3"]
    assertContains(page, f'id="comment-{made[2].number}" tabindex="-1" autofocus')
    assertContains(page, f'<a href="{root.get_absolute_url()}">从第一条回复看起</a>')


@pytest.mark.parametrize("state", ["pending", "rejected", "withdrawn"])
def test_what_is_not_public_has_no_address(client, root, state):
    hidden = make_reply(root, body="藏着", state=state)
    lonely = make_comment(root.article, state=state)
    elsewhere = make_article()
    addresses = [hidden.get_absolute_url(), lonely.get_absolute_url(), f"/comments/{elsewhere.pk}/{root.number}/"]
    unknown = f"/comments/{root.article_id}/BCDFGHJKMP/"
    assert [client.get(address).status_code for address in [*addresses, unknown]] == [404] * 4
    assertNotContains(client.get(root.get_absolute_url()), "藏着")


@pytest.mark.parametrize("after", ["x", "BCDFGHJKMP", "%00"])
def test_a_page_behind_nothing_is_not_found(client, root, after):
    assert client.get(f"{root.get_absolute_url()}?after={after}").status_code == 404


def test_new_comments_are_counted_since_a_moment(client, root):
    article, now = root.article, timezone.now() + timedelta(seconds=1)
    for minutes, state in [(1, "approved"), (2, "approved"), (3, "pending"), (-60, "approved")]:
        make_comment(article, state=state, created_at=now + timedelta(minutes=minutes))
    make_comment(make_article(), state="approved", created_at=now + timedelta(minutes=1))
    address = f"/comments/{article.pk}/new/?since={int(now.timestamp() * 1000)}"
    assert client.get(address).json() == {"new": 2}


@pytest.mark.parametrize("since", ["", "x", "-1", "1.5", "9" * 16, "%00", "١"])
def test_a_moment_that_is_none_is_not_found(client, root, since):
    assert client.get(f"/comments/{root.article_id}/new/?since={since}").status_code == 404


def test_asking_for_new_ones_is_cheap(client, root, django_assert_num_queries):
    for since in ("0", "9" * 15):
        with django_assert_num_queries(3):  # what is due, the article, the count
            assert client.get(f"/comments/{root.article_id}/new/?since={since}").status_code == 200
