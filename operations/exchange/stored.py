"""What the site already has of a batch of lines, and whether a line says anything else."""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Sum

from comments.models import Comment
from news.models import Article
from operations.exchange.reading import ArticleLine
from traffic.models import DailyReadings

TAGGED = Article.tags.through
COMMENTS = uuid.UUID("5d8f2d0e-6c0b-5f0e-9a3e-6b1f0c7a9d21")  # the namespace of imported comments' numbers


@dataclass
class Stored:
    """An article's row with what hangs on it: tags in their order, comments by what they say, readings in all."""

    row: Article
    tags: list[int] = field(default_factory=list)
    comments: Counter = field(default_factory=Counter)
    views: int = 0

    def differs(self, line: ArticleLine, tags: list[int | None]) -> bool:
        row = self.row
        return (
            any(getattr(row, name) != value for name, value in line.columns.items())
            or row.category.path != line.category_path
            or (row.source.name if row.source else "") != line.source
            or (row.cover.file if row.cover else None) != line.cover_file
            or self.tags != tags
        )


def load(lines: list[ArticleLine]) -> dict[int, Stored]:
    """id → what is stored, its row locked until the transaction ends. Five queries."""
    rows = Article.objects.filter(pk__in=[line.id for line in lines]).order_by("pk")
    rows = rows.select_related("category", "source", "cover").select_for_update(of=("self",))
    found = {row.pk: Stored(row) for row in rows}
    if found:
        for article, tag in TAGGED.objects.filter(article__in=found).order_by("id").values_list("article", "tag"):
            found[article].tags.append(tag)
        for article, *said in Comment.objects.filter(article__in=found).values_list(
            "article", "created_at", "name", "body"
        ):
            found[article].comments[tuple(said)] += 1
        sums = DailyReadings.objects.filter(article__in=found).values_list("article").annotate(Sum("readings"))
        for article, views in sums.order_by():
            found[article].views = views
    return found


def new_comments(line: ArticleLine, known: Counter) -> list[Comment]:
    """The line's comments that the article doesn't have, told by time, name and words.

    One that is there keeps its state: a moderator of this site may have decided since the file was written.
    """
    said: dict[tuple[datetime, str, str], int] = defaultdict(int)
    new = []
    for comment in line.comments:
        key = (comment.created_at, comment.name, comment.body)
        said[key] += 1
        if said[key] > known[key]:
            mark = "\n".join([str(line.id), comment.created_at.isoformat(), comment.name, str(said[key]), comment.body])
            new.append(Comment(article_id=line.id, submission=uuid.uuid5(COMMENTS, mark), **vars(comment)))
    return new
