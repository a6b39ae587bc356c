"""The pages of readers against the honest floor: python bench/floor.py [articles, 100] [rounds, 200]

The floor is what any uncached Django page costs: one query for 60 articles with their categories, and a template that
writes them as links with dates and summaries, 29 KB, through the same middleware. All are asked in turn by Django's
test client; nothing is compressed. CPU is that of this process and of its Postgres backend. With `profile` as a
third word, where the article page spends its time.
"""

import cProfile
import logging
import os
import pstats
import sys
from statistics import median

import pages  # sets Django up, so before everything of ours
from django.db import connection, transaction
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from dayuan.urls import urlpatterns
from news.models import Article

ITEMS = 60
PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ site_name }}</title></head><body>
<h1>{{ site_name }}</h1><ul>{% for article in articles %}
<li class="item"><h2 class="item__title"><a href="/{{ article.category.path }}/{{ article.pk }}.html">
{{ article.title }}</a></h2><p class="item__summary">{{ article.summary|truncatechars:80 }}</p><p class="meta">
<a href="/{{ article.category.path }}/">{{ article.category.name }}</a> <span>{{ article.byline }}</span>
<time datetime="{{ article.published_at|date:"c" }}">{{ article.published_at|date:"Y-m-d H:i" }}</time></p>
{{ padding }}</li>{% endfor %}</ul></body></html>"""
BYTES = 29_000


def floor(request) -> HttpResponse:
    articles = Article.objects.published().select_related("category").defer("body")[:ITEMS]
    template = engines["django"].from_string(PAGE) if not hasattr(floor, "template") else floor.template
    floor.template = template
    return HttpResponse(template.render({"articles": articles, "padding": getattr(floor, "padding", "")}, request))


# Where no scheduled updates are looked for: that would be a second query.
urlpatterns.insert(0, path("health/floor/", floor))


def addresses(reader: Client) -> dict[str, str]:
    article = Article.objects.published().filter(cover__isnull=False).select_related("category")[0]
    missing = BYTES - len(reader.get("/health/floor/").content)
    floor.padding = "·" * (missing // ITEMS // len("·".encode()))
    return {
        "floor: one query, 60 items": "/health/floor/",
        "floor: empty answer": "/floor/",
        "article": article.get_absolute_url(),
        "front": "/",
        "category": "/minsheng/",
    }


def measure(total: int, rounds: int) -> None:
    reader = Client(headers={"host": "localhost"})
    found = addresses(reader)
    times, queries, sizes = {kind: [] for kind in found}, {}, {}
    for kind, address in found.items():
        reader.get(address)
        with CaptureQueriesContext(connection) as captured:
            sizes[kind] = len(reader.get(address).content)
        queries[kind] = len(captured)
    for _ in range(rounds):
        for kind, address in found.items():
            before = pages.clocks()
            reader.get(address)
            times[kind].append([1000 * (now - then) for then, now in zip(before, pages.clocks(), strict=True)])
    floor_cpu = median(cpu for _, cpu in times["floor: one query, 60 items"])
    print(f"| page, {total:,} articles | queries | bytes | ms | CPU ms | rate ÷ floor's |\n|---|---|---|---|---|---|")
    for kind in found:
        passed, computed = map(median, zip(*times[kind], strict=True))
        cells = f"{queries[kind]} | {sizes[kind]:,} | {passed:.1f} | {computed:.1f} | {floor_cpu / computed:.2f}"
        print(f"| {kind} | {cells} |")
    if "profile" in sys.argv:
        profile(reader, found["article"])


def profile(reader: Client, address: str) -> None:
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(50):
        reader.get(address)
    profiler.disable()
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(70)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def main() -> None:
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    total, rounds = [*numbers, 100, 200][:2] if len(numbers) != 1 else (numbers[0], 200)
    with open(os.devnull, "w") as nowhere:
        logging.getLogger().handlers[0].setStream(nowhere)
        pages.filling.fill(total)
        # Within a transaction nothing comes from the page cache.
        with transaction.atomic():
            measure(total, rounds)


if __name__ == "__main__":
    main()
