from datetime import datetime

from django import template
from django.conf import settings
from django.core.paginator import Page, Paginator

from news.models import Category

register = template.Library()


@register.inclusion_tag("news/_section_bar.html", takes_context=True)
def section_bar(context, current: Category | None = None) -> dict:
    """The bar of top categories, the one that `current` is in or under marked."""
    return {"sections": context["frame"].sections, "current": current and (current.parent_id or current.pk)}


@register.inclusion_tag("includes/_pager.html")
def pager(page: Page, query: str = "") -> dict:
    """Links to the pages of a list: the first, the last, and those around this one; `query` is kept in them."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "query": query, "numbers": numbers, "ellipsis": Paginator.ELLIPSIS}


@register.filter(expects_localtime=True)
def iso(moment: datetime) -> str:
    """For <time datetime>: HTML allows three digits of a second at most, date:"c" gives six."""
    return moment.isoformat(timespec="seconds")


@register.simple_tag
def absolute(address: str) -> str:
    return f"{settings.SITE_URL}{address}"
