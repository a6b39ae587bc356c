from datetime import datetime

from django import template
from django.conf import settings
from django.core.paginator import Page, Paginator

from news.models import Article, Category

register = template.Library()


@register.inclusion_tag("news/_section_bar.html")
def section_bar(current: Category | None = None) -> dict:
    """The bar of top categories, the one that `current` is in or under marked. One query."""
    return {"categories": Category.objects.top(), "current": current and (current.parent or current)}


@register.simple_tag
def latest_articles(limit: int = 10, category: Category | None = None) -> list[Article]:
    articles = Article.objects.published().for_listing()
    return list((articles.in_category(category) if category else articles)[:limit])


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
