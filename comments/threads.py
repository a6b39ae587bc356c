"""What a page of comments lists: threads in an order, page by page, each with its first replies.

A page begins behind a comment that is named by its number, never at a place counted from the start: the last page
costs what the first one does.
"""

from dataclasses import dataclass, field
from operator import attrgetter

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Value

from comments.models import Comment, Like
from comments.visitor import Visitor
from news.models import Article

ROOTS_ON_A_PAGE = 20
REPLIES_SHOWN = 3
REPLIES_ON_A_PAGE = 50


class Order(models.TextChoices):
    NEWEST = "newest", "最新"
    OLDEST = "oldest", "最早"
    LIKED = "liked", "最多赞"


# Columns that say where a row stands; the primary key tells apart what happened at the same moment.
COLUMNS = {
    Order.NEWEST: ("created_at", "-"),
    Order.OLDEST: ("created_at", ""),
    Order.LIKED: ("likes", "-"),
}


@dataclass
class Page:
    """Comments in their order, the number behind which the next page begins ("" on the last), and those that only the
    visitor sees.
    """

    comments: list[Comment] = field(default_factory=list)
    next: str = ""
    own: list[Comment] = field(default_factory=list)


def page_of(article: Article, order: Order, after: str, visitor: Visitor, own: QuerySet) -> Page:
    """Threads of the article: public roots, and those that are no longer public but answered; and what
    `own` (writing.own_comments) adds to it. One query. Every root gets `shown_replies` and `more_replies`.

    Raises Comment.DoesNotExist when `after` is no comment of this article.
    """
    listed = Comment.objects.for_article(article).listed_roots()
    roots = _behind(listed, order, after, article.pk)[: ROOTS_ON_A_PAGE + 1]
    decided = {"last_reason": Value(""), "last_ground": Value("")}  # as those of `own` have them
    sources = [roots.annotate(**decided), _first_replies(roots).annotate(**decided), own]
    parts = [
        _drawn(comments, visitor).annotate(part=Value(number)).select_related("parent")
        for number, comments in enumerate(sources)
    ]
    found: list[list[Comment]] = [[], [], []]
    for row in parts[0].union(*parts[1:], all=True):
        found[row.part].append(row)
    column, sign = COLUMNS[order]
    # A union promises no order.
    found[0].sort(key=attrgetter(column, "pk"), reverse=bool(sign))
    replies = sorted(found[1], key=attrgetter("created_at", "pk"))
    page = _cut(found[0], ROOTS_ON_A_PAGE, after, article.pk)
    page.own = sorted(found[2], key=attrgetter("created_at", "pk"), reverse=True)
    for root in page.comments:
        root.shown_replies = [reply for reply in replies if reply.root_id == root.pk]
        root.more_replies = root.replies - len(root.shown_replies)
    return page


def replies_of(root: Comment, after: str, visitor: Visitor, first: Comment | None = None) -> Page:
    """The public replies of a thread, oldest first, from `first` on if it is given. One query.

    Raises Comment.DoesNotExist when `after` is no comment of this article.
    """
    replies = _drawn(Comment.objects.approved().filter(root=root), visitor).select_related("parent")
    if first:
        replies = replies.filter(created_at__gte=first.created_at)
        replies = replies.filter(Q(created_at__gt=first.created_at) | Q(pk__gte=first.pk))
    return _cut(_behind(replies, Order.OLDEST, after, root.article_id), REPLIES_ON_A_PAGE, after, root.article_id)


def mark_liked(comments: list[Comment], visitor: Visitor) -> None:
    """Set `is_liked` on comments that were not listed here."""
    liked = Like.objects.filter(comment__in=comments, device=visitor.device).values_list("comment", flat=True)
    known = set() if visitor.is_new else set(liked)
    for comment in comments:
        comment.is_liked = comment.pk in known


def _drawn(comments: QuerySet, visitor: Visitor) -> QuerySet:
    """With whether the visitor's device likes each."""
    liked = Exists(Like.objects.filter(comment=OuterRef("pk"), device=visitor.device))
    return comments.annotate(is_liked=Value(False) if visitor.is_new else liked)


def _first_replies(roots: QuerySet) -> QuerySet:
    """Read per root from the index of threads: numbering the replies would read all that a long thread has."""
    replies = Comment.objects.approved().filter(root=OuterRef("pk")).order_by("created_at", "id")
    first = Func(ArraySubquery(replies.values("pk")[:REPLIES_SHOWN]), function="unnest")
    return Comment.objects.filter(_among(Comment.objects.filter(_among(roots.values("pk"))).values(reply=first)))


def _among(keys: QuerySet) -> Func:
    """That the primary key is one of these. As an array they are found once; what stands behind IN is found again for
    every row, when the planner believes that there are few (as it does of a table that has just grown).
    """
    return Func(
        F("pk"),
        ArraySubquery(keys),
        template="%(expressions)s)",
        arg_joiner=" = ANY (",
        output_field=models.BooleanField(),
    )


def _behind(comments: QuerySet, order: Order, after: str, article: int) -> QuerySet:
    column, sign = COLUMNS[order]
    if after:
        named = Comment.objects.filter(article=article, number=after)
        value, pk = Subquery(named.values(column)), Subquery(named.values("pk"))
        side = "lt" if sign else "gt"
        # Both ends, so that the index is entered at the place instead of walked up to it.
        comments = comments.filter(**{f"{column}__{side}e": value})
        comments = comments.filter(Q(**{f"{column}__{side}": value}) | Q(**{column: value, f"pk__{side}": pk}))
    return comments.order_by(f"{sign}{column}", f"{sign}pk")


def _cut(comments: QuerySet | list[Comment], most: int, after: str, article: int) -> Page:
    rows = list(comments[: most + 1])
    if after and not rows:
        Comment.objects.only("pk").get(article=article, number=after)  # the last of all, or none of ours
    return Page(rows[:most], rows[most - 1].number if len(rows) > most else "")
