"""The pages of the topics (专题)."""

from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from news.models import Topic
from news.models.headline import COLUMNS, headline
from news.paging import page_in

PER_PAGE = 30
TOPICS_PER_PAGE = 20


@require_safe
def topic(request, slug):
    topic = get_object_or_404(Topic.objects.published().for_listing(), slug=slug)
    rows = topic.articles_in_order().annotate(section=F("topic_articles__section__name")).values("section", *COLUMNS)
    page = page_in(request, Paginator(rows, PER_PAGE))
    return render(request, "news/topic.html", {"topic": topic, "page": page, "sections": by_section(page.object_list)})


@require_safe
def topics(request):
    page = page_in(request, Paginator(Topic.objects.published().for_listing(), TOPICS_PER_PAGE))
    return render(request, "news/topics.html", {"page": page})


def by_section(rows) -> list[dict]:
    """The rows of one page under the names of their sections, "" for none."""
    return [
        {"name": name or "", "articles": [headline(*(row[column] for column in COLUMNS)) for row in of_section]}
        for name, of_section in groupby(rows, key=lambda row: row["section"])
    ]
