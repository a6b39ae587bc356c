"""Moving to another category, tagging, pinning: what may be done to many articles at once."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from news.desk import revising
from news.desk.locking import locked, log
from news.models import Article, Category, Entry, Tag
from news.rights import rights_of

Action = Entry.Action


@transaction.atomic
def move(pk: int, user, category: Category) -> Article:
    """Put the article, and the newest revision of it, into another category: at once, for readers too.

    The address changes with it; the old one leads there. Raises ValidationError.
    """
    article = revising.with_newest_words(revising.keep_pace(pk))
    if obstacles := article.filing_obstacles(user):
        raise ValidationError(obstacles)
    if article.category_id == category.pk:
        raise ValidationError(f"已经在“{category}”")
    if not rights_of(user).may_edit(category):
        raise ValidationError(f"“{category}”不由您负责")
    _refile(pk, user, {"category_id": category.pk})
    article = locked(pk)
    log(article, Action.MOVED, user, reason=f"{article.category}")
    return article


@transaction.atomic
def add_tags(pk: int, user, names: list[str]) -> Article:
    """Add tags to those that the article has: at once, for readers too. Raises ValidationError."""
    article = revising.with_newest_words(revising.keep_pace(pk))
    if obstacles := article.filing_obstacles(user):
        raise ValidationError(obstacles)
    missing = [tag.name for tag in Tag.objects.named(names) if tag not in article.tags.all()]
    if not missing:
        raise ValidationError("这些标签都有了")
    _refile(pk, user, {"tags": missing})
    article = locked(pk)
    log(article, Action.TAGGED, user, reason="、".join(missing)[:500])
    return article


def _refile(pk: int, user, change: dict) -> None:
    """Make the same change to what readers see, to a scheduled update and to the newest revision."""
    article = locked(pk)
    newest = article.revision_number if article.has_unpublished_changes() else None
    pending = dict.fromkeys(filter(None, [article.update_number, newest]))
    words = {number: article.revisions.get(number=number).content for number in pending}
    revising.add(article, _changed(article.content(), change), user)
    revising.show(article, article.revision_number, user)
    if article.state == Article.State.PUBLISHED:
        article.published_number = article.revision_number
    for number, content in words.items():
        revising.add(article, _changed(content, change), user)
        if number == article.update_number:
            article.update_number = article.revision_number
    numbers = {"published_number": article.published_number, "update_number": article.update_number}
    Article.objects.filter(pk=pk).update(**numbers)
    article.reviews.running().update(number=article.revision_number)


def _changed(content: dict, change: dict) -> dict:
    if "tags" in change:
        return {**content, "tags": sorted({*content["tags"], *change["tags"]})}
    return {**content, **change}


@transaction.atomic
def pin(pk: int, user, until: datetime) -> Article:
    """Keep the article at the top until that moment. Raises ValidationError."""
    article = locked(pk)
    if obstacles := article.pinning_obstacles():
        raise ValidationError(obstacles)
    if until <= timezone.now():
        raise ValidationError("置顶的截止时间要在将来")
    # Not through save(): no word has changed, and the time of change is for words.
    Article.objects.filter(pk=pk).update(pinned_until=until)
    log(article, Action.PINNED, user, reason=f"到 {timezone.localtime(until):%Y-%m-%d %H:%M}")
    return article


@transaction.atomic
def unpin(pk: int, user) -> Article:
    """Raises ValidationError."""
    article = locked(pk)
    if obstacles := article.unpinning_obstacles():
        raise ValidationError(obstacles)
    Article.objects.filter(pk=pk).update(pinned_until=None)
    log(article, Action.UNPINNED, user)
    return article
