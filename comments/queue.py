"""What waits for a moderator, with what one has to know to decide about it."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from comments import claiming, word_list
from comments.models import Comment, CommentRevision, Decision

ON_A_PAGE = 20
MOST_COUNTED = 1000
HISTORY = timedelta(days=30)
State = Comment.State


class Sort(models.TextChoices):
    AGE = "age", "等得最久的在前"
    RISK = "risk", "风险高的在前"


class Kind(models.TextChoices):
    MARKED = "marked", "带标记的"
    UNMARKED = "unmarked", "没有标记的"
    REPLIES = "replies", "回复别人的"


KINDS = {Kind.MARKED: ~Q(marks=[]), Kind.UNMARKED: Q(marks=[]), Kind.REPLIES: Q(parent__isnull=False)}
ORDERS = {Sort.AGE: ["created_at", "id"], Sort.RISK: ["-risk", "created_at", "id"]}


@dataclass(frozen=True)
class Wish:
    """What a moderator wants to see: of which kind or with which mark ("" for all), of which article, behind which
    comment (primary keys, or None); `with_claimed` shows what others are at work on too.
    """

    sort: Sort = Sort.AGE
    search: str = ""
    kind: str = ""
    article: int | None = None
    after: int | None = None
    with_claimed: bool = False


def page_for(moderator, wish: Wish) -> list[Comment]:
    """The next comments for this moderator, claimed, with their context; fewer when others are at work on the rest.
    With those that others have claimed, nothing is claimed.
    """
    waiting = _wanted(wish)
    if wish.with_claimed:
        return with_context(_first(waiting, wish.sort))
    free = waiting.filter(~Exists(claiming.of_others(moderator).filter(comment=OuterRef("pk"))))
    for _ in range(2):  # what others took while we looked is left out; if that was all, there is a second look
        shown = _first(free, wish.sort)
        mine = claiming.claim(sorted(row.pk for row in shown), moderator)
        if mine or not shown:
            break
    return with_context([row for row in shown if row.pk in mine])


def _wanted(wish: Wish) -> QuerySet:
    waiting = Comment.objects.pending()
    if words := wish.search:
        waiting = waiting.filter(Q(body__icontains=words) | Q(name__icontains=words) | Q(number=words.upper()))
    if wish.kind in KINDS:
        waiting = waiting.filter(KINDS[wish.kind])
    elif wish.kind:
        waiting = waiting.filter(marks__contains=[wish.kind])
    if wish.article:
        waiting = waiting.filter(article=wish.article)
    if wish.after:
        last = Comment.objects.filter(pk=wish.after)
        risk, moment = Subquery(last.values("risk")), Subquery(last.values("created_at"))
        later = Q(created_at__gt=moment) | Q(created_at=moment, pk__gt=wish.after)
        waiting = waiting.filter(later if wish.sort == Sort.AGE else Q(risk__lt=risk) | Q(Q(risk=risk) & later))
    return waiting


def _first(waiting: QuerySet, sort: Sort) -> list[Comment]:
    # Ids first: the partial index answers, and only the rows that are shown are read with their article.
    ids = list(waiting.order_by(*ORDERS[sort]).values_list("pk", flat=True)[:ON_A_PAGE])
    rows = Comment.objects.filter(pk__in=ids).select_related("article__category", "parent", "claim__moderator")
    found = {row.pk: row for row in rows.defer("article__body")}
    return [found[pk] for pk in ids if pk in found]


def with_context(comments: list[Comment]) -> list[Comment]:
    """Sets `device_history` and `network_history` (decided in the last 30 days, state → number) and `former` (earlier
    words) on each. Four queries.
    """
    word_list.current()  # the page marks words by the list of now
    devices = _histories("device", comments)
    networks = _histories("network", comments)
    former: dict[int, list[CommentRevision]] = {}
    for revision in CommentRevision.objects.filter(comment__in=comments):
        former.setdefault(revision.comment_id, []).append(revision)
    for comment in comments:
        comment.device_history = devices.get(comment.device, {})
        comment.network_history = networks.get(comment.network, {})
        comment.former = former.get(comment.pk, [])
    return comments


def _histories(column: str, comments: list[Comment]) -> dict[str, dict[str, int]]:
    values = {getattr(comment, column) for comment in comments} - {""}
    recent = Comment.objects.filter(
        created_at__gte=timezone.now() - HISTORY, state__in=[State.APPROVED, State.REJECTED]
    )
    rows = recent.filter(**{f"{column}__in": values}).order_by().values_list(column, "state").annotate(Count("id"))
    found: dict[str, dict[str, int]] = {}
    for value, state, number in rows if values else []:
        found.setdefault(value, {})[state] = number
    return found


def number_waiting() -> int:
    """How many wait, counted up to a thousand."""
    return Comment.objects.pending()[:MOST_COUNTED].count()


def number_late() -> int:
    """How many have waited longer than the site allows, counted up to a thousand."""
    hours = settings.COMMENTS_REMIND_AFTER_HOURS
    if not hours:
        return 0
    late = Comment.objects.pending().filter(created_at__lte=timezone.now() - timedelta(hours=hours))
    return late[:MOST_COUNTED].count()


def waits_since():
    """When the oldest one was sent, or None."""
    return Comment.objects.pending().order_by("created_at", "id").values_list("created_at", flat=True).first()


def what_happened(ids: list[int]) -> dict[int, str]:
    """Of comments that were overtaken: what has become of each, for the moderator who came second."""
    found = dict.fromkeys(ids, "作者刚改过内容，请看过新的再处理")
    latest = Decision.objects.filter(comment__in=ids).order_by("comment_id", "-id").distinct("comment_id")
    states = dict(Comment.objects.filter(pk__in=ids).values_list("pk", "state"))
    for decision in latest.select_related("moderator"):
        if states[decision.comment_id] != State.PENDING:
            who = decision.moderator or decision.get_actor_display()
            when = timezone.localtime(decision.decided_at)
            found[decision.comment_id] = f"已由 {who} 在 {when:%H:%M} 改为“{decision.get_to_state_display()}”"
    return found
