"""网址推送: what search engines were told of, to read and to repeat."""

import pytest

from news.models import AddressPush
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/news/addresspush/"


@pytest.fixture
def chief(client):
    client.force_login(make_user("zhubian", "主编"))
    return client


def row(state="failed", service="baidu", result="对方拒绝（401）", article=None):
    fields = {"service": service, "state": state, "result": result, "attempts": 6}
    article = article or make_article()
    return AddressPush.objects.create(article=article, address=article.get_absolute_url(), **fields)


def test_shows_what_became_of_each_and_filters_it(chief):
    failed, done = row(), row("done", "indexnow", "已接收")
    page = chief.get(LIST).content.decode()
    for part in ["百度", "IndexNow", "失败", "已推送", "对方拒绝（401）", "已接收", f'href="{failed.address}"']:
        assert part in page
    for query, found in [("?state__exact=failed", [failed]), ("?service__exact=indexnow", [done])]:
        assert list(chief.get(LIST + query).context["cl"].result_list) == found
    assert list(chief.get(f"{LIST}?q={failed.address}").context["cl"].result_list) == [failed]


def test_pushes_again_what_is_over(chief):
    failed, done = row(), row("done")
    data = {"action": "push_again", "_selected_action": [failed.pk, done.pk]}
    response = chief.post(LIST, data, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["已重新放入 2 个网址，几分钟内推送。"]
    assert list(AddressPush.objects.values_list("state", "attempts", "result")) == [("waiting", 0, "")] * 2


def test_what_waits_already_waits_once(chief):
    article = make_article()
    older, newer = row(article=article), row(article=article)
    waiting = row("waiting", article=make_article())
    again = row(article=waiting.article)
    data = {"action": "push_again", "_selected_action": [older.pk, newer.pk, waiting.pk, again.pk]}
    response = chief.post(LIST, data, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["已重新放入 1 个网址，几分钟内推送。"]
    states = dict(AddressPush.objects.values_list("pk", "state"))
    assert states == {older.pk: "failed", newer.pk: "waiting", waiting.pk: "waiting", again.pk: "failed"}


def test_nothing_can_be_added_changed_or_deleted(chief):
    pushed = row()
    assert chief.get(f"{LIST}add/").status_code == 403
    page = chief.get(f"{LIST}{pushed.pk}/change/")
    assert (page.status_code, "对方拒绝（401）" in page.content.decode()) == (200, True)
    assert chief.post(f"{LIST}{pushed.pk}/change/", {"state": "done"}).status_code == 403
    assert chief.post(f"{LIST}{pushed.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("group", ["记者", "编辑"])
def test_others_do_not_see_it(client, group):
    client.force_login(make_user("yonghu", group))
    assert client.get(LIST).status_code == 403
