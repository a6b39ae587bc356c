"""Erasing a person: no trace of them in any table, and what others wrote stays."""

import json
import stat

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from comments.models import (
    ArticleCount,
    Block,
    Comment,
    CommentRevision,
    Decision,
    Like,
    NetworkLog,
    ReplyNotice,
    Report,
)
from comments.moderation import Act, decide
from news.words import fold
from tests.factories import make_article, make_comment, make_reply, make_user

pytestmark = pytest.mark.django_db
DEVICE, OTHER = "d" * 32, "e" * 32
WORDS = ["马三保", "东街口的路灯", "原先写的话", "他总这样", "我冤枉", "广告骗子"]
TRACES = [*WORDS, "msb@example.cn", DEVICE, "f" * 32, "203.0.113.77"]


@pytest.fixture
def person():
    """Has written, edited, liked, reported, appealed, been blocked and been told about; returns a comment of theirs."""
    moderator, article = make_user("shenhe"), make_article()
    words = {"name": "马三保", "body": "东街口的路灯", "device": DEVICE, "network": "f" * 32, "region": "山西"}
    said = make_comment(article, state="approved", fingerprint="f" * 32, **words)
    refused = make_comment(article, **words)
    CommentRevision.objects.create(comment=said, number=1, name="马三保", body="原先写的话")
    ReplyNotice.objects.create(comment=said, address="MSB@example.cn", confirmed_at=timezone.now())
    for comment in (said, refused):
        NetworkLog.objects.create(comment=comment, act="comment", address="203.0.113.77", device=DEVICE)
    decide({refused.pk: 1}, Act("rejected", moderator, "abuse", note="他总这样"))
    refused.appeals.create(decision=Decision.objects.get(), text="我冤枉")
    others = make_comment(article, name="邻居", body="别人的话", state="approved", device=OTHER)
    make_reply(said, name="邻居", body="回他的话", state="approved", device=OTHER)
    Like.objects.create(comment=others, device=DEVICE, address="f" * 32)
    Report.objects.create(comment=others, reason="spam", details="广告骗子", device=DEVICE, network="f" * 32)
    Report.objects.create(comment=said, reason="privacy", details="马三保写了住处", device=OTHER, network="e" * 32)
    for kind, value in (("device", DEVICE), ("name", fold("马三保"))):
        Block.objects.create(kind=kind, value=value, reason="马三保骂人", comment=said, created_by=moderator)
    return said


def every_table() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall()]
        text = ""
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(to_jsonb(t)::text, E'\\n'), '') FROM {table} AS t")
            text += f"\n{table}\n{cursor.fetchone()[0]}"
    return text


def found() -> list[str]:
    text = every_table().lower()
    return [trace for trace in TRACES if trace.lower() in text]


@pytest.mark.parametrize("who", ["comment", "email"])
def test_no_trace_stays_and_the_act_does(person, who, capsys):
    assert found() == TRACES
    call_command("erase_person", yes=True, **{who: person.number if who == "comment" else "msb@EXAMPLE.cn"})
    assert capsys.readouterr().out.splitlines()[-1] == "erased a person with 2 comments"
    assert found() == []
    assert list(Comment.objects.filter(state="erased").values_list("name", "body", "marks")) == [("", "", [])] * 2
    acts = Decision.objects.order_by("id").values_list("actor", "from_state", "to_state", "reason", "note")
    assert list(acts) == [
        ("moderator", "pending", "rejected", "abuse", ""),
        ("operator", "approved", "erased", "erased", ""),
        ("operator", "rejected", "erased", "erased", ""),
    ]


def test_what_others_wrote_stays_and_counts_are_right(person, client):
    call_command("erase_person", comment=person.number, yes=True)
    others = Comment.objects.get(body="别人的话")
    person.refresh_from_db()
    assert (others.likes, others.reports, person.replies) == (0, 0, 1)
    assert ArticleCount.objects.of_one(person.article_id) == 2
    page = client.get(f"/comments/{person.article_id}/").content.decode()
    assert "这条评论已不显示" in page and "回他的话" in page
    call_command("recount_comments")


def test_a_dry_run_and_a_no_erase_nothing(person, monkeypatch, capsys):
    before = every_table()
    call_command("erase_person", comment=person.number, dry_run=True)
    assert person.number in capsys.readouterr().out
    monkeypatch.setattr("builtins.input", lambda prompt: "y")
    with pytest.raises(CommandError, match="erased nothing"):
        call_command("erase_person", comment=person.number)
    assert every_table() == before


def test_twice_is_once(person):
    for _ in range(2):
        call_command("erase_person", comment=person.number, yes=True)
    assert Decision.objects.filter(to_state="erased").count() == 2


@pytest.mark.parametrize("who", [{"comment": "BCDFGHJKMP"}, {"email": "niemand@example.cn"}])
def test_nobody_found_is_said(person, who):
    with pytest.raises(CommandError, match="nobody found"):
        call_command("erase_person", yes=True, **who)


def test_all_that_is_kept_is_exported_and_nothing_of_others(person, tmp_path):
    file = tmp_path / "person.json"
    call_command("export_person", str(file), comment=person.number)
    text = file.read_text()
    record = json.loads(text)
    expected = {"comments": 2, "revisions": 1, "notices": 1, "network_logs": 2, "likes": 1, "reports": 1, "appeals": 1}
    assert {table: len(rows) for table, rows in record.items()} == expected | {"blocks": 2}
    assert "别人的话" not in text and OTHER not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="File exists"):
        call_command("export_person", str(file), comment=person.number)
