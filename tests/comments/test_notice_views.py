"""Where the links in mail lead: looking changes nothing, pressing does, once and without a cookie."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from comments import notices
from comments.models import ReplyNotice
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def notice():
    comment = make_comment(make_article(title="供暖改造完工"), body="秘密")
    return ReplyNotice.objects.create(comment=comment, address="zhang@example.cn")


def url(notice, deed):
    salt = {"confirm": notices.CONFIRM, "stop": notices.STOP}[deed]
    return f"/comments/notice/{deed}/{notices.token_for(notice, salt)}/"


def is_confirmed() -> list[bool]:
    return [moment is not None for moment in ReplyNotice.objects.values_list("confirmed_at", flat=True)]


def test_an_address_is_confirmed_by_pressing_not_by_looking(client, notice):
    page = client.get(url(notice, "confirm"))
    assertContains(page, "<bdi>zhang@example.cn</bdi>")
    assertContains(page, "《供暖改造完工》")
    assertNotContains(page, "秘密")
    assert is_confirmed() == [False]
    assertContains(client.post(url(notice, "confirm"), follow=True), "已确认")
    moment = ReplyNotice.objects.get().confirmed_at
    client.post(url(notice, "confirm"))
    assert ReplyNotice.objects.get().confirmed_at == moment


def test_confirming_takes_the_token_of_the_form(notice):
    client = Client(enforce_csrf_checks=True)
    assert client.post(url(notice, "confirm")).status_code == 403
    assert is_confirmed() == [False]


def test_mail_programs_stop_by_one_post_without_a_cookie(notice):
    ReplyNotice.objects.update(confirmed_at=timezone.now())
    ReplyNotice.objects.create(comment=make_comment(), address="Zhang@example.cn")
    other = ReplyNotice.objects.create(comment=make_comment(), address="li@example.cn")
    client, address = Client(enforce_csrf_checks=True), url(notice, "stop")
    assertContains(client.get(address), "停止并删除邮箱")
    assert ReplyNotice.objects.count() == 3
    answers = [client.post(address, {"List-Unsubscribe": "One-Click"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assertContains(answers[1], "已停止")
    assert list(ReplyNotice.objects.all()) == [other]


@pytest.mark.parametrize("deed", ["confirm", "stop"])
def test_what_is_not_ours_or_of_another_address_is_told_so_and_does_nothing(client, notice, deed):
    other = {"confirm": "stop", "stop": "confirm"}[deed]
    of_others, cut = url(notice, other).split("/")[-2], url(notice, deed).split("/")[-2][:-1]
    for token in ["x", "a:b:c", "中文", "x" * 5000, of_others, cut]:
        address = f"/comments/notice/{deed}/{token}/"
        for answer in (client.get(address), client.post(address)):
            assertContains(answer, "链接已失效", status_code=410)
    token = signing.dumps([notice.pk, "0" * 16], salt=f"comments.notice.{deed}")
    assert client.get(f"/comments/notice/{deed}/{token}/").status_code == 410
    client.post(f"/comments/notice/{deed}/{token}/")
    assert is_confirmed() == [False]


def test_a_question_may_be_answered_for_a_week_and_a_stop_always(client, notice, monkeypatch):
    confirm, stop = url(notice, "confirm"), url(notice, "stop")
    later = notices.timezone.now() + WEEK + timedelta(seconds=5)
    monkeypatch.setattr(signing.time, "time", lambda: later.timestamp())
    assert (client.get(confirm).status_code, client.post(confirm).status_code) == (410, 410)
    assert client.get(stop).status_code == 200


@pytest.mark.parametrize("deed", ["confirm", "stop"])
def test_pages_are_for_nobody_else(client, notice, deed):
    answer = client.get(url(notice, deed))
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assertContains(answer, '<meta name="robots" content="noindex">')
    assert client.put(url(notice, deed)).status_code == 405
