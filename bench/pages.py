"""Queries and milliseconds of every kind of page: python bench/pages.py [100 100000]

Each size has a database of its own, filled through import_articles on first use. Django's test client drives the
whole middleware stack with the site's own settings; nothing is compressed and no answer is kept. The floor is an
empty HttpResponse through the same stack, asked in turn with the pages.

"CPU" is what this process and its Postgres backend computed; on a busy machine "ms", the time that passed, has the
waiting for others in it.
"""

import logging
import os
import sys
import time
from pathlib import Path
from statistics import median

import database

database.start()

import django  # noqa: E402 - settings need the address of the database

django.setup()

import filling  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import path  # noqa: E402

from comments.models import Comment  # noqa: E402
from dayuan.urls import urlpatterns  # noqa: E402
from news.models import Article, Tag  # noqa: E402
from news.paging import PER_PAGE  # noqa: E402

ROUNDS = 15
FLOOR = "floor: empty answer"
DEEP = 1_000
urlpatterns.insert(0, path("floor/", lambda request: HttpResponse()))


def addresses() -> dict[str, str]:
    """Kind of page → the address of one, the heaviest where they differ."""
    article = Article.objects.published().select_related("category")[0]
    talk = Comment.objects.approved().values("article").annotate(n=Count("id")).order_by("-n", "article")[0]["article"]
    most = Article.tags.through.objects.values("tag").annotate(n=Count("id")).order_by("-n", "tag")[0]["tag"]
    tag = Tag.objects.get(pk=most)
    listed = Article.objects.published().filter(category__path__startswith="minsheng").count()
    return {
        FLOOR: "/floor/",
        "front": "/",
        "category": "/minsheng/",
        "category, page 1,000 or last": f"/minsheng/?page={min(DEEP, -(-listed // PER_PAGE))}",
        "category, last page": f"/minsheng/?page={-(-listed // PER_PAGE)}",
        "tag": tag.get_absolute_url(),
        "archive": "/archive/",
        "archive of a month": f"/archive/{article.published_at:%Y/%m}/",
        "article": article.get_absolute_url(),
        "comments": f"/comments/{talk}/",
        "services": "/services/",
        "services, search": "/services/?q=gjj",
        "feed": "/feed/",
        "feed of a category": "/minsheng/feed/",
        "sitemap index": "/sitemap.xml",
        "sitemap of articles": "/sitemap-articles.xml",
        "sitemap of articles, last": f"/sitemap-articles.xml?p={-(-Article.objects.published().count() // 10_000)}",
        "sitemap of tags": "/sitemap-tags.xml",
        "admin: articles": "/admin/news/article/",
        "admin: articles, search": "/admin/news/article/?q=小米收购迎来",
        "admin: articles, rare": "/admin/news/article/?q=不在任何标题里",
        "admin: articles, state": "/admin/news/article/?state=published",
        "admin: comments": "/admin/comments/comment/",
        "admin: tags": "/admin/news/tag/",
        "admin: pictures": "/admin/news/picture/",
        "admin: readings": "/admin/traffic/dailyreadings/",
    }


def clocks() -> tuple[float, float]:
    """Seconds that have passed, and that we and our backend have computed."""
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]
    return time.perf_counter(), time.process_time() + int(backend) / 1e9


def measure(total: int) -> dict[str, tuple[int, float, float]]:
    """Kind of page → its queries, and the medians of milliseconds that passed and that were computed."""
    filling.fill(total)
    # Within a transaction nothing comes from the page cache.
    with transaction.atomic():
        return ask_in_turn()


def ask_in_turn() -> dict[str, tuple[int, float, float]]:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="bench"), backend="django.contrib.auth.backends.ModelBackend")
    reader = Client(headers={"host": "localhost"})
    pages, queries, times = addresses(), {}, {}
    for _ in range(ROUNDS):
        for kind, address in pages.items():
            asker = client if address.startswith("/admin/") else reader
            if kind not in queries:  # the first time warms up, too
                asker.get(address)
                with CaptureQueriesContext(connection) as captured:
                    answer = asker.get(address)
                assert answer.status_code == 200, (kind, address, answer.status_code)
                queries[kind] = len(captured)
            before = clocks()
            asker.get(address)
            times.setdefault(kind, []).append([1000 * (now - then) for then, now in zip(before, clocks(), strict=True)])
    return {kind: (queries[kind], *map(median, zip(*times[kind], strict=True))) for kind in pages}


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [100, 100_000]
    with open(os.devnull, "w") as nowhere:
        logging.getLogger().handlers[0].setStream(nowhere)  # the access log's lines are written, but not into the table
        found = [measure(size) for size in sizes]
    head = " | ".join(f"queries, {size:,} | ms | CPU | CPU × floor" for size in sizes)
    print(f"| page | {head} |\n{'|---' * (1 + 4 * len(sizes))}|")
    for kind in found[0]:
        cells = []
        for run in found:
            queries, passed, computed = run[kind]
            cells.append(f"{queries} | {passed:.1f} | {computed:.1f} | {computed / run[FLOOR][2]:.0f}")
        print(f"| {kind} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
