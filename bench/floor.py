"""How near the lists come to an ordinary Django page: python bench/floor.py [2000]

The floor is one query and a template of 60 items, about 29 KB: objects with select_related, two date filters, a
truncated summary. It is asked in turn with the pages, through the same middleware; × is its CPU by the page's, so 2
is a page that takes half as long. Queries and "CPU" as in bench/pages.py.
"""

import logging
import os
import sys
from statistics import median

import pages
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from news.models import Article

ROUNDS = 40
FLOOR = "floor: one query, 60 items"
KINDS = ["front", "category", "category, page 50 or last", "tag", "article"]
PAGE = Template(
    """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>Floor</title></head><body><ul>
    {% for article in articles %}<li class="item"><article class="item__article"><h2 class="item__title">
    <a href="{{ article.get_absolute_url }}">{{ article.title }}</a></h2><p>{{ article.summary|truncatechars:80 }}</p>
    <p class="item__meta"><a href="/{{ article.category.path }}/">{{ article.category.name }}</a>
    <time datetime="{{ article.published_at|date:"c" }}">{{ article.published_at|date:"Y-m-d H:i" }}</time></p>
    </article></li>{% endfor %}</ul></body></html>"""
)


def floor(request):
    articles = Article.objects.published().select_related("category").defer("body")[:60]
    return HttpResponse(PAGE.render(Context({"articles": articles})))


pages.urlpatterns.insert(0, path("floor/60/", floor))


def measure(total: int) -> dict[str, tuple[int, int, float]]:
    """Kind of page → its queries, its bytes, the median of its milliseconds of CPU."""
    pages.filling.fill(total)
    known, times, facts = pages.addresses(), {}, {}
    addresses = {FLOOR: "/floor/60/", **{kind: known[kind] for kind in KINDS}}
    client = Client(headers={"host": "localhost"})
    for _ in range(ROUNDS):
        for kind, address in addresses.items():
            if kind not in facts:
                client.get(address)
                with CaptureQueriesContext(connection) as captured:
                    answer = client.get(address)
                assert answer.status_code == 200, (kind, address, answer.status_code)
                facts[kind] = len(captured), len(answer.content)
            before = pages.clocks()[1]
            client.get(address)
            times.setdefault(kind, []).append(1000 * (pages.clocks()[1] - before))
    return {kind: (*facts[kind], median(times[kind])) for kind in addresses}


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with open(os.devnull, "w") as nowhere:
        logging.getLogger().handlers[0].setStream(nowhere)
        found = measure(total)
    print(f"| page, {total:,} articles | queries | KB | CPU, ms | × floor |\n|---|---|---|---|---|")
    for kind, (queries, size, computed) in found.items():
        print(f"| {kind} | {queries} | {size / 1024:.0f} | {computed:.1f} | {found[FLOOR][2] / computed:.2f} |")


if __name__ == "__main__":
    main()
