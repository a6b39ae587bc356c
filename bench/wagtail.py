"""Our article page against Wagtail's: python bench/wagtail.py [articles, 1000] [blocks, 20]

The same article with its cover and tags and 17 headlines, among as many articles (up to 20000) of the same words.
Wagtail's site (bench/wagtail_site) is written as by somebody who knows it, and shows nothing else: no bar of sections,
readings, comments, neighbours, corrections or structured data, which ours has. It runs in a process and a virtual
environment of its own (var/wagtail) with our releases of Django and psycopg2, on the same Postgres. No page is kept;
what Wagtail caches as it comes (roots of sites, renditions of pictures) stays cached. Django's test client asks both
in turn, ten requests a block; nothing is compressed. CPU is that of the process and of its Postgres backend.
"""

import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from statistics import median

import pages  # sets Django up, so before everything of ours
import psycopg2
from django import get_version
from django.db import connection, transaction
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.models import Article

PACKAGES = ["wagtail==7.4.4", f"django=={get_version()}", f"psycopg2-binary=={psycopg2.__version__.split()[0]}"]
HEADLINE, HEADLINES = '<time class="meta"', 17
REQUESTS = 10
ROOT = pages.database.ROOT


def wagtails_python() -> Path:
    """Of the virtual environment that has Wagtail, made on first use."""
    folder = ROOT / "var" / "wagtail"
    python, installed = folder / "bin" / "python", folder / "installed"
    if not installed.exists() or installed.read_text().split() != PACKAGES:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--clear", folder], check=True)
        pip = next((ROOT / "vendor").glob("pip-*.whl")) / "pip"
        subprocess.run([python, pip, "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True)
        installed.write_text(" ".join(PACKAGES))
    return python


def start_wagtail(total: int, title: str) -> subprocess.Popen:
    """Its first line is about the page of that title; for each number written to it, it asks so often and answers."""
    address = {key: connection.settings_dict[key] for key in ["ENGINE", "HOST", "PORT", "USER", "PASSWORD"]}
    name = f"wagtail_{total}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {name}")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "settings",
        "BENCH_DATABASE": json.dumps({**address, "NAME": name}),
        "BENCH_MEDIA": str(ROOT / "var" / "wagtail-media"),
    }
    command = [wagtails_python(), ROOT / "bench" / "wagtail_site" / "ask.py", pages.database.archive(total), title]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask_wagtail(wagtail: subprocess.Popen) -> list[float]:
    wagtail.stdin.write(f"{REQUESTS}\n")
    wagtail.stdin.flush()
    return json.loads(wagtail.stdout.readline())


def ask_ours(reader: Client, address: str) -> list[float]:
    """Milliseconds a request that passed and that were computed."""
    before = pages.clocks()
    for _ in range(REQUESTS):
        reader.get(address)
    return [1000 * (now - then) / REQUESTS for then, now in zip(before, pages.clocks(), strict=True)]


def asked_for() -> Article:
    """With all that the page can show: a cover, a summary, tags."""
    tagged = Article.objects.published().annotate(tag_count=Count("tags")).filter(tag_count=3)
    return tagged.filter(cover__isnull=False).exclude(summary="").select_related("category")[0]


def check(page: str, article: Article) -> None:
    """The two pages say the same, or they can't be compared."""
    said = [article.title, article.summary, *re.findall("<(?:p|h2)>(.+?)</", article.body)]
    missing = [text for text in [*said, *article.tags.values_list("name", flat=True)] if text not in page]
    assert not missing and page.count(HEADLINE) == HEADLINES, (missing, page)


def measure(total: int, blocks: int) -> tuple[dict, dict]:
    """Site → its answer to the one request that is looked at; site → milliseconds of each block."""
    article, times = asked_for(), {"ours": [], "Wagtail": []}
    reader, address = Client(headers={"host": "localhost"}), article.get_absolute_url()
    with start_wagtail(total, article.title) as wagtail:
        theirs = json.loads(wagtail.stdout.readline())
        # Within a transaction nothing comes from the page cache; Wagtail is asked within one, too.
        with transaction.atomic():
            reader.get(address)
            with CaptureQueriesContext(connection) as captured:
                page = reader.get(address).content.decode()
            ours = {"page": page, "queries": len(captured)}
            for answer in [ours, theirs]:
                check(answer["page"], article)
            for _ in range(blocks):
                times["ours"].append(ask_ours(reader, address))
                times["Wagtail"].append(ask_wagtail(wagtail))
    return {"ours": ours, "Wagtail": theirs}, times


def show(total: int, answers: dict, times: dict) -> None:
    wagtails_cpu = median(cpu for _, cpu in times["Wagtail"])
    print(f"| article, of {total:,} | queries | bytes | ms | CPU ms | rate ÷ Wagtail's |\n|---|---|---|---|---|---|")
    for site, answer in answers.items():
        passed, computed = map(median, zip(*times[site], strict=True))
        size = len(answer["page"].encode())
        cells = f"{answer['queries']} | {size:,} | {passed:.1f} | {computed:.1f} | {wagtails_cpu / computed:.2f}"
        print(f"| {site} | {cells} |")


def main() -> None:
    total, blocks = [int(word) for word in [*sys.argv[1:], *["1000", "20"][len(sys.argv) - 1 :]]]
    with open(os.devnull, "w") as nowhere:
        logging.getLogger().handlers[0].setStream(nowhere)
        pages.filling.fill(total)
        answers, times = measure(total, blocks)
    show(total, answers, times)


if __name__ == "__main__":
    main()
