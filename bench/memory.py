"""Memory of the production server's two workers once they have done all that readers ask: python bench/memory.py

Articles of 1,000, until each worker's page cache is full; lists, searches, feeds, sitemaps and share cards. What the
processes share is counted once (Pss); the embedded database is not counted, nginx neither.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import cache
import database

database.start()

import django  # noqa: E402 - settings need the address of the database

django.setup()

import filling  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils.encoding import iri_to_uri  # noqa: E402

from news.models import Article  # noqa: E402
from news.share_card.image import share_image  # noqa: E402

PORT = 8305
COMMAND = "-m gunicorn dayuan.wsgi -b 127.0.0.1:{port} --no-control-socket"
OTHERS = """
    / /minsheng/ /minsheng/?page=2 /archive/ /topic/ /services/ /services/?q=gjj /saved/ /corrections/ /comments/1/
    /search/?q=公交 /search/?q=公交线路有了 /search/?q=没有的词语 /search/?q=地鉄 /feed/ /feed/atom/ /feed/json/
    /sitemap.xml /sitemap-articles.xml /sitemap-news.xml /captcha/ /admin/login/
"""


def ask(path: str) -> int:
    try:
        return len(cache.fetch(f"http://127.0.0.1:{PORT}{iri_to_uri(path)}")[0])
    except OSError:
        return 0  # a captcha has no list, the first article no comments page


def main() -> None:
    filling.fill(1_000)
    shown = list(Article.objects.published().select_related("category"))
    articles = [article.get_absolute_url() for article in shown]
    cards = [urlsplit(share_image(article).url).path for article in shown if not article.cover_id][:20]
    connection.close()
    command = [sys.executable, *COMMAND.format(port=PORT).split()]
    with cache.running(command, PORT, MALLOC_ARENA_MAX="2") as pid, ThreadPoolExecutor(8) as pool:
        pids = cache.family(pid)
        print(f"started: {cache.memory(pids)} MiB in {len(pids)} processes")
        for _ in range(4):
            list(pool.map(ask, [*OTHERS.split(), *articles, *cards]))
        print(f"after all pages: {cache.memory(pids)} MiB, by process {[cache.memory([pid]) for pid in pids]}")


if __name__ == "__main__":
    main()
