from datetime import UTC, datetime, timedelta

import pytest
from captcha.models import CaptchaStore
from django.core.management import call_command
from django.utils import timezone

from comments import pruning
from comments.models import Block, Claim, NetworkLog, Refusal, ReplyNotice, Tally
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def dropped(capsys):
    call_command("prune_comments")
    return capsys.readouterr().out.strip()


def test_each_thing_is_kept_for_its_time(capsys, monkeypatch):
    monkeypatch.setattr(pruning, "BATCH", 2)
    user, now = make_user(), timezone.now()
    for days in (200, 184, 182, 1):
        log = NetworkLog.objects.create(comment=make_comment(), act="comment", address="203.0.113.7", device="d")
        NetworkLog.objects.filter(pk=log.pk).update(created_at=now - days * DAY)
    for sign in (-1, 1):
        Tally.objects.create(key=f"k{sign}", count=1, expires_at=now + sign * DAY)
        Claim.objects.create(comment=make_comment(), moderator=user, until=now + sign * DAY)
        CaptchaStore.objects.create(challenge="A", response="a", hashkey=f"h{sign}", expiration=now + sign * DAY)
    for number, until in enumerate([None, now - 366 * DAY, now - 364 * DAY]):
        Block.objects.create(kind="name", value=f"v{number}", reason="骂人", until=until, created_by=user)
    for days in (731, 1):
        Refusal.objects.create(day=timezone.localdate() - days * DAY, code="word", count=3)
    for number in range(2):
        notice = ReplyNotice.objects.create(comment=make_comment(), address="zhang@example.cn")
        ReplyNotice.objects.filter(pk=notice.pk).update(created_at=now - (8 - 2 * number) * DAY)
    line = "dropped 2 network logs, 1 captchas, 1 tallies, 1 claims, 1 notices, 1 blocks, 1 refusals"
    assert dropped(capsys) == line
    assert dropped(capsys) == line.replace("2 ", "0 ").replace("1 ", "0 ")
    kept = [NetworkLog, Tally, Claim, CaptchaStore, ReplyNotice, Block, Refusal]
    assert [model.objects.count() for model in kept] == [2, 1, 1, 1, 1, 2, 1]


@pytest.mark.parametrize("hour", [0, 7, 8, 15, 16, 23])  # UTC: in Beijing the next day begins at 16
def test_days_are_those_of_beijing(monkeypatch, hour):
    now = datetime(2026, 11, 26, hour, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    for days in (731, 730):
        Refusal.objects.create(day=timezone.localdate() - days * DAY, code="word", count=3)
    call_command("prune_comments")
    assert [row.day for row in Refusal.objects.all()] == [timezone.localdate() - 730 * DAY]
