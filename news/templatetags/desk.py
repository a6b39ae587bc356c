"""What lies on somebody's desk, and how the admin's pages say it."""

from django import template

from news.desk_tabs import Tab, tabs_of
from news.models import Article, Entry
from news.people import name_of

register = template.Library()
SHOWN = 8


@register.simple_tag
def drafts_for(user) -> list[Article]:
    """The drafts that were touched last, of those that `user` may see."""
    drafts = Article.objects.visible_to_staff(user).outside_bin().filter(state=Article.State.DRAFT)
    return list(drafts.for_listing().select_related("created_by").order_by("-updated_at", "-id")[:SHOWN])


@register.simple_tag
def scheduled_for(user) -> list[Article]:
    """What goes out next."""
    return list(Article.objects.visible_to_staff(user).scheduled().for_listing()[:SHOWN])


@register.simple_tag
def desk_tabs(user) -> list[Tab]:
    """For whoever has the list of articles; nothing for anybody else."""
    return tabs_of(user) if user.has_perm("news.view_article") else []


@register.filter
def person(user) -> str:
    """As the newsroom calls them; nobody acted when a time came."""
    return name_of(user) if user else "系统"


@register.filter
def tone(entry: Entry) -> str:
    """good, bad or plain: how a line of the log is marked, beside its word."""
    good = {Entry.Action.PASSED, Entry.Action.PUBLISHED, Entry.Action.UPDATED}
    bad = {Entry.Action.RETURNED, Entry.Action.WITHDRAWN}
    return "good" if entry.action in good else "bad" if entry.action in bad else "plain"
