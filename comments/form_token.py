"""The mark of a form: which one, for which article, given out when. Signed, so nobody makes their own."""

import uuid
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.utils import timezone

LEAST = timedelta(seconds=3)  # nobody reads, writes and solves a captcha in less
MOST = timedelta(hours=12)
LONGEST = 120


def issue(article_id: int, submission: uuid.UUID) -> str:
    """For the form with that number, given out now."""
    return _signer(article_id).sign(f"{submission.hex}.{int(timezone.now().timestamp() * 1000)}")


def read(token: str, article_id: int) -> tuple[uuid.UUID, datetime]:
    """The form's number and when it was given out. Raises BadSignature for what was not written for this article."""
    try:
        number, _, milliseconds = _signer(article_id).unsign(token[:LONGEST]).partition(".")
    except UnicodeEncodeError as error:
        raise BadSignature from error
    return uuid.UUID(number), datetime.fromtimestamp(int(milliseconds) / 1000, UTC)


def _signer(article_id: int) -> Signer:
    return Signer(salt=f"comments.form.{article_id}")
