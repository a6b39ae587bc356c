"""Decisions: the one way in which a comment changes its state."""

from dataclasses import dataclass, field

from django.db import transaction

from comments.models import ArticleCount, Comment, Decision
from comments.reasons import Ground, Occasion

APPROVED, PENDING = Comment.State.APPROVED, Comment.State.PENDING


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
            if row is None or row.version != seen[pk] or row.state in {act.state, Comment.State.ERASED}:
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
        outcome.moved = list(chosen)
    return outcome


def lock(ids: list[int]) -> dict[int, Comment]:
    """The comments and what they hang on, held until the transaction ends. Primary key → comment."""
    family = set(ids)
    for ends in Comment.objects.filter(pk__in=ids).values_list("root", "parent"):
        family |= {pk for pk in ends if pk}
    articles = Comment.objects.filter(pk__in=ids).values("article")
    list(ArticleCount.objects.filter(article__in=articles).order_by("pk").select_for_update().values_list("pk"))
    rows = Comment.objects.filter(pk__in=family).order_by("pk").select_for_update()
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
