"""Rows → bytes."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils import timezone

from comments.models import Comment
from news.models import Article
from operations.exchange.reading import COLUMN_DEFAULTS
from operations.exchange.stored import TAGGED
from traffic.models import DailyReadings

CHUNK = 200
# Not in every line: only where they say something.
EXTRAS = ["subtitle", "original_title", "expires_at", "comment_policy", "withdrawal_notice"]


def exported() -> Iterator[tuple[int, bytes]]:
    """Yield (id, line) of every article, whatever its state, by id; four queries a chunk.

    Chunks are found by id, not by a cursor, so that a slow reader at the other end holds no transaction open.
    """
    last = 0
    while chunk := list(
        Article.objects.filter(pk__gt=last).order_by("pk").select_related("category__parent", "source", "cover")[:CHUNK]
    ):
        ids = [article.pk for article in chunk]
        tags, comments, views = tags_of(ids), comments_of(ids), views_of(ids)
        for article in chunk:
            record = as_record(article, tags[article.pk], views.get(article.pk, 0), comments[article.pk])
            yield article.pk, json.dumps(record, ensure_ascii=False).encode() + b"\n"
        last = ids[-1]


def as_record(article: Article, tags: list[str], views: int, comments: list[dict]) -> dict:
    category = article.category
    levels = [category.parent, category] if category.parent_id else [category]
    return {
        "id": article.pk,
        "title": article.title,
        "categories": [{"slug": level.slug, "name": level.name} for level in levels],
        "body": article.body,
        "summary": article.summary,
        "byline": article.byline,
        "source": article.source.name if article.source else "",
        "source_url": article.source_url,
        "editor": article.editor,
        "reprint": article.reprint,
        "published_at": written(article.published_at),
        "tags": tags,
        "views": views,
        "state": article.state,
        "comments": comments,
        **extras(article),
    }


def extras(article: Article) -> dict:
    said = {name: getattr(article, name) for name in EXTRAS if getattr(article, name) != COLUMN_DEFAULTS[name]}
    if article.expires_at:
        said["expires_at"] = written(article.expires_at)
    if cover := article.cover:
        said["cover"] = {"file": cover.file, "alt": cover.alt, "credit": cover.credit}
    return said


def written(moment: datetime | None) -> str | None:
    """In Beijing time, to the second; a moment with a fraction keeps it, for what comes back must be the same."""
    return moment and timezone.localtime(moment).isoformat()


def tags_of(ids: list[int]) -> dict[int, list[str]]:
    found = defaultdict(list)
    for article, name in TAGGED.objects.filter(article__in=ids).order_by("id").values_list("article", "tag__name"):
        found[article].append(name)
    return found


def comments_of(ids: list[int]) -> dict[int, list[dict]]:
    found = defaultdict(list)
    # An erased one has nothing to give but its place in a thread.
    answered = Exists(Comment.objects.filter(parent=OuterRef("pk")))
    kept = Comment.objects.filter(~Q(state=Comment.State.ERASED) | answered, article__in=ids)
    for comment in kept.order_by("created_at", "id").annotate(reply_to=F("parent__number")):
        found[comment.article_id].append(comment_record(comment))
    return found


def comment_record(comment: Comment) -> dict:
    record = {
        "number": comment.number,
        "name": comment.name,
        "body": comment.body,
        "created_at": written(comment.created_at),
        "state": comment.state,
        "reply_to": comment.reply_to,
        "region": comment.region,
        "staff": comment.official,
        "edited_at": written(comment.edited_at),
        "published_at": written(comment.published_at),
    }
    if comment.published_at == comment.created_at and comment.is_public():
        record["published_at"] = None  # as it would be anyway
    always = ("number", "name", "body", "created_at", "state")
    return {key: value for key, value in record.items() if key in always or value}


def views_of(ids: list[int]) -> dict[int, int]:
    rows = DailyReadings.objects.filter(article__in=ids).order_by().values_list("article")
    return dict(rows.annotate(Sum("readings")))
