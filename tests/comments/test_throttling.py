import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from comments.models import Tally
from comments.throttling import Limit
from tests.races import at_once

LIMIT = Limit("for tests", 3, 600)


def test_no_more_than_the_limit_and_each_network_for_itself(db):
    assert [LIMIT.take("a") for _ in range(5)] == [True, True, True, False, False]
    assert LIMIT.take("b") is True
    assert Limit("another", 3, 600).take("a") is True


def test_a_new_stretch_begins_at_nothing(db, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromtimestamp(4_000_000_200, UTC))
    assert [LIMIT.take("a") for _ in range(4)] == [True, True, True, False]
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromtimestamp(4_000_000_800, UTC))
    assert LIMIT.take("a") is True


def test_a_new_row_sweeps_what_has_ended(db):
    Tally.objects.create(key="ended", count=1, expires_at=timezone.now() - timedelta(seconds=1))
    Tally.objects.create(key="lasts", count=1, expires_at=timezone.now() + timedelta(hours=1))
    LIMIT.take("a")
    assert list(Tally.objects.filter(key__in=["ended", "lasts"]).values_list("key", flat=True)) == ["lasts"]


def test_the_address_is_not_in_the_table(db):
    LIMIT.take("203.0.113.0/24")
    assert re.fullmatch("[0-9a-f]{64}", Tally.objects.get().key)


@pytest.mark.django_db(transaction=True)
def test_parallel_visitors_are_all_counted():
    limit = Limit("parallel", 20, 24 * 60 * 60)
    answers = at_once([lambda: [limit.take("a") for _ in range(5)]] * 8)
    assert sum(map(sum, answers)) == 20
    assert Tally.objects.get().count == 40
