from datetime import datetime
from functools import lru_cache

from django import template
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from news.around import Row
from news.frame import Section
from news.models import Category

register = template.Library()


@register.simple_tag(takes_context=True)
def section_bar(context, current: Category | None = None) -> SafeString:
    """The bar of top categories, the one that `current` is in or under marked."""
    sections = tuple([Section(section.pk, section.name, section.path) for section in context["frame"].sections])
    return _bar(sections, (current.parent_id or current.pk) if current else None)


@lru_cache(maxsize=200)  # as many categories as are read at a time; a bar with other names is another one
def _bar(sections: tuple[Section, ...], current: int | None) -> SafeString:
    return render_to_string("news/_section_bar.html", {"sections": sections, "current": current})


@register.inclusion_tag("includes/_pager.html")
def pager(page: Page, query: str = "") -> dict:
    """Links to the pages of a list: the first, the last, and those around this one; `query` is kept in them."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "query": query, "numbers": numbers, "ellipsis": Paginator.ELLIPSIS}


@register.simple_tag
def lines_of(rows: list[Row]) -> SafeString:
    """The lines of a list below an article: a loop of the template engine takes a tenth of the whole page's time."""
    line = '<li><a href="{}">{}</a> <time class="meta" datetime="{}">{}</time></li>\n'
    return format_html_join("", line, [(row.address, row.title, day, day) for row in rows for day in [row.day()]])


@register.filter(expects_localtime=True)
def iso(moment: datetime) -> str:
    """For <time datetime>: HTML allows three digits of a second at most, date:"c" gives six."""
    return moment.isoformat(timespec="seconds")


@register.simple_tag
def absolute(address: str) -> str:
    return f"{settings.SITE_URL}{address}"
