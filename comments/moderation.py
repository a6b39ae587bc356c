"""Decisions: the one way in which a comment changes its state."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from comments import notices
from comments.models import Appeal, ArticleCount, Comment, Decision
from comments.reasons import Ground, Occasion

TIME_TO_UNDO = timedelta(seconds=15)  # ten on the screen, and the way here
APPROVED, PENDING = Comment.State.APPROVED, Comment.State.PENDING
FINAL = {Comment.State.WITHDRAWN, Comment.State.ERASED}  # what its writer took back nobody publishes again


class Overtaken(Exception):
    """Somebody was quicker, the comment has changed since it was looked at, or may not be changed any more."""


@dataclass(frozen=True)
class Act:
    """What is to happen and who answers for it: a moderator, or nobody by name (`actor`) but the writer or operator."""

    state: str
    moderator: object | None = None  # a user
    reason: str = Occasion.FIT
    ground: str | Ground = ""
    note: str = ""
    actor: str = Decision.Actor.MODERATOR


@dataclass
class Outcome:
    """Primary keys: of what was moved, of what had changed since it was looked at, and of replies that stay as they
    are because what they answer is not public.
    """

    moved: list[int] = field(default_factory=list)
    overtaken: list[int] = field(default_factory=list)
    orphaned: list[int] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        self.moved += other.moved
        self.overtaken += other.overtaken
        self.orphaned += other.orphaned


def decide(seen: dict[int, int], act: Act) -> Outcome:
    """Move comments (primary key → the version that was looked at) to a state, and log each move.

    Of two who decide at once the second finds its version overtaken. Locks are taken in one order, the counts of the
    articles, then the comments with the roots whose replies are counted, so that nobody waits in a circle.
    """
    outcome = Outcome()
    with transaction.atomic():
        rows = lock(list(seen))
        chosen: dict[int, Comment] = {}
        for pk in sorted(seen):  # what is answered comes before its answer
            row = rows.get(pk)
            if row is None or row.version != seen[pk] or row.state in FINAL | {act.state}:
                outcome.overtaken.append(pk)
            elif (
                act.state == APPROVED
                and row.parent_id
                and not (rows[row.parent_id].is_public() or row.parent_id in chosen)
            ):
                outcome.orphaned.append(pk)
            else:
                chosen[pk] = row
        Decision.objects.bulk_create(log_line(row, act) for row in chosen.values())
        Comment.objects.filter(pk__in=chosen).update(state=act.state)
        _close_appeals([pk for pk, row in chosen.items() if row.state == Comment.State.REJECTED], act)
        if act.state == APPROVED:
            notices.announce(list(chosen.values()))
        outcome.moved = list(chosen)
    return outcome


def _close_appeals(ids: list[int], act: Act) -> None:
    """Whatever takes a refusal back grants the appeal against it. (Erasing, by nobody, has dropped it.)"""
    if ids and act.moderator:
        granted = {"outcome": Appeal.Outcome.GRANTED, "handled_by": act.moderator, "handled_at": timezone.now()}
        Appeal.objects.open().filter(comment__in=ids).update(**granted)


def undo(seen: dict[int, int], moderator) -> Outcome:
    """Take back what this moderator has decided a moment ago about these comments, at the version that it left.

    What is too late, somebody else's, or has changed since counts as overtaken.
    """
    outcome = Outcome()
    with transaction.atomic():
        lock(list(seen))
        latest = Decision.objects.filter(comment__in=seen).order_by("comment_id", "-id").distinct("comment_id")
        since = timezone.now() - TIME_TO_UNDO
        mine = {
            line.comment_id: line.from_state
            for line in latest
            if line.moderator_id == moderator.pk and line.decided_at >= since and line.reason != Occasion.UNDONE
        }
        for state in sorted(set(mine.values())):
            back = {pk: seen[pk] for pk, former in mine.items() if former == state}
            outcome.add(decide(back, Act(state, moderator, Occasion.UNDONE)))
    outcome.overtaken += sorted(seen.keys() - mine.keys())
    return outcome


def lock(ids: list[int]) -> dict[int, Comment]:
    """The comments and what they hang on, held until the transaction ends. Primary key → comment."""
    family = set(ids)
    for ends in Comment.objects.filter(pk__in=ids).values_list("root", "parent"):
        family |= {pk for pk in ends if pk}
    articles = Comment.objects.filter(pk__in=ids).values("article")
    list(ArticleCount.objects.filter(article__in=articles).order_by("pk").select_for_update().values_list("pk"))
    # Not against a new answer, which refers to its ends in an order of its own.
    rows = Comment.objects.filter(pk__in=family).order_by("pk").select_for_update(no_key=True)
    return {row.pk: row for row in rows}


def log_line(comment: Comment, act: Act) -> Decision:
    return Decision(
        comment=comment,
        revision=comment.revision,
        actor=act.actor,
        moderator=act.moderator,
        from_state=comment.state,
        to_state=act.state,
        reason=act.reason,
        ground=act.ground,
        note=act.note,
    )
