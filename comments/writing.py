"""What writers may do with their own comments: look at them while they wait, change and withdraw them for a while."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from comments import network_log
from comments.models import Comment, CommentRevision, Decision, NetworkLog
from comments.moderation import Act, Overtaken, decide, lock, log_line
from comments.reasons import Occasion
from comments.visitor import Visitor

TIME_TO_CHANGE = timedelta(minutes=10)
MOST_SHOWN = 20  # of one writer on one article
State = Comment.State


def own_comments(article, visitor: Visitor) -> QuerySet:
    """The writer's comments on the article that nobody else sees: waiting or refused, newest first; of who has never
    written none. Each has its `last_reason` and `last_ground`.
    """
    if visitor.is_new:
        return Comment.objects.none()
    shown = [State.PENDING, State.REJECTED]
    own = Comment.objects.for_article(article).of_device(visitor.device).filter(state__in=shown)
    return own.with_last_decision().order_by("-created_at", "-id")[:MOST_SHOWN]


def is_own(comment: Comment, visitor: Visitor) -> bool:
    return not visitor.is_new and comment.device == visitor.device


def may_change(comment: Comment, visitor: Visitor) -> bool:
    """Its writer, while it waits or is public, for ten minutes."""
    in_time = timezone.now() < comment.created_at + TIME_TO_CHANGE
    return is_own(comment, visitor) and in_time and comment.state in {State.PENDING, State.APPROVED}


def mark_own(comments: Iterable[Comment], visitor: Visitor) -> None:
    """Set `may_be_changed` on each."""
    for comment in comments:
        comment.may_be_changed = may_change(comment, visitor)


def edit(comment: Comment, version: int, visitor: Visitor, words: dict) -> None:
    """Give the comment new words (columns of its row); what was public goes back to the queue. Raises Overtaken."""
    with transaction.atomic():
        row = lock([comment.pk])[comment.pk]
        if row.version != version or not may_change(row, visitor):
            raise Overtaken
        if (words["name"], words["body"]) == (row.name, row.body):
            return
        CommentRevision.objects.create(comment=row, number=row.revision, name=row.name, body=row.body)
        if row.state != State.PENDING:
            act = Act(State.PENDING, reason=Occasion.EDITED, actor=Decision.Actor.WRITER)
            log_line(row, act).save()
        Comment.objects.filter(pk=row.pk).update(
            **words, revision=row.revision + 1, edited_at=timezone.now(), state=State.PENDING
        )
        network_log.record(row, NetworkLog.Act.EDIT, visitor)


def withdraw(comment: Comment, version: int, visitor: Visitor) -> None:
    """Take the comment back. Raises Overtaken."""
    act = Act(State.WITHDRAWN, reason=Occasion.WITHDRAWN, actor=Decision.Actor.WRITER)
    with transaction.atomic():
        if not may_change(comment, visitor) or not decide({comment.pk: version}, act).moved:
            raise Overtaken
        network_log.record(comment, NetworkLog.Act.WITHDRAW, visitor)
