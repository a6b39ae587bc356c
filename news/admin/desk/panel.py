"""The review's part of the article form: where the article stands, and which buttons are for whom."""

from django.core.exceptions import ValidationError

from news.admin.desk.review import passed_message, review_is_of
from news.desk import reviewing
from news.models import Article, Category, Entry, Review
from news.models.review import step_name


def panel(article: Article | None, user) -> dict:
    """What the templates of the form ask; `article` is None while it is written for the first time."""
    if article is None:
        return {"may_submit": Category.objects.with_review().exists(), "publishes_at_once": True}
    review = article.running_review()
    open_review = review is not None and review.state == Review.State.OPEN
    may_review = open_review and article.reviewable_by(user)
    signer = not article.signing_obstacles(user)
    needs_review = bool(article.category.steps())
    withdrawn = article.state == Article.State.WITHDRAWN
    return {
        "review": review,
        "pending": article.revisions.for_listing().first() if article.has_unpublished_changes() else None,
        "returned": _last_return(article) if review is None else _sent_back(article, review),
        "obstacles": article.editing_obstacles(user),
        "may_submit": needs_review and review is None and not withdrawn,
        "publishes_at_once": not needs_review and review is None,
        "may_review": may_review,
        "step_name": step_name(review.step, review.steps) if may_review else "",
        "may_take_back": review_is_of(review, article, user),
        "may_sign": signer and not article.publishing_obstacles(),
        "may_send_back": signer and review is not None and not open_review,
        "may_cancel_update": signer and article.update_at is not None,
    }


def _last_return(article: Article) -> Entry | None:
    """Why it came back, as long as it has not been handed in again or gone out."""
    newest = article.newest_review()
    if newest is None or newest.state != Review.State.RETURNED or not _is_pending(article):
        return None
    return Entry.objects.of_article(article.pk).filter(action=Entry.Action.RETURNED).first()


def _is_pending(article: Article) -> bool:
    return article.state == Article.State.DRAFT or article.has_unpublished_changes()


def _sent_back(article: Article, review: Review) -> Entry | None:
    """Why the step that is due is due once more."""
    moves = [Entry.Action.SUBMITTED, Entry.Action.PASSED, Entry.Action.RETURNED]
    last = Entry.objects.of_article(article.pk).filter(action__in=moves).first()
    return last if last and last.action == Entry.Action.RETURNED else None


def move_after_saving(request, article: Article) -> str:
    """Submit or pass what the form has just saved, if that button was pressed. Returns what to tell the editor.

    Raises ValidationError; the words stay saved.
    """
    if "_submit" in request.POST:
        review = reviewing.submit(article.pk, request.user)
        return f"《{article}》已送审，{review.stage()}。"
    if "_pass" in request.POST:
        step = request.POST.get("review_step", "")
        if step not in {"1", "2", "3"}:
            raise ValidationError("没有说明是哪一审")
        seen = article.revision_number  # what this very form has saved
        return passed_message(reviewing.pass_step(article.pk, request.user, step=int(step), seen=seen))
    return ""
