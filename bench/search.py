"""Milliseconds of searches in the database: python bench/search.py [1000000] --words dict.txt

The words of the articles are drawn by their weights from a dictionary with lines of "word weight", such as jieba's
dict.txt (the source distribution on PyPI has it). Texts are short, a hundred characters or so, so that a million take
minutes. Four words are planted in 30 % of the articles each: two of them in titles as well, two in bodies alone. The
articles are written past the triggers and the index is built afterwards.

A search is news.search.finding.find() and the query of the page's articles. "CPU" is what the backend computed; on a
busy machine "ms", the time that passed, has the waiting for others in it.
"""

import argparse
import io
import time
from datetime import timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import quantiles

import database

database.start()

import django  # noqa: E402 - settings need the address of the database

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from news.models import Article, Category, Tag  # noqa: E402
from news.search.asking import asked  # noqa: E402
from news.search.finding import find  # noqa: E402
from news.search.views import _results  # noqa: E402

YEARS = 15
TAGS = 1_000
LENGTH = (30, 110)  # words of a body
AT_ONCE = 20_000
# Of these one stands in nearly a third of the articles; the first two in titles, too.
PLANTED = ["晋阳", "汾水", "雁门", "河曲"]
SAMPLES = 30


class Words:
    def __init__(self, path: str):
        lines = (line.split() for line in Path(path).read_text().splitlines())
        self.weights = {word: int(n) for word, n, *_ in lines if all("\u4e00" <= c <= "\u9fff" for c in word)}
        self.words, self.cumulated = list(self.weights), list(accumulate(self.weights.values()))
        self.tags = [word for word in self.words if len(word) > 1][:: len(self.words) // TAGS][:TAGS]

    def drawn(self, dice: Random, count: int) -> list[str]:
        return dice.choices(self.words, cum_weights=self.cumulated, k=count)

    def in_share(self, least: float, most: float, length: int) -> list[str]:
        """Words that stand in such a share of the articles, by their weights."""
        per_article = sum(LENGTH) / 2 / self.cumulated[-1]
        return [w for w, n in self.weights.items() if len(w) == length and least <= n * per_article < most]


def article(words: Words, number: int) -> tuple[str, str, str, str]:
    """Title, tag, summary, body."""
    dice = Random(number)
    body = words.drawn(dice, dice.randint(*LENGTH))
    title = words.drawn(dice, 6)
    for place, word in enumerate(PLANTED):
        if dice.random() < 0.3:
            body[dice.randrange(len(body))] = word
            if place < 2 and dice.random() < 0.1:
                title[dice.randrange(6)] = word
    clauses = " ".join("".join(body[at : at + 8]) for at in range(0, len(body), 8))
    return "".join(title), dice.choice(words.tags), "".join(words.drawn(dice, 8)), clauses


def fill(total: int, words: Words) -> None:
    """Write the articles and their entries; without the index."""
    category = Category.objects.create(slug="minsheng", name="民生")
    Tag.objects.bulk_create([Tag(name=name) for name in words.tags])
    tag_ids = dict(Tag.objects.values_list("name", "id"))
    newest, step = timezone.now(), timedelta(days=365 * YEARS) / total
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
        cursor.execute("DROP INDEX news_searchentry_lexemes; DROP INDEX IF EXISTS article_title_trigrams")
        started = time.perf_counter()
        for first in range(1, total + 1, AT_ONCE):
            rows = {"news_article": [], "news_searchentry": [], "news_article_tags": []}
            for number in range(first, min(first + AT_ONCE, total + 1)):
                title, tag, summary, body = article(words, number)
                at = newest - step * (total - number + 1)
                rows["news_article"].append((number, title, summary, f"<p>{body}</p>", at, category.pk))
                content = "\x1f".join([title, tag, summary, body])
                rows["news_searchentry"].append((number, category.pk, at, (at.year - 1950) // 2, content))
                rows["news_article_tags"].append((number, tag_ids[tag]))
            for table, lines in rows.items():
                copy(cursor, table, lines)
        print(f"\narticles written in {time.perf_counter() - started:,.0f} s", flush=True)


def build_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('news_searchentry_lexemes') IS NOT NULL")
        if cursor.fetchone()[0]:
            return
        cursor.execute("SET statement_timeout = 0; SET maintenance_work_mem = '1GB'")
        cursor.execute("SET max_parallel_maintenance_workers = 2")
        started = time.perf_counter()
        cursor.execute(
            "CREATE INDEX news_searchentry_lexemes ON news_searchentry"
            " USING gin (news_search_lexemes(era, content)) WITH (gin_pending_list_limit = 512)"
        )
        cursor.execute("ALTER INDEX news_searchentry_lexemes ALTER COLUMN 1 SET STATISTICS 0")
        print(f"index built in {time.perf_counter() - started:,.0f} s", flush=True)
        cursor.execute("VACUUM ANALYZE news_searchentry, news_article, news_article_tags")


FIXED = {
    "news_article": {
        "subtitle": "", "original_title": "", "byline": "网络编辑", "source_url": "", "editor": "", "reprint": "f",
        "state": "published", "withdrawal_notice": "", "revision_number": "0", "comment_policy": "open",
        "created_at": "2026-01-01", "updated_at": "2026-01-01",
    },
}  # fmt: skip
COLUMNS = {
    "news_article": "id, title, summary, body, published_at, category_id",
    "news_searchentry": "article_id, category_id, published_at, era, content",
    "news_article_tags": "article_id, tag_id",
}


def copy(cursor, table: str, lines: list[tuple]) -> None:
    fixed = FIXED.get(table, {})
    text = "".join("\t".join([*map(str, line), *fixed.values()]) + "\n" for line in lines)
    columns = ", ".join([COLUMNS[table], *fixed])
    cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.StringIO(text))


def questions(words: Words) -> dict[str, list[dict]]:
    """Kind of search → the parameters of some."""
    dice = Random(1)

    def some(least, most, length=2):
        candidates = words.in_share(least, most, length)
        return dice.sample(candidates, min(SAMPLES, len(candidates)))

    rare, medium, common = some(2e-6, 3e-5), some(0.001, 0.005), some(0.01, 0.2)
    pairs = list(zip(common, reversed(common), strict=True))
    return {
        "rare word": [{"q": word} for word in rare],
        "medium word (0.1–0.5 %)": [{"q": word} for word in medium],
        "common word (1–20 %)": [{"q": word} for word in common],
        "common word (30 %, in 3 % of the titles)": [{"q": word} for word in PLANTED[:2]],
        "common word (30 %, only in bodies)": [{"q": word} for word in PLANTED[2:]],
        "the same, by time": [{"q": word, "sort": "time"} for word in PLANTED],
        "the same, within a year": [{"q": word, "time": "year"} for word in PLANTED],
        "two common words": [{"q": f"{one} {other}"} for one, other in pairs],
        "two common words (30 % each)": [{"q": "晋阳 汾水"}, {"q": "雁门 河曲"}, {"q": "晋阳 河曲"}],
        "common and rare word": [{"q": f"{PLANTED[2]} {word}"} for word in rare],
        "word of four characters": [{"q": word} for word in some(1e-6, 0.01, 4)],
        "common word and single character": [{"q": f"{word} 大"} for word in common[:10]],
        "nothing holds all: pieces, then any": [{"q": one + other} for one, other in pairs[:10]],
    }


def clocks() -> tuple[float, float]:
    """Seconds that have passed, and that our backend has computed."""
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]
    return time.perf_counter(), int(backend) / 1e9


def measure(parameters: dict, page: int) -> tuple[float, float, int]:
    """Milliseconds passed and computed of one search, and how many articles it found."""
    question = asked(parameters, [])
    before = clocks()
    found = find(question)
    results = _results(found.ids[20 * page - 20 : 20 * page], found)
    after = clocks()
    assert len(results) == min(20, max(0, len(found.ids) - 20 * page + 20)), (parameters, page)
    return *(1000 * (now - then) for then, now in zip(before, after, strict=True)), len(found.ids)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("total", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--words", required=True, help="a dictionary with lines of: word weight")
    options = parser.parse_args()
    words = Words(options.words)
    name = f"bench_search_{options.total}"
    connection.settings_dict["NAME"] = name
    database.use(name)
    if Article.objects.count() < options.total:
        fill(options.total, words)
    build_index()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('news_searchentry_lexemes'), pg_table_size('news_searchentry')")
        index, table = (size / 2**20 for size in cursor.fetchone())
    print(f"{options.total:,} articles; index {index:,.0f} MiB, entries {table:,.0f} MiB\n")
    print("| search | found, median | page | p50 ms | p95 ms | CPU p50 | CPU p95 |\n|---|---|---|---|---|---|---|")
    for kind, asked_for in questions(words).items():
        for page in (1, 50):
            runs = [measure(parameters, page) for _ in range(1 + 30 // len(asked_for)) for parameters in asked_for]
            passed, computed, numbers = map(list, zip(*runs, strict=True))
            if page == 50 and max(numbers) < 1_000:
                continue
            cells = [
                f"{quantiles(of, n=20, method='inclusive')[at]:.1f}" for of in (passed, computed) for at in (9, 18)
            ]
            print(f"| {kind} | {sorted(numbers)[len(numbers) // 2]:,} | {page} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
