"""Asking as a reader does."""

import re

from django.utils.html import strip_tags
from django.utils.http import urlencode

from news.models import Article, Category
from news.search.asking import asked
from news.search.finding import Found, find


def found(q: str, **parameters) -> Found:
    return find(asked({"q": q, **parameters}, list(Category.objects.top())))


def titles(q: str, **parameters) -> list[str]:
    """Of all that is found, in order."""
    ids = found(q, **parameters).ids
    articles = Article.objects.in_bulk(ids)
    return [articles[pk].title for pk in ids]


def page_of(client, **parameters):
    return client.get(f"/search/?{urlencode(parameters)}")


def listed(response) -> list[str]:
    """The titles on the page, without their marks."""
    page = response.content.decode()
    return [strip_tags(title) for title in re.findall(r"<h2><a href=\"/[^\"]+\.html\">(.*?)</a></h2>", page)]
