from django import template

from news.desk_tabs import Tab, tabs_of
from news.models import Entry
from news.people import name_of

register = template.Library()


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
