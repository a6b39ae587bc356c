"""签发、定时、撤稿: what decides when readers see which words."""

import logging
from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import Error, connection, transaction
from django.utils import timezone

from news import checks
from news.desk import notices, revising
from news.desk.locking import locked, log
from news.models import Article, Entry, Review
from news.prepared import Prepared

logger = logging.getLogger(__name__)
PATIENCE = "50ms"  # of a reader with a row that somebody else is writing
Action = Entry.Action
DUE = Prepared(lambda now: Article.objects.with_due_update(now).values_list("pk")[:100], now=datetime)


@transaction.atomic
def publish(
    pk: int, user, at: datetime | None = None, seen: int | None = None, confirmed: Collection[str] = ()
) -> Article:
    """Sign the newest revision: readers see it from `at` on, or from now.

    A draft without `at` takes the time that is written on it. `seen` is the revision that the signer looked at; with
    a newer one saved since, nothing is signed. `confirmed` are the keys of the warnings (see news/checks) that the
    signer has seen: with another one nothing is signed either. Raises ValidationError.
    """
    article = revising.with_newest_words(revising.keep_pace(pk))
    if seen is not None and seen != article.revision_number:
        raise ValidationError("您看过之后，稿件又有新的修改，请看过再签发", code="stale")
    if obstacles := article.publishing_obstacles():
        raise ValidationError(obstacles)
    _ask_the_checks(article, user, confirmed)
    now = timezone.now().replace(microsecond=0)
    moment = at or (article.published_at if article.state == Article.State.DRAFT else None) or now
    if article.expires_at and article.expires_at <= moment:
        raise ValidationError("下线时间要晚于发布时间")
    step_done = article.running_review()
    article = locked(pk)
    if article.state == Article.State.PUBLISHED:
        entry = _publish_update(article, user, moment, now)
    else:
        article.state, article.published_at = Article.State.PUBLISHED, moment
        article.published_number, article.updated_by = article.revision_number, user
        article.withdrawal_notice, article.withdrawn_at = "", None
        article.save()
        action = Action.SCHEDULED if moment > now else Action.PUBLISHED
        entry = log(article, action, user, reason=_until(moment, now))
    if step_done:
        Review.objects.filter(pk=step_done.pk).update(state=Review.State.SIGNED, moved_at=timezone.now())
        step_done.state = Review.State.SIGNED
    notices.announce(entry, step_done)
    return article


def _ask_the_checks(article: Article, user, confirmed: Collection[str]) -> None:
    report = checks.check(article, user)
    if report.errors:
        raise ValidationError([ValidationError(finding.sentence, code="errors") for finding in report.errors])
    if warnings := report.unconfirmed(set(confirmed)):
        reasons = [f"还没有确认：{finding.sentence}" for finding in warnings]
        raise ValidationError([ValidationError(reason, code="unconfirmed") for reason in reasons])


def _publish_update(article: Article, user, moment: datetime, now: datetime) -> Entry:
    if moment > now:
        article.update_at, article.update_number = moment, article.revision_number
        Article.objects.filter(pk=article.pk).update(update_at=moment, update_number=article.revision_number)
        return log(article, Action.UPDATE_SCHEDULED, user, reason=_until(moment, now))
    _show_update(article, article.revision_number, user)
    return log(article, Action.UPDATED, user)


def _show_update(article: Article, number: int, user) -> None:
    article.published_number = number
    article.update_at = article.update_number = None
    revising.show(article, number, user)


def show_due_updates(now: datetime | None = None) -> int:
    """Let readers see the updates whose time has come; returns how many. With none due, one look at a small index.

    Called before every page of readers, so that no job has to run for it, and by the minute's job.
    """
    now = now or timezone.now()
    return sum(_try_to_show(pk, now) for (pk,) in DUE.rows(now=now))


def _try_to_show(pk: int, now: datetime) -> bool:
    """One update that can't be shown must not keep readers from every page."""
    try:
        return _show_due_update(pk, now)
    except (Error, ObjectDoesNotExist):
        logger.exception("due update not shown", extra={"article": pk})
        return False


@transaction.atomic
def _show_due_update(pk: int, now: datetime) -> bool:
    # Not waited for: whoever holds the row, a bulk move or another visitor, is done in a moment; nor for what is
    # written along with it, which a change of its tags may hold.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = %s", [PATIENCE])
    article = Article.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if article is None or article.update_at is None or article.update_at > now:
        return False
    moment, number = article.update_at, article.update_number
    _show_update(article, number, None)
    # Its change is of that second, whoever came by first.
    Article.objects.filter(pk=pk).update(updated_at=moment)
    log(article, Action.UPDATE_WENT_OUT, None, number=number)
    return True


@transaction.atomic
def cancel_update(pk: int, user) -> Article:
    """Take back a scheduled update; its words stay as the newest revision. Raises ValidationError."""
    article = locked(pk)
    if article.update_at is None:
        raise ValidationError("没有定时更新")
    number = article.update_number
    article.update_at = article.update_number = None
    Article.objects.filter(pk=pk).update(update_at=None, update_number=None)
    log(article, Action.UPDATE_CANCELLED, user, number=number)
    return article


@transaction.atomic
def withdraw(pk: int, user, notice: str, reason: str = "") -> Article:
    """Take the article from readers; its address answers 410 with the notice. `reason` is for the log alone.

    Raises ValidationError.
    """
    article = locked(pk)
    if obstacles := article.withdrawing_obstacles():
        raise ValidationError(obstacles)
    article.preview_links.living().update(revoked_at=timezone.now())
    article.state, article.withdrawal_notice, article.updated_by = Article.State.WITHDRAWN, notice, user
    article.withdrawn_at, article.pinned_until = timezone.now().replace(microsecond=0), None
    _leave_readers(article)
    log(article, Action.WITHDRAWN, user, reason=reason or notice)
    return article


@transaction.atomic
def return_to_draft(pk: int, user) -> Article:
    """Open a withdrawn or scheduled article for work again. Raises ValidationError."""
    article = locked(pk)
    if obstacles := article.redrafting_obstacles():
        raise ValidationError(obstacles)
    if article.is_scheduled():
        article.published_at = None
    article.state, article.withdrawal_notice, article.updated_by = Article.State.DRAFT, "", user
    article.withdrawn_at = None
    _leave_readers(article)
    log(article, Action.REDRAFTED, user)
    return article


def _leave_readers(article: Article) -> None:
    """Save a state in which the row follows the newest revision again."""
    article.update_at = article.update_number = None
    pending = article.revision_number != (article.published_number or article.revision_number)
    article.published_number = None
    if pending:
        revising.show(article, article.revision_number, article.updated_by)
    else:
        article.save()


def _until(moment: datetime, now: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" if moment > now else ""
