"""What editors do with the places of the front page. Each deed names the order that was seen, so that of two who act
at once the second is told; all raise ValidationError.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from news.desk.arranging import STALE, fingerprint, swapped
from news.desk.locking import locked, log
from news.models import Article, Entry, FrontPageSlot

MOST = 20  # in one place, with those that wait


def seen() -> str:
    """What the places hold now."""
    return fingerprint(FrontPageSlot.objects.order_by("place", "position").values_list("pk", "place", "until"))


@transaction.atomic
def place(pk: int, user, where: str, until: datetime | None, seen_before: str) -> Article:
    """Put the article at the front of a place, or move it there; the others move back by one."""
    _begin(user, seen_before)
    article = locked(pk)
    if obstacles := [*article.moving_obstacles(user), *article.pinning_obstacles()]:
        raise ValidationError(obstacles)
    if until and until <= timezone.now():
        raise ValidationError("“放到”的时间要在将来")
    if where == FrontPageSlot.Place.PICTURE and article.cover_id is None:
        raise ValidationError("图片新闻要有封面图片")
    FrontPageSlot.objects.filter(article=article).delete()
    others = _order(where)
    if len(others) >= MOST:
        raise ValidationError(f"这个位置已经有 {MOST} 篇，请先撤下几篇")
    _number(others, first=2)
    slot = FrontPageSlot.objects.create(article=article, place=where, position=1, until=until)
    ends = f"，到 {timezone.localtime(until):%Y-%m-%d %H:%M}" if until else ""
    log(article, Entry.Action.PINNED, user, reason=f"首页{slot.get_place_display()}{ends}")
    return article


@transaction.atomic
def shift(slot_pk: int, user, step: int, seen_before: str) -> Article:
    """Move a slot up (-1) or down (1) in its place."""
    _begin(user, seen_before)
    slot = FrontPageSlot.objects.select_related("article").get(pk=slot_pk)
    _number(swapped(_order(slot.place), slot.pk, step))
    return slot.article


@transaction.atomic
def take_out(slot_pk: int, user, seen_before: str) -> Article:
    _begin(user, seen_before)
    slot = FrontPageSlot.objects.select_related("article").get(pk=slot_pk)
    slot.delete()
    _number(_order(slot.place))
    log(slot.article, Entry.Action.UNPINNED, user, reason=f"首页{slot.get_place_display()}")
    return slot.article


def _begin(user, seen_before: str) -> None:
    if not user.has_perm("news.pin_article"):
        raise PermissionDenied
    with connection.cursor() as cursor:
        # Nobody else writes until we are done; readers wait for nothing.
        cursor.execute("LOCK TABLE news_frontpageslot IN SHARE ROW EXCLUSIVE MODE")
    if seen() != seen_before:
        raise ValidationError(STALE)


def _order(where: str) -> list[int]:
    return list(FrontPageSlot.objects.filter(place=where).order_by("position").values_list("pk", flat=True))


def _number(pks: list[int], first: int = 1) -> None:
    for position, pk in enumerate(pks, start=first):
        FrontPageSlot.objects.filter(pk=pk).update(position=position)
