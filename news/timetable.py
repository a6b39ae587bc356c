"""What the clock brings about besides visibility, which is a query and waits for nobody.

`manage.py run_timetable`, once a minute: puts due updates in place should no reader have come by, and writes into the
log what went out and what went offline by itself. It works through the stretch of time since it last ran, so that
nothing is missed or done twice, however late it comes.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from news.desk.publishing import show_due_updates
from news.models import Article, Entry, JobRun
from news.pushing import queue

NAME = "timetable"
LATE_AFTER = timedelta(minutes=5)
BATCH = 500


class Done(NamedTuple):
    updates: int
    went_out: int
    expired: int


def run(now: datetime | None = None) -> Done:
    """Do what fell due up to `now`. Of two at once the second waits, and finds nothing left to do."""
    now = now or timezone.now()
    updates = 0
    while shown := show_due_updates(now):
        updates += shown
    with transaction.atomic():
        JobRun.objects.get_or_create(name=NAME, defaults={"ran_until": now})
        job = JobRun.objects.select_for_update().get(name=NAME)
        if job.ran_until >= now:  # the clock was set back, or somebody else was first
            return Done(updates, 0, 0)
        stretch = (job.ran_until, now)
        went_out, expired = (
            _note(_went_out(*stretch), Entry.Action.WENT_OUT),
            _note(_expired(*stretch), Entry.Action.EXPIRED),
        )
        job.ran_until = now
        job.save()
    return Done(updates, went_out, expired)


def lateness(now: datetime | None = None) -> int | None:
    """Seconds by which the job is late: 0 as long as it is not, None before it ever ran."""
    job = JobRun.objects.filter(name=NAME).first()
    if job is None:
        return None
    late = (now or timezone.now()) - job.ran_until
    return int(late.total_seconds()) if late > LATE_AFTER else 0


def _went_out(after: datetime, until: datetime):
    """Articles whose scheduled time came in that stretch; not those signed to go out at once."""
    scheduled = Entry.objects.filter(article_id=OuterRef("pk"), action=Entry.Action.SCHEDULED)
    due = Article.objects.filter(state=Article.State.PUBLISHED, published_at__gt=after, published_at__lte=until)
    return due.filter(Exists(scheduled)).order_by("published_at")


def _expired(after: datetime, until: datetime):
    due = Article.objects.filter(state=Article.State.PUBLISHED, expires_at__gt=after, expires_at__lte=until)
    return due.order_by("expires_at")


def _note(articles, action: str) -> int:
    rows = articles.values_list("pk", "title", "published_number")
    entries = [Entry(article_id=pk, title=title, action=action, number=number) for pk, title, number in rows.iterator()]
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    if queue.services():
        for article in articles.select_related("category").defer("body").iterator():
            queue.announce(article, action)
    return len(entries)
