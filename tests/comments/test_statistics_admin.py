import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains

from comments import statistics
from comments.handling import dismiss_reports
from comments.models import Comment, Decision, Refusal, Report
from tests.factories import decide, make_comment, make_user

pytestmark = pytest.mark.django_db
URL = "/admin/comments/comment/statistics/"


def test_times_and_numbers_are_of_first_looks_in_the_period():
    yi, er = make_user("yi"), make_user("er")
    now = timezone.now()
    waited = [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=30)]
    for time, who, state in zip(waited, [yi, yi, er], ["approved", "rejected", "approved"], strict=True):
        comment = make_comment(created_at=now - time)
        decide(Comment.objects.filter(pk=comment.pk), state, who)
    decide(Comment.objects.filter(pk=comment.pk), "rejected", yi)  # a second look
    report = Report.objects.create(comment=comment, reason="spam", device="d", network="n")
    dismiss_reports(comment.pk, Comment.objects.get(pk=comment.pk).version, report.pk, er)  # refuses nothing anew
    make_comment(state="approved")
    Refusal.objects.create(day=timezone.localdate(), code="honeypot", count=7)
    Refusal.objects.create(day=timezone.localdate() - timedelta(days=8), code="honeypot", count=9)

    found = statistics.since(7)
    assert abs(found["median"] - timedelta(minutes=20)) < timedelta(seconds=30)
    assert [(row["moderator__username"], row["number"], row["approved"]) for row in found["moderators"]] == [
        ("yi", 2, 1),
        ("er", 1, 1),
    ]
    assert found["reasons"] == [{"label": "不符合评论规则", "number": 2}]
    assert found["refusals"] == [{"label": "填了陷阱栏（多半是机器）", "number": 7}]
    today = found["days"][0]
    assert (len(found["days"]), today["approved"], today["rejected"], today["share"]) == (7, 2, 1, 100)


def test_the_page_has_numbers_and_dashes_where_there_are_none(client):
    client.force_login(make_user("shenhe", group="评论审核"))
    assertContains(client.get(URL), "这段时间没有处理过评论。")
    make_comment(created_at=timezone.now() - timedelta(hours=3))
    decide(Comment.objects.all(), "approved", make_user("laowang", first_name="王"))
    for days in ("7", "30", "90", "x", ""):
        page = client.get(URL, {"days": days})
        assertContains(page, "laowang")
        assertContains(page, "3 小时")


def test_every_code_that_the_gate_gives_has_a_name():
    source = "".join(path.read_text() for folder in ("comments", "comments/gate") for path in Path(folder).glob("*.py"))
    codes = set(re.findall(r'code="([a-z_]+)"', source)) | set(re.findall(r'Refused\(\s*"([a-z_]+)"', source))
    assert codes - statistics.REFUSALS.keys() == set()
    assert len(codes) > 15


def test_the_page_asks_as_often_for_one_as_for_thirty(client, django_assert_num_queries):
    user = make_user("shenhe", group="评论审核")
    client.force_login(user)
    for number in (1, 29):
        for _ in range(number):
            make_comment()
        decide(Comment.objects.pending(), "approved", user)
        with django_assert_num_queries(14):
            client.get(URL)
    assert Decision.objects.count() == 30
