import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from comments import throttling
from comments.models import Comment, NetworkLog, Report
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return make_comment(make_article(), name="<b>甲", body="<script>骂人</script>", state="approved")


def address(comment):
    return f"{comment.get_absolute_url()}report/"


def test_the_page_quotes_the_comment_and_asks_why(client, comment):
    page = client.get(address(comment))
    assertContains(page, "&lt;script&gt;骂人")
    assertContains(page, "辱骂攻击他人")


def test_a_report_is_kept_with_its_reason_and_counted(client, comment):
    answer = client.post(address(comment), {"reason": "abuse", "details": "骂了我"}, REMOTE_ADDR="203.0.113.7")
    assertContains(answer, "编辑会看这条评论")
    assert list(Report.objects.values_list("comment", "revision", "reason", "details", "outcome")) == [
        (comment.pk, 1, "abuse", "骂了我", "")
    ]
    assert Comment.objects.get().reports == 1
    assert list(NetworkLog.objects.values_list("act", "address")) == [("report", "203.0.113.7")]


def test_a_device_is_heard_once_and_thanked_each_time(client, comment):
    for _ in range(3):
        assertContains(client.post(address(comment), {"reason": "spam"}), "编辑会看这条评论")
    Client().post(address(comment), {"reason": "spam"})
    assert (Report.objects.count(), Comment.objects.get().reports) == (2, 2)


@pytest.mark.parametrize(
    "data",
    [{}, {"reason": ""}, {"reason": "fit"}, {"reason": "x\x00"}, {"reason": "spam", "details": "字" * 201}],
)
def test_what_is_no_report_is_explained(client, comment, data):
    answer = client.post(address(comment), data)
    assertContains(answer, "举报还没有提交", status_code=422) if data else None
    assert Report.objects.count() == 0


@pytest.mark.parametrize("state", ["pending", "rejected", "withdrawn"])
def test_what_is_not_public_is_not_there(client, state):
    hidden = make_comment(state=state)
    assert [client.get(address(hidden)).status_code, client.post(address(hidden)).status_code] == [404, 404]


def test_a_network_that_reports_too_much_is_slowed_down(client, comment, monkeypatch):
    monkeypatch.setattr(throttling, "REPORTS", throttling.Limit("reports in an hour", 1, 3600))
    assert [client.post(address(comment), {"reason": "spam"}).status_code for _ in range(2)] == [200, 429]
