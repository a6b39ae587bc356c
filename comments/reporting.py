"""What readers say against a comment, and writers against a refusal."""

from django.db import transaction

from comments import network_log
from comments.models import Appeal, Comment, NetworkLog, Report
from comments.visitor import Visitor


def report(comment: Comment, visitor: Visitor, reason: str, details: str) -> None:
    """Once for each device and revision: whoever reports again is heard already."""
    with transaction.atomic():
        row = Report(
            comment=comment,
            revision=comment.revision,
            reason=reason,
            details=details,
            device=visitor.device,
            network=visitor.network,
        )
        Report.objects.bulk_create([row], ignore_conflicts=True)
        network_log.record(comment, NetworkLog.Act.REPORT, visitor)


def appeal(comment: Comment, visitor: Visitor, text: str) -> Appeal | None:
    """The appeal against the refusal, the one that was made before if there is one; None when nothing is refused
    (any more).
    """
    with transaction.atomic():
        row = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        refusal = row.refusal()
        if refusal is None:
            return None
        made, is_new = Appeal.objects.get_or_create(decision=refusal, defaults={"comment": row, "text": text})
        if is_new:
            network_log.record(row, NetworkLog.Act.APPEAL, visitor)
    return made
