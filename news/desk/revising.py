"""Every save is a revision. The article's row says what readers see once it is published: it follows the newest
revision as long as nobody else sees it, and only a publication moves it after that.
"""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction

from news.desk.locking import locked, log
from news.markup import clean_html
from news.models import Article, Category, Entry, Picture, Revision, Source, Tag
from news.rights import rights_of


def with_newest_words(article: Article) -> Article:
    """The article with the newest revision's words, where readers still see older ones. It can't be saved then."""
    if article.has_unpublished_changes():
        content = newest_content(article)
        article.put(_with_living_links(article, content))
        article.working_tags = content["tags"]
        article.is_working_copy = True
    return article


def working_copy(article: Article) -> Article:
    """The article as the desk has it: with_newest_words(), and the names of the tags as its `working_tags`."""
    article.working_tags = newest_content(article)["tags"]
    return with_newest_words(article)


def as_of(article: Article, number: int) -> Article:
    """The article with the words of one revision, and the names of its tags as `working_tags`. It can't be saved.

    Raises Revision.DoesNotExist.
    """
    content = article.revisions.get(number=number).content
    article.put(_with_living_links(article, content))
    article.working_tags, article.is_working_copy = content["tags"], True
    return article


def newest_content(article: Article) -> dict:
    if article.has_unpublished_changes():
        return article.revisions.get(number=article.revision_number).content
    return article.content()


@transaction.atomic
def keep_pace(pk: int) -> Article:
    """Make sure that what the row says is a revision, whoever wrote it: an import, a shell, the time before.

    Returns the article, its row locked.
    """
    article = locked(pk)
    shown = article.published_number if article.state == Article.State.PUBLISHED else article.revision_number
    content = article.content()
    known = article.revisions.filter(number=shown or 0).values_list("content", flat=True).first()
    if known != content:
        add_shown(article, content, user=None)
    return article


def add_shown(article: Article, content: dict, user, refit: Callable[[dict], dict] = dict) -> None:
    """Write a revision that says what the row says. What waits behind it, a scheduled update and the newest words,
    is written once more after it, `refit`, so that it stays the newest. The caller holds the row's lock.
    """
    newest, pending = article.revision_number, article.has_unpublished_changes()
    waiting = dict.fromkeys(filter(None, [article.update_number, newest if pending else None]))
    words = {number: article.revisions.get(number=number).content for number in waiting}
    add(article, content, user)
    if article.state == Article.State.PUBLISHED:
        article.published_number = article.revision_number
    for number, said in words.items():
        add(article, refit(said), user)
        if number == article.update_number:
            article.update_number = article.revision_number
    numbers = {"published_number": article.published_number, "update_number": article.update_number}
    Article.objects.filter(pk=article.pk).update(**numbers)
    article.reviews.running().filter(number=newest).update(number=article.revision_number)


@transaction.atomic
def save(pk: int, content: dict, user, *, is_new: bool = False) -> Article:
    """Keep `content` (see Article.content) as a new revision of the article, if it says anything new.

    Readers see it only after a publication. What is under review goes on with the new words: whoever edits it there
    is the one who judges. What has passed keeps the revision that was passed, and new words are not signed in its
    name. `is_new`: the row was made for these words a moment ago. Returns the article, its row locked.
    """
    tags = sorted(tag.name for tag in Tag.objects.named(content["tags"]))
    article = locked(pk) if is_new else keep_pace(pk)
    # As the row will say it: else the next look would take the cleaning for somebody's change.
    content = {**content, "body": clean_html(content["body"]), "tags": tags}
    if content == newest_content(article) and not is_new:
        return article
    add(article, content, user)
    if article.state != Article.State.PUBLISHED:
        show(article, article.revision_number, user)
    article.reviews.open().update(number=article.revision_number)
    return article


@transaction.atomic
def restore(pk: int, number: int, user, seen: int | None = None) -> Article:
    """Save an older revision's words as a new one. `seen` is the newest revision that `user` knew of.

    Raises Revision.DoesNotExist, and ValidationError where the article isn't theirs to edit.
    """
    before = keep_pace(pk)
    content = Revision.objects.get(article=pk, number=number).content
    if seen is not None and seen != before.revision_number:
        raise ValidationError("您看过之后，稿件又有新的修改，请看过再恢复", code="stale")
    content = _with_living_links(before, content)
    if obstacles := restoring_obstacles(before, content, user):
        raise ValidationError(obstacles)
    article = save(pk, content, user)
    if article.revision_number != before.revision_number:
        log(article, Entry.Action.RESTORED, user, reason=f"第 {number} 版")
    return article


def restoring_obstacles(article: Article, content: dict, user) -> list[str]:
    """Why `user` may not make `content` the newest words, in Chinese; empty if they may."""
    obstacles = with_newest_words(article).editing_obstacles(user)
    category = Category.objects.select_related("parent").filter(pk=content["category_id"]).first()
    if category and not obstacles and not rights_of(user).may_edit(category):
        return [f"那一版在“{category}”，不由您负责"]
    return obstacles


def show(article: Article, number: int, user) -> None:
    """Write a revision's words into the row. The caller holds its lock and is in a transaction."""
    content = article.revisions.get(number=number).content
    tags = Tag.objects.named(content["tags"])
    article.put(_with_living_links(article, content))
    article.updated_by = user or article.updated_by
    article.save()
    article.tags.set(tags)


def add(article: Article, content: dict, user) -> None:
    """Write one more revision. The caller holds the row's lock and sees to what readers see."""
    article.revision_number += 1
    Revision.objects.create(article=article, number=article.revision_number, content=content, created_by=user)
    # Not through save(): what readers see has not changed, and its time of change must not either.
    Article.objects.filter(pk=article.pk).update(revision_number=article.revision_number)


def _with_living_links(article: Article, content: dict) -> dict:
    """`content` without links to rows that have been deleted since; an article is never without a category."""
    living = {**content}
    if (
        content["category_id"] != article.category_id
        and not Category.objects.filter(pk=content["category_id"]).exists()
    ):
        living["category_id"] = article.category_id
    for name, model in [("cover_id", Picture), ("source_id", Source)]:
        if content[name] and content[name] != getattr(article, name):
            living[name] = model.objects.filter(pk=content[name]).values_list("pk", flat=True).first()
    return living
