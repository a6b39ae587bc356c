"""Addresses that have moved lead to where they are now, in one step however often they moved."""

import re

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.db import transaction

FEED = re.compile("(?<=/)feed/(?:atom/|json/)?$")


@transaction.atomic
def keep(old: str, new: str) -> None:
    """Make `old` lead to `new`, both paths of this site. What led to `old` leads to `new` as well; `new` itself, where
    something stands now, leads nowhere else.
    """
    _redirects().filter(old_path=new).delete()
    shorten_ways_to(old, new)
    _redirects().update_or_create(site_id=settings.SITE_ID, old_path=old, defaults={"new_path": new})


def shorten_ways_to(old: str, new: str) -> None:
    """Let what leads to `old` lead to `new` at once."""
    _redirects().filter(new_path=old).update(new_path=new)


def destination(path: str) -> str | None:
    """Where `path` leads now: a path or whole address, "" for nowhere any more, None for never known."""
    found = _redirects().filter(old_path=path).values_list("new_path", flat=True).first()
    if found is None and (feed := FEED.search(path)):  # of a category that has moved
        front = _redirects().filter(old_path=path[: feed.start()]).values_list("new_path", flat=True).first()
        return f"{front}{feed[0]}" if front and front.startswith("/") else None
    return found


def end_of(path: str) -> str:
    """Where somebody who is sent to `path` ends. No redirect leads to another, so one look is enough."""
    found = destination(path) if path else None
    return path if found is None else found


def leads_to(path: str, other: str) -> bool:
    return end_of(path) == other


def _redirects():
    return Redirect.objects.filter(site=settings.SITE_ID)
