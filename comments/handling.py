"""Answers to readers' reports and writers' appeals, each with its decision, in one transaction."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from comments.models import Appeal, Comment, Report
from comments.moderation import Act, Overtaken, decide, lock, log_line
from comments.reasons import Occasion

State = Comment.State


class Orphaned(Exception):
    """It answers what is not public, and can't be public itself."""


def uphold_reports(comment_id: int, version: int, last_report: int, act: Act) -> None:
    """The comment goes, for the reason that `act` gives, if it has not gone already. Raises Overtaken."""
    with transaction.atomic():
        row = lock([comment_id]).get(comment_id)
        if row is None or row.version != version:
            raise Overtaken
        if not _close(comment_id, last_report, Report.Outcome.UPHELD, act.moderator):
            raise Overtaken
        if row.state in {State.PENDING, State.APPROVED}:
            decide({comment_id: version}, act)
        else:
            log_line(row, replace(act, state=row.state, reason=Occasion.REPORTS_UPHELD, ground="")).save()


def dismiss_reports(comment_id: int, version: int, last_report: int, moderator, note: str = "") -> None:
    """The comment stays as it is. Reports that came after `last_report` wait on. Raises Overtaken."""
    with transaction.atomic():
        row = lock([comment_id]).get(comment_id)
        if row is None or row.version != version:
            raise Overtaken
        if not _close(comment_id, last_report, Report.Outcome.DISMISSED, moderator):
            raise Overtaken
        log_line(row, Act(row.state, moderator, Occasion.REPORTS_DISMISSED, note=note)).save()


def _close(comment_id: int, last_report: int, outcome: str, moderator) -> int:
    reports = Report.objects.open().filter(comment=comment_id, pk__lte=last_report)
    return reports.update(outcome=outcome, handled_by=moderator, handled_at=timezone.now())


def answer_appeal(appeal_id: int, granted: bool, moderator, answer: str) -> None:
    """Let the comment through, or leave it refused. Raises Overtaken, or Orphaned."""
    with transaction.atomic():
        appeal = Appeal.objects.open().filter(pk=appeal_id).first()
        row = appeal and lock([appeal.comment_id])[appeal.comment_id]
        # Again, as the comment's lock is held only now; and the refusal must still be the last word.
        appeal = Appeal.objects.open().select_for_update().filter(pk=appeal_id).first()
        if appeal is None or row.refusal() != appeal.decision:
            raise Overtaken
        if granted:
            if not decide({row.pk: row.version}, Act(State.APPROVED, moderator, Occasion.APPEAL_GRANTED)).moved:
                raise Orphaned
        else:
            log_line(row, Act(State.REJECTED, moderator, Occasion.APPEAL_DISMISSED)).save()
        appeal.outcome = Appeal.Outcome.GRANTED if granted else Appeal.Outcome.DISMISSED
        appeal.answer, appeal.handled_by, appeal.handled_at = answer, moderator, timezone.now()
        appeal.save()
