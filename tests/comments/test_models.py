import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from comments.models import Comment, Decision
from tests.factories import make_article, make_comment, make_user
from tests.races import at_once

APPROVED, REJECTED, PENDING = Comment.State.APPROVED, Comment.State.REJECTED, Comment.State.PENDING


def log():
    return list(Decision.objects.order_by("id").values_list("comment", "moderator", "from_state", "to_state"))


def test_a_decision_moves_the_comments_and_logs_each_once(db):
    moderator = make_user()
    waiting, rejected, approved = (make_comment(state=state) for state in (PENDING, REJECTED, APPROVED))
    bystander = make_comment()

    moved = Comment.objects.exclude(pk=bystander.pk).decide(APPROVED, moderator)

    assert moved == 2
    assert set(Comment.objects.approved()) == {waiting, rejected, approved}
    assert list(Comment.objects.pending()) == [bystander]
    assert log() == [
        (waiting.pk, moderator.pk, "pending", "approved"),
        (rejected.pk, moderator.pk, "rejected", "approved"),
    ]


def test_a_comment_that_left_the_state_the_moderator_saw_stays(db):
    moderator = make_user()
    comment = make_comment(state=REJECTED)
    assert Comment.objects.all().decide(APPROVED, moderator, seen=PENDING) == 0
    assert (Comment.objects.get().state, log()) == ("rejected", [])
    assert Comment.objects.filter(pk=comment.pk).decide(APPROVED, moderator, seen=REJECTED) == 1


def test_deciding_takes_the_same_queries_for_one_and_for_thirty(db, django_assert_num_queries):
    moderator = make_user()
    article = make_article()
    for count in (1, 30):
        for _ in range(count):
            make_comment(article)
        with django_assert_num_queries(5):  # savepoint, lock, log, move, savepoint
            assert Comment.objects.pending().decide(APPROVED, moderator) == count


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second", [APPROVED, REJECTED])
def test_two_moderators_at_once_make_one_decision_each_row(second):
    moderators = [make_user("yi"), make_user("er")]
    article = make_article()
    for _ in range(10):
        made = {make_comment(article).pk for _ in range(4)}
        calls = [
            lambda who=who, state=state, made=made: Comment.objects.filter(pk__in=made).decide(state, who, seen=PENDING)
            for who, state in zip(moderators, [APPROVED, second], strict=True)
        ]
        assert sum(at_once(calls)) == 4
        rows = Decision.objects.filter(comment__in=made)
        assert sorted(rows.values_list("comment", "to_state")) == sorted(
            Comment.objects.filter(pk__in=made).values_list("pk", "state")
        )


def test_the_log_is_append_only_in_the_database(db):
    make_comment()
    Comment.objects.all().decide(APPROVED, make_user())
    before = log()
    for change in (lambda: Decision.objects.update(to_state=REJECTED), lambda: Decision.objects.all().delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
    assert log() == before


def test_no_path_changes_a_state_without_a_decision(db):
    comment = make_comment()
    comment.state = APPROVED
    with pytest.raises(IntegrityError, match="only by a decision"), transaction.atomic():
        comment.save()
    with pytest.raises(IntegrityError, match="only by a decision"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE comments_comment SET state = 'approved'")
    # An old decision is no licence either: the latest one counts.
    moderator = make_user()
    Comment.objects.all().decide(APPROVED, moderator)
    Comment.objects.all().decide(REJECTED, moderator)
    with pytest.raises(IntegrityError, match="only by a decision"), transaction.atomic():
        Comment.objects.update(state=APPROVED)
    assert Comment.objects.get().state == "rejected"


def test_an_article_with_comments_is_not_deleted(db):
    comment = make_comment()
    with pytest.raises(ProtectedError):
        comment.article.delete()
    Comment.objects.all().decide(APPROVED, make_user())
    with pytest.raises(ProtectedError):
        comment.delete()


@pytest.mark.parametrize("fields", [{"state": "shown"}, {"name": ""}, {"body": ""}])
def test_the_database_refuses_what_is_no_comment(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_comment(**fields)


def test_counts_are_of_approved_comments_alone(db, django_assert_num_queries):
    busy, quiet, silent = make_article(), make_article(), make_article()
    for state in [APPROVED, APPROVED, PENDING, REJECTED]:
        make_comment(busy, state=state)
    make_comment(quiet, state=PENDING)
    with django_assert_num_queries(1):
        counts = Comment.objects.approved_counts([busy.pk, quiet.pk, silent.pk])
    assert counts == {busy.pk: 2, quiet.pk: 0, silent.pk: 0}

    Comment.objects.for_article(quiet).decide(APPROVED, make_user())
    assert Comment.objects.approved_counts([quiet.pk]) == {quiet.pk: 1}
