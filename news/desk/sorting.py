"""Moving to another category, tagging, pinning: what may be done to many articles at once."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from news.desk import revising
from news.desk.locking import locked, log
from news.fields import MOST_TAGS
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
    review = article.running_review()
    if review and category.steps() > review.steps:
        raise ValidationError(f"“{category}”的审次更多，要先撤回或退回，移动后重新送审")
    _refile(pk, user, {"category_id": category.pk})
    article = locked(pk)
    log(article, Action.MOVED, user, reason=f"{article.category}")
    return article


@transaction.atomic
def add_tags(pk: int, user, names: list[str]) -> Article:
    """Add tags to those that the article has: at once, for readers too. Raises ValidationError."""
    if not user.has_perm("news.add_tag") and (unknown := Tag.objects.missing(names)):
        raise ValidationError(f"没有新建标签的权限：{'、'.join(unknown)}")
    tags = Tag.objects.named(names)
    article = revising.with_newest_words(revising.keep_pace(pk))
    if obstacles := article.filing_obstacles(user):
        raise ValidationError(obstacles)
    missing = [tag.name for tag in tags if tag not in article.tags.all()]
    if not missing:
        raise ValidationError("这些标签都有了")
    if article.tags.count() + len(missing) > MOST_TAGS:
        raise ValidationError(f"标签太多，最多 {MOST_TAGS} 个")
    _refile(pk, user, {"tags": missing})
    article = locked(pk)
    log(article, Action.TAGGED, user, reason="、".join(missing)[:500])
    return article


def _refile(pk: int, user, change: dict) -> None:
    """Make the same change to what readers see, to a scheduled update and to the newest revision."""
    article = locked(pk)
    shown = _changed(article.content(), change)
    revising.add_shown(article, shown, user, refit=lambda words: _changed(words, change))
    revising.show(article, article.published_number or article.revision_number, user)


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
