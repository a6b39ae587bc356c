from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comments.models.comment import STATES, Comment
from comments.reasons import Ground, Occasion, Reason

REASONS = [*Reason.choices, *Occasion.choices]
# Which leave the state as it is.
ABOUT_OTHER_THINGS = [Occasion.REPORTS_UPHELD, Occasion.REPORTS_DISMISSED, Occasion.APPEAL_DISMISSED]


class DecisionQuerySet(models.QuerySet):
    def moves(self):
        """Without those that answered a report or an appeal and left the comment where it was."""
        return self.exclude(from_state=F("to_state"))


class Decision(models.Model):
    """One line of the log: who moved which words of which comment from which state to which, when, why.

    The database refuses to change or delete a line, and refuses a change of Comment.state without one
    (migration 0002): no path, not even SQL, approves a comment in nobody's name. Only the note of an erased comment
    may be emptied.
    """

    class Actor(models.TextChoices):
        MODERATOR = "moderator", "审核人"
        WRITER = "writer", "作者本人"
        OPERATOR = "operator", "运维"  # by manage.py

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="decisions", verbose_name="评论")
    revision = models.PositiveIntegerField("修改稿", default=1)
    actor = models.CharField("身份", max_length=10, choices=Actor, default=Actor.MODERATOR)
    # Null just when the actor is not a moderator.
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    from_state = models.CharField("原状态", max_length=10, choices=Comment.State)
    to_state = models.CharField("改为", max_length=10, choices=Comment.State)
    reason = models.CharField("理由", max_length=20, choices=REASONS, default=Occasion.FIT)
    ground = models.CharField("依据", max_length=20, choices=Ground, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    decided_at = models.DateTimeField("时间", auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审核记录"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="decision_states_known", condition=Q(from_state__in=STATES, to_state__in=STATES)
            ),
            models.CheckConstraint(
                name="decision_changes_state",
                condition=~Q(from_state=F("to_state")) | Q(reason__in=ABOUT_OTHER_THINGS),
            ),
            models.CheckConstraint(
                name="decision_by_somebody",
                condition=Q(actor="moderator", moderator__isnull=False)
                | Q(actor__in=["writer", "operator"], moderator__isnull=True),
            ),
            models.CheckConstraint(name="decision_reason_known", condition=Q(reason__in=[code for code, _ in REASONS])),
        ]
        indexes = [models.Index("moderator", "id", name="decision_by_moderator")]

    def __str__(self):
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"
