from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from comments.models import ArticleCount, Comment, Decision, Like, Report
from comments.models.comment import NUMBER_LETTERS, new_number
from tests.factories import decide, make_article, make_comment, make_reply, make_user

APPROVED, REJECTED, PENDING = Comment.State.APPROVED, Comment.State.REJECTED, Comment.State.PENDING


def log():
    return list(Decision.objects.order_by("id").values_list("comment", "moderator", "from_state", "to_state"))


def test_the_log_is_append_only_in_the_database(db):
    make_comment()
    decide(Comment.objects.all(), APPROVED, make_user())
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
    decide(Comment.objects.all(), APPROVED, moderator)
    decide(Comment.objects.all(), REJECTED, moderator)
    with pytest.raises(IntegrityError, match="only by a decision"), transaction.atomic():
        Comment.objects.update(state=APPROVED)
    assert Comment.objects.get().state == "rejected"


def test_an_article_with_comments_is_not_deleted(db):
    comment = make_comment()
    with pytest.raises(ProtectedError):
        comment.article.delete()
    decide(Comment.objects.all(), APPROVED, make_user())
    with pytest.raises(ProtectedError):
        comment.delete()


@pytest.mark.parametrize("fields", [{"state": "shown"}, {"name": ""}, {"body": ""}, {"state": "erased"}])
def test_the_database_refuses_what_is_no_comment(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_comment(**fields)


def counters(comment):
    comment.refresh_from_db()
    return {name: getattr(comment, name) for name in ("likes", "replies", "reports")}


def test_counts_are_of_approved_comments_alone(db, django_assert_num_queries):
    busy, quiet, silent = make_article(), make_article(), make_article()
    for state in [APPROVED, APPROVED, PENDING, REJECTED]:
        make_comment(busy, state=state)
    make_comment(quiet, state=PENDING)
    with django_assert_num_queries(1):
        counts = ArticleCount.objects.of([busy.pk, quiet.pk, silent.pk])
    assert counts == {busy.pk: 2, quiet.pk: 0, silent.pk: 0}

    decide(Comment.objects.for_article(quiet), APPROVED, make_user())
    assert ArticleCount.objects.of([quiet.pk]) == {quiet.pk: 1}
    assert [ArticleCount.objects.of_one(article.pk) for article in (busy, quiet, silent)] == [2, 1, 0]


def test_counts_follow_sql_and_every_state(db):
    article, moderator = make_article(), make_user()
    first = make_comment(article, state=APPROVED)
    others = [make_comment(article) for _ in range(2)]
    found = []
    for state in [APPROVED, REJECTED, APPROVED]:
        decide(Comment.objects.filter(pk__in=[other.pk for other in others]), state, moderator)
        found.append(ArticleCount.objects.of_one(article.pk))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM comments_comment WHERE id = %s", [first.pk])
    assert [*found, ArticleCount.objects.of_one(article.pk)] == [3, 1, 3, 2]


def test_a_root_counts_what_is_public_of_its_whole_thread(db):
    moderator, root = make_user(), make_comment(state=APPROVED)
    reply = make_reply(root, state=APPROVED)
    answer = make_reply(reply)
    assert (answer.root, answer.parent) == (root, reply)
    assert counters(root)["replies"] == 1
    decide(Comment.objects.filter(pk=answer.pk), APPROVED, moderator)
    assert (counters(root)["replies"], counters(reply)["replies"]) == (2, 0)
    decide(Comment.objects.filter(pk=reply.pk), REJECTED, moderator)
    assert counters(root)["replies"] == 1


def test_likes_and_open_reports_are_counted(db):
    comment, other = make_comment(), make_comment()
    for number in range(3):
        Like.objects.create(comment=comment, device=f"d{number}", address=f"a{number}")
        Report.objects.create(comment=comment, reason="spam", device=f"d{number}", network="n")
    Like.objects.filter(device="d0").delete()
    report = Report.objects.first()
    report.outcome, report.handled_by, report.handled_at = "dismissed", make_user(), timezone.now()
    report.save()
    assert counters(comment) == {"likes": 2, "replies": 0, "reports": 2}
    assert counters(other) == {"likes": 0, "replies": 0, "reports": 0}


@pytest.mark.parametrize("second", [{"device": "d", "address": "other"}, {"device": "other", "address": "a"}])
def test_a_device_and_an_address_like_once(db, second):
    comment = make_comment()
    Like.objects.create(comment=comment, device="d", address="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Like.objects.create(comment=comment, **second)
    assert counters(comment)["likes"] == 1


def test_a_version_rises_with_state_and_words_and_nothing_else(db):
    comment, moderator = make_comment(), make_user()
    decide(Comment.objects.all(), APPROVED, moderator)
    Comment.objects.update(name="改名", body="改了", revision=2)
    Like.objects.create(comment=comment, device="d", address="a")
    Comment.objects.update(risk=3, region="山西")
    comment.refresh_from_db()
    assert (comment.version, comment.revision) == (3, 2)


@pytest.mark.parametrize("revision", [1, 3])
def test_words_change_only_with_the_next_revision(db, revision):
    make_comment()
    with pytest.raises(IntegrityError, match="only with its revision"), transaction.atomic():
        Comment.objects.update(body="偷偷改了", revision=revision)
    assert Comment.objects.get().body == "写得好。"


def test_the_first_publication_is_kept(db):
    moderator, waiting, sent = make_user(), make_comment(), timezone.now() - timedelta(days=3)
    imported = make_comment(state=APPROVED, created_at=sent)
    imported.refresh_from_db()
    decide(Comment.objects.filter(pk=waiting.pk), APPROVED, moderator)
    waiting.refresh_from_db()
    first = waiting.published_at
    for state in (REJECTED, APPROVED):
        decide(Comment.objects.filter(pk=waiting.pk), state, moderator)
    waiting.refresh_from_db()
    assert (imported.published_at, waiting.published_at, first > waiting.created_at) == (sent, first, True)


def test_a_reply_stays_within_its_thread(db):
    root = make_comment(state=APPROVED)
    reply, elsewhere = make_reply(root, state=APPROVED), make_comment()
    ends = [
        {"article": root.article, "root": reply, "parent": reply},  # a third level
        {"article": elsewhere.article, "root": root, "parent": root},
        {"article": root.article, "root": root, "parent": elsewhere},
        {"article": root.article, "root": root},
        {"article": root.article, "parent": root},
    ]
    for fields in ends:
        with pytest.raises(IntegrityError), transaction.atomic():
            make_comment(**fields)
    assert Comment.objects.count() == 3


def test_numbers_tell_nothing_and_are_easily_read():
    numbers = {new_number() for _ in range(2000)}
    assert len(numbers) == 2000
    assert set("".join(numbers)) == set(NUMBER_LETTERS)
    assert not set(NUMBER_LETTERS) & set("01OIL5SZU")
