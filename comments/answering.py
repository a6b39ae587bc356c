"""What the site itself answers to a reader: public at once, in the name of the site, with the badge of its staff.

The badge comes from `Comment.official`, which only this and an operator's import write: no name makes it.
"""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from comments.models import Comment
from comments.moderation import Act, Overtaken, decide, lock
from comments.reasons import Occasion

State = Comment.State


def answer(pk: int, version: int, moderator, body: str, submission: UUID) -> Comment:
    """Answer the comment `pk`; what waits is approved with it, or neither happens. A repeated `submission` finds its
    answer. Raises Overtaken.
    """
    with transaction.atomic():
        row = lock([pk]).get(pk)
        if earlier := Comment.objects.filter(submission=submission, parent=pk, staff=moderator).first():
            return earlier
        if row is None or row.version != version:
            raise Overtaken
        if row.state == State.PENDING:
            decide({pk: version}, Act(State.APPROVED, moderator))
            row.refresh_from_db()
        if not row.is_public():  # refused before, or itself an answer to what is not public
            raise Overtaken
        reply = Comment.objects.create(
            article_id=row.article_id,
            root_id=row.root_id or row.pk,
            parent=row,
            name=settings.SITE_NAME[:20],
            body=body,
            official=True,
            staff=moderator,
            submission=submission,
        )
        decide({reply.pk: reply.version}, Act(State.APPROVED, moderator, Occasion.ANSWER))
        return reply
