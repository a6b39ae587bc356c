"""Who asks to be forgotten (个人信息保护法, art. 47): their words and every trace of them go; that something was said,
and what was decided about it, stays.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from comments.models import Appeal, Block, Comment, CommentRevision, Decision, Like, NetworkLog, ReplyNotice, Report
from comments.moderation import Act, lock, log_line
from comments.reasons import Occasion
from news.words import fold

ERASED = Comment.State.ERASED


@dataclass
class Person:
    """Whom the operator means: devices, mail addresses, and all comments that come from them (primary keys)."""

    devices: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    comments: list[int] = field(default_factory=list)


def find(*, number: str = "", email: str = "", device: str = "") -> Person:
    """Everything that belongs together: the comments of the devices and mail addresses of the comments of …, until
    nothing more is found. A person without comments has none.
    """
    person = Person(devices={device} - {""}, addresses={email.lower()} - {""})
    known: set[int] = (
        set(Comment.objects.filter(number=number.upper()).values_list("pk", flat=True)) if number else set()
    )
    size = -1
    while size != (size := len(known) + len(person.devices) + len(person.addresses)):
        notices = ReplyNotice.objects.annotate(folded=Lower("address"))
        for comment, address in notices.filter(Q(comment__in=known) | Q(folded__in=person.addresses)).values_list(
            "comment", "folded"
        ):
            known.add(comment)
            person.addresses.add(address)
        person.devices |= set(Comment.objects.filter(pk__in=known).values_list("device", flat=True)) - {""}
        known |= set(Comment.objects.filter(device__in=person.devices).values_list("pk", flat=True))
    person.comments = sorted(known)
    return person


def rows_of(person: Person) -> dict[str, object]:
    """What is kept of the person, table by table: querysets."""
    comments, devices = person.comments, person.devices
    names = {fold(name)[:64] for name in Comment.objects.filter(pk__in=comments).values_list("name", flat=True)} - {""}
    return {
        "comments": Comment.objects.filter(pk__in=comments).exclude(state=ERASED),
        "revisions": CommentRevision.objects.filter(comment__in=comments),
        "notices": ReplyNotice.objects.filter(comment__in=comments),
        "network_logs": NetworkLog.objects.filter(device__in=devices),
        "likes": Like.objects.filter(device__in=devices),
        "reports": Report.objects.filter(device__in=devices),
        "appeals": Appeal.objects.filter(comment__in=comments),
        "blocks": Block.objects.filter(
            Q(comment__in=comments)
            | Q(kind=Block.Kind.DEVICE, value__in=devices)
            | Q(kind=Block.Kind.NAME, value__in=names)
        ),
    }


def erase(person: Person) -> dict[str, int]:
    """In one transaction; table → rows of the person that were emptied or dropped."""
    with transaction.atomic():
        rows = rows_of(person)
        counts = {table: queryset.count() for table, queryset in rows.items()}
        held = lock(person.comments)
        chosen = [held[pk] for pk in person.comments if held[pk].state != ERASED]
        act = Act(ERASED, reason=Occasion.ERASED, actor=Decision.Actor.OPERATOR)
        for table in ("blocks", "likes", "reports", "network_logs", "notices", "appeals", "revisions"):
            rows[table].delete()
        # What others said against it tells of the person, and there is nothing left to decide.
        Report.objects.filter(comment__in=person.comments).delete()
        Decision.objects.bulk_create(log_line(comment, act) for comment in chosen)
        Comment.objects.filter(pk__in=[comment.pk for comment in chosen]).update(
            state=ERASED, name="", body="", device="", network="", region="", fingerprint="", marks=[], risk=0
        )
        Decision.objects.filter(comment__in=person.comments).exclude(note="").update(note="")
    return counts
