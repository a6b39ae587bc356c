"""百度 takes so many addresses a day: what is left is used, the rest waits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.models import AddressPush, PushQuota
from news.pushing import sending
from tests.search_engines import answering, ask

pytestmark = pytest.mark.django_db
TAKEN = {"remain": 4999998, "success": 1, "not_same_site": [], "not_valid": []}
GOOD = (200, TAKEN)


@pytest.fixture
def baidu(settings):
    settings.BAIDU_PUSH_TOKEN = "edk7yc4rEZP9pDQD"


@pytest.mark.parametrize("answer", [(400, {"error": 400, "message": "over quota"}), (200, {**TAKEN, "remain": 0})])
def test_a_spent_quota_waits_for_midnight(settings, baidu, answer):
    ask()
    with answering(settings, answer) as engine:
        sending.run()
        ask()
        assert sending.run().pushed == 0
    assert len(engine.requests) == 1, "nobody is asked again that day"
    waiting = 2 if answer[0] == 400 else 1
    assert list(AddressPush.objects.filter(state="waiting").values_list("attempts", flat=True)) == [0] * waiting
    PushQuota.objects.update(day=timezone.localdate() - timedelta(days=1))
    AddressPush.objects.update(next_at=timezone.now())
    with answering(settings, GOOD):
        assert sending.run() == (waiting, 0, 0)


@pytest.mark.parametrize("waiting", [7, 10, 25])
def test_what_is_left_of_a_quota_is_used_though_more_wait(settings, baidu, waiting):
    for _ in range(waiting):
        ask()
    left, sizes = 10, []

    def quota(body: str) -> tuple:
        nonlocal left
        sizes.append(len(body.split()))
        if sizes[-1] > left:
            return 400, {"error": 400, "message": "over quota"}
        left -= sizes[-1]
        return 200, {"success": sizes[-1], "remain": left}

    with answering(settings, quota):
        for _ in range(4):
            sending.run()
    assert (left, AddressPush.objects.filter(state="done").count()) == (10 - min(waiting, 10), min(waiting, 10)), sizes
    assert AddressPush.objects.filter(state="waiting").count() == max(0, waiting - 10)


def test_an_address_over_the_quota_is_due_at_midnight_here(settings, baidu):
    row = ask()
    with answering(settings, (400, {"error": 400, "message": "over quota"})):
        sending.run()
    row.refresh_from_db()
    due = timezone.localtime(row.next_at)
    assert (due.date() - timezone.localdate(), due.hour, due.minute) == (timedelta(days=1), 0, 0)
