"""Counters of comments against a recount, also after ten thousand things at once."""

import random
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from comments import erasing, handling, recount, reporting, writing
from comments.erasing import Person
from comments.liking import set_like
from comments.models import ArticleCount, Comment, Report
from comments.moderation import Act, decide
from comments.visitor import Visitor
from tests.factories import make_article, make_comment, make_reply, make_user
from tests.races import at_once


@pytest.mark.django_db
def test_right_counters_are_said_to_be_right(capsys):
    make_reply(make_comment(state="approved"), state="approved")
    call_command("recount_comments")
    assert capsys.readouterr().out.strip() == "all counters are right"


@pytest.mark.django_db
def test_drift_raises_an_alarm_and_is_repaired(capsys):
    root = make_comment(state="approved")
    make_reply(root, state="approved")
    ArticleCount.objects.update(approved=7)
    Comment.objects.filter(pk=root.pk).update(replies=5, likes=3, reports=2)
    with pytest.raises(CommandError, match="4 counters are wrong"):
        call_command("recount_comments")
    assert f"approved comments of articles: {root.article_id} has 7, counted 2" in capsys.readouterr().out
    call_command("recount_comments", repair=True)
    assert capsys.readouterr().out.splitlines()[-1] == "repaired 4 counters"
    root.refresh_from_db()
    assert (root.replies, root.likes, root.reports, recount.drifts()) == (1, 0, 0, [])
    ArticleCount.objects.all().delete()
    call_command("recount_comments", repair=True)
    assert ArticleCount.objects.of_one(root.article_id) == 2


THREADS, ACTS = 8, 1_250


@pytest.mark.django_db(transaction=True)
def test_counts_are_right_after_ten_thousand_posts_decisions_edits_likes_reports_and_erasures():
    """Each thread does what it likes to comments of all; who comes too late is told, nobody waits in a circle."""
    articles, moderator = [make_article() for _ in range(3)], make_user("shenhe")
    for article in articles:
        make_reply(make_comment(article, state="approved"), state="approved")
    done = at_once([lambda seed=seed: busy(random.Random(seed), articles, moderator) for seed in range(THREADS)])
    assert sum(done) == THREADS * ACTS
    assert recount.drifts() == []
    assert Comment.objects.filter(state="erased").count() > 50
    assert Comment.objects.filter(replies__gt=0).exists() and Comment.objects.filter(likes__gt=0).exists()


def busy(dice, articles, moderator) -> int:
    visitor = Visitor(mark=str(dice.random()), is_new=False, ip=f"203.0.113.{dice.randrange(250)}", agent="")
    deeds = [post, post, post, judge, judge, judge, edit, withdraw, like, like, report, dismiss, erase]
    for _ in range(ACTS):
        comment = Comment.objects.filter(pk=dice.choice(known_ids(dice))).first()
        try:
            dice.choice(deeds)(dice, articles, comment, visitor, moderator)
        except (writing.Overtaken, handling.Overtaken):
            continue
    connection.close()
    return ACTS


def known_ids(dice):
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM comments_comment")
        first, last = cursor.fetchone()
    return range(max(first, last - dice.choice([20, 200])), last + 1)


def post(dice, articles, comment, visitor, moderator):
    fields = {"device": visitor.device, "network": visitor.network, "body": f"说{dice.random()}"}
    if dice.random() < 0.5 and comment and comment.is_public():
        make_reply(comment, **fields)
    else:
        make_comment(dice.choice(articles), submission=uuid.uuid4(), **fields)


def judge(dice, articles, comment, visitor, moderator):
    last = comment.pk if comment else 0
    some = Comment.objects.filter(pk__gt=last - dice.choice([1, 10]), pk__lte=last)
    decide(some.versions(), Act(dice.choice(["approved", "approved", "rejected", "pending"]), moderator))


def edit(dice, articles, comment, visitor, moderator):
    if comment:
        words = {"name": "老张", "body": f"改{dice.random()}"}
        writing.edit(comment, comment.version, visitor, words)


def withdraw(dice, articles, comment, visitor, moderator):
    if comment:
        writing.withdraw(comment, comment.version, visitor)


def like(dice, articles, comment, visitor, moderator):
    if comment:
        set_like(comment, visitor, dice.random() < 0.8)


def report(dice, articles, comment, visitor, moderator):
    if comment and comment.is_public():
        reporting.report(comment, visitor, "spam", "")


def dismiss(dice, articles, comment, visitor, moderator):
    last = Report.objects.open().order_by("-id").select_related("comment").first()
    if last:
        handling.dismiss_reports(last.comment_id, last.comment.version, last.pk, moderator)


def erase(dice, articles, comment, visitor, moderator):
    if comment and dice.random() < 0.3:
        erasing.erase(Person(devices=set(), comments=[comment.pk]))
