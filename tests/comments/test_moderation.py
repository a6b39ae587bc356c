"""Decisions: what moves, what is logged, and who is told that they come too late."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from comments.models import Comment, Decision
from comments.moderation import Act, decide, lock
from comments.reasons import Ground, Occasion, Reason
from tests.factories import make_article, make_comment, make_reply, make_user
from tests.races import at_once

APPROVED, REJECTED, PENDING = Comment.State.APPROVED, Comment.State.REJECTED, Comment.State.PENDING


def log():
    names = ["comment", "revision", "actor", "moderator", "from_state", "to_state", "reason", "ground", "note"]
    return list(Decision.objects.order_by("id").values_list(*names))


def states():
    return list(Comment.objects.order_by("id").values_list("state", flat=True))


def test_a_decision_moves_the_comments_and_logs_each_once(db):
    moderator = make_user()
    waiting, rejected, approved = (make_comment(state=state) for state in (PENDING, REJECTED, APPROVED))
    bystander = make_comment()

    outcome = decide(Comment.objects.exclude(pk=bystander.pk).versions(), Act(APPROVED, moderator))

    assert (outcome.moved, outcome.overtaken) == ([waiting.pk, rejected.pk], [approved.pk])
    assert states() == ["approved"] * 3 + ["pending"]
    assert log() == [
        (waiting.pk, 1, "moderator", moderator.pk, "pending", "approved", "fit", "", ""),
        (rejected.pk, 1, "moderator", moderator.pk, "rejected", "approved", "fit", "", ""),
    ]


def test_a_refusal_says_why(db):
    moderator, comment = make_user(), make_comment(revision=3)
    decide({comment.pk: 1}, Act(REJECTED, moderator, Reason.PRIVACY, Ground.PRIVACY, "写了别人的电话"))
    line = (comment.pk, 3, "moderator", moderator.pk, "pending", "rejected", "privacy", "civil_1032", "写了别人的电话")
    assert log() == [line]


def test_a_writer_acts_without_a_moderator(db):
    comment = make_comment()
    decide({comment.pk: 1}, Act(Comment.State.WITHDRAWN, reason=Occasion.WITHDRAWN, actor=Decision.Actor.WRITER))
    assert log() == [(comment.pk, 1, "writer", None, "pending", "withdrawn", "withdrawn", "", "")]


def test_what_changed_since_it_was_looked_at_stays(db):
    moderator, comment, gone = make_user(), make_comment(), 10**9
    Comment.objects.update(body="改过了", revision=2)
    outcome = decide({comment.pk: 1, gone: 1}, Act(APPROVED, moderator))
    assert (outcome.moved, outcome.overtaken, states(), log()) == ([], [comment.pk, gone], ["pending"], [])
    assert decide({comment.pk: 2}, Act(APPROVED, moderator)).moved == [comment.pk]


def test_approving_a_comment_publishes_none_of_its_replies(db):
    root = make_comment()
    make_reply(root)
    decide({root.pk: 1}, Act(APPROVED, make_user()))
    assert states() == ["approved", "pending"]


@pytest.mark.parametrize("state", [PENDING, REJECTED])
def test_a_reply_to_what_is_not_public_is_not_approved(db, state):
    root = make_comment(state=state)
    reply = make_reply(root)
    outcome = decide({reply.pk: 1}, Act(APPROVED, make_user()))
    assert (outcome.orphaned, outcome.moved, states()) == ([reply.pk], [], [state, "pending"])


def test_a_reply_is_approved_together_with_what_it_answers(db):
    root = make_comment()
    reply = make_reply(root)
    outcome = decide({reply.pk: 1, root.pk: 1}, Act(APPROVED, make_user()))
    assert (outcome.moved, states()) == ([root.pk, reply.pk], ["approved", "approved"])


def test_what_is_erased_never_comes_back(db):
    comment = make_comment()
    decide({comment.pk: 1}, Act(REJECTED, make_user("yi"), Reason.OTHER))
    Decision.objects.create(
        comment=comment, actor="operator", from_state="rejected", to_state="erased", reason="erased"
    )
    Comment.objects.update(state="erased", name="", body="")
    version = Comment.objects.get().version
    assert decide({comment.pk: version}, Act(APPROVED, make_user("er"))).overtaken == [comment.pk]


def test_deciding_takes_the_same_queries_for_one_and_for_thirty(db, django_assert_num_queries):
    moderator, article = make_user(), make_article()
    for count in (1, 30):
        seen = {make_comment(article).pk: 1 for _ in range(count)}
        with django_assert_num_queries(7):  # savepoint, what they answer, counts, lock, log, move, savepoint
            assert len(decide(seen, Act(APPROVED, moderator)).moved) == count


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second", [APPROVED, REJECTED])
def test_two_moderators_at_once_make_one_decision_each_row(second):
    moderators = [make_user("yi"), make_user("er")]
    article = make_article()
    root = make_comment(article, state=APPROVED)
    for _ in range(10):
        seen = {make_comment(article).pk: 1 for _ in range(2)} | {make_reply(root).pk: 1 for _ in range(2)}
        calls = [
            lambda who=who, state=state, seen=seen: len(decide(seen, Act(state, who)).moved)
            for who, state in zip(moderators, [APPROVED, second], strict=True)
        ]
        assert sum(at_once(calls)) == 4
        rows = Decision.objects.filter(comment__in=seen)
        assert sorted(rows.values_list("comment", "to_state")) == sorted(
            Comment.objects.filter(pk__in=seen).values_list("pk", "state")
        )


def in_another_thread(call):
    """Its result, from a thread and connection of its own, while ours holds what it holds."""

    def run():
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result(timeout=10)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", ["decides", "is counted"])
def test_who_answers_does_not_wait_for_who_decides(deed):
    """It refers to both comments, in an order of its own: if it waited, the two could wait for each other."""
    root = make_comment(state=APPROVED)
    reply = make_reply(root, state=APPROVED)
    with transaction.atomic():
        if deed == "decides":
            lock([root.pk, reply.pk])
        else:
            make_reply(reply, state=APPROVED)  # the trigger holds the root, whose replies it counts
        answer = in_another_thread(lambda: make_reply(reply))
    assert (answer.root_id, answer.parent_id) == (root.pk, reply.pk)
