"""送审、通过、退回、撤回. Signing, the last word, is news.desk.publishing.publish()."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from news.desk import notices, revising
from news.desk.locking import log
from news.models import Article, Entry, Review
from news.models.review import role_number, step_name

Action = Entry.Action
TO_WRITER = 0


@transaction.atomic
def submit(pk: int, user) -> Review:
    """Begin a review of the newest revision. Raises ValidationError."""
    article = revising.with_newest_words(revising.keep_pace(pk))
    if obstacles := article.submitting_obstacles():
        raise ValidationError(obstacles)
    review = Review.objects.create(
        article=article, number=article.revision_number, steps=article.category.steps(), submitted_by=user
    )
    notices.announce(log(article, Action.SUBMITTED, user), review)
    return review


@transaction.atomic
def pass_step(pk: int, user, *, step: int, seen: int, remark: str = "") -> Review:
    """Let the article pass step `step` in the words of revision `seen`. Raises ValidationError.

    Both are what the reviewer looked at: with either changed meanwhile, nothing is decided.
    """
    article, review = _due(pk, user, step, seen)
    entry = log(article, Action.PASSED, user, step=role_number(step, review.steps), reason=remark)
    if step == review.steps:
        review.state = Review.State.PASSED
    else:
        review.step += 1
    review.save()
    notices.announce(entry, review)
    return review


@transaction.atomic
def send_back(pk: int, user, *, step: int, seen: int, to: int, reason: str) -> Review:
    """Send the article back to an earlier step, or to the writer (`to` is TO_WRITER), with a reason.

    One that waits for signing counts as one step further than the last. Raises ValidationError.
    """
    article, review = _due(pk, user, step, seen)
    if not TO_WRITER <= to < step:
        raise ValidationError("只能退给作者或前面的审次")
    if not reason.strip():
        raise ValidationError("请写明退回的理由")
    if to == TO_WRITER:
        review.state = Review.State.RETURNED
    else:
        review.state, review.step = Review.State.OPEN, to
    review.save()
    whom = step_name(to, review.steps) if to else "作者"
    at_step = role_number(step, review.steps) if step <= review.steps else None
    notices.announce(log(article, Action.RETURNED, user, step=at_step, reason=f"退给{whom}：{reason}"), review)
    return review


@transaction.atomic
def take_back(pk: int, user) -> Review:
    """End a review that `user` asked for, or whose article is theirs. Raises ValidationError."""
    article = revising.with_newest_words(revising.keep_pace(pk))
    review = article.running_review()
    if review is None:
        raise ValidationError("没有在审核")
    if user.pk not in {article.created_by_id, review.submitted_by_id}:
        raise ValidationError("只有作者和送审人可以撤回")
    review.state = Review.State.TAKEN_BACK
    review.save()
    log(article, Action.TAKEN_BACK, user)
    return review


def drop(article: Article) -> None:
    """End a review that has lost its object: the article went to the bin. The caller holds the row's lock."""
    article.reviews.running().update(state=Review.State.DROPPED, moved_at=timezone.now())


def _due(pk: int, user, step: int, seen: int) -> tuple[Article, Review]:
    """The article, its row locked, and its review, if `user` may decide about that step of it now."""
    article = revising.with_newest_words(revising.keep_pace(pk))
    review = article.running_review()
    if review is None:
        raise ValidationError("稿件已不在审核中，可能别人刚处理过", code="stale")
    due = review.due()
    if step != due:
        raise ValidationError(f"别人刚处理过，现在是“{review.stage()}”", code="stale")
    if seen != article.revision_number:
        raise ValidationError("您看过之后，稿件又有新的修改，请看过再决定", code="stale")
    obstacles = article.reviewing_obstacles(user) if due <= review.steps else article.signing_obstacles(user)
    if obstacles:
        raise ValidationError(obstacles)
    return article, review
