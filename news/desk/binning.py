"""删除 is a move to the bin: everything can be brought back until its time there is over."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from news.desk import reviewing
from news.desk.locking import locked, log
from news.models import Article, Entry

Action = Entry.Action
KEPT = timedelta(days=30)


@transaction.atomic
def move_to_bin(pk: int, user) -> Article:
    """Raises ValidationError."""
    article = locked(pk)
    if obstacles := article.binning_obstacles():
        raise ValidationError(obstacles)
    reviewing.drop(article)
    article.preview_links.living().update(revoked_at=timezone.now())
    article.binned_at, article.updated_by = timezone.now(), user
    article.save()
    log(article, Action.BINNED, user)
    return article


@transaction.atomic
def bring_back(pk: int, user) -> Article:
    """In the state that the article had before. Raises ValidationError."""
    article = locked(pk)
    if obstacles := article.unbinning_obstacles():
        raise ValidationError(obstacles)
    article.binned_at, article.updated_by = None, user
    article.save()
    log(article, Action.UNBINNED, user)
    return article


def purge(pk: int) -> bool:
    """Delete for ever an article whose time in the bin is over; its log stays. False if it may not go.

    What readers have commented on, or find a notice of, is evidence of what was public: it stays in the bin.
    """
    try:
        with transaction.atomic():
            article = locked(pk)
            if article.binned_at is None or article.binned_at > timezone.now() - KEPT or article.withdrawn_at:
                return False
            log(article, Action.PURGED, None)
            article.delete()
    except (ProtectedError, Article.DoesNotExist):
        return False
    return True
