"""How long the desk's screens take with many articles and revisions: python bench/desk.py 100000 1000000

Fills an embedded database of its own (var/postgres-bench, emptied first) and asks through Django's test client, so a
figure is the whole answer of the application: middleware, queries, template. It prints median and slowest of 15.
"""

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.pop("DATABASE_URL", None)  # never anybody's own database
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ["STATEMENT_TIMEOUT_SECONDS"] = "0"

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from dayuan import local

TIMES = 15
HOST = {"HTTP_HOST": "localhost"}
SENTENCE = "记者走访看到，汾河岸边的供暖管网有了新安排，社区食堂也延长服务时间。"
FILL = """
INSERT INTO news_category (slug, name, description, "order", path)
    SELECT 'lanmu' || n, '栏目' || n, '', n, 'lanmu' || n FROM generate_series(1, 8) n;
INSERT INTO news_article (title, subtitle, original_title, summary, body, category_id, byline, source_url, editor,
        reprint, state, published_at, withdrawal_notice, revision_number, published_number, comment_policy, created_at,
        updated_at, created_by_id)
    SELECT '第' || n || '篇：供暖管网有了新安排', '', '', '', (
            SELECT string_agg('<p>' || p || '。' || repeat(%(sentence)s, 3) || '</p>', E'\\n')
            FROM generate_series(1, 8) p
        ), (SELECT min(id) FROM news_category) + n %% 8, '本报记者', '', '', false, 'published',
        now() - n * interval '1 hour', '', %(each)s, %(each)s, 'open', now() - n * interval '1 hour',
        now() - n * interval '1 hour', %(user)s
    FROM generate_series(1, %(articles)s) n;
INSERT INTO news_revision (article_id, number, content, name, created_by_id, created_at)
    SELECT a.id, r, jsonb_build_object(
            'title', a.title || CASE WHEN r < a.revision_number THEN r::text ELSE '' END, 'subtitle', '',
            'original_title', '', 'summary', '', 'body',
            CASE WHEN r < a.revision_number THEN replace(a.body, '4。', r || '四。') ELSE a.body END,
            'byline', a.byline, 'source_url', '', 'editor', '', 'reprint', false, 'category_id', a.category_id,
            'cover_id', null, 'source_id', null, 'tags', '[]'::jsonb
        ), '', %(user)s, a.created_at + r * interval '1 minute'
    FROM news_article a, generate_series(1, a.revision_number) r;
INSERT INTO news_review (article_id, number, steps, step, state, submitted_by_id, submitted_at, moved_at)
    SELECT id, revision_number, 2, 1 + id %% 2, CASE WHEN id %% 50 = 0 THEN 'open' ELSE 'signed' END, %(user)s,
        updated_at, updated_at
    FROM news_article;
"""


def fill(articles: int, revisions: int) -> int:
    """Returns the id of the article that has a tenth of all revisions."""
    started = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE news_article, news_category, auth_user CASCADE")
        cursor.execute(
            "INSERT INTO auth_user (username, password, is_superuser, is_staff, is_active, first_name, last_name,"
            " email, date_joined) VALUES ('bench', '', true, true, true, '', '', '', now()) RETURNING id"
        )
        values = {"user": cursor.fetchone()[0], "articles": articles, "sentence": SENTENCE}
        statements = [statement for statement in FILL.split(";") if statement.strip()]
        for statement in statements[:2]:
            cursor.execute(statement, {**values, "each": max(1, revisions * 9 // 10 // articles)})
        cursor.execute("SELECT min(id) FROM news_article")
        busy = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE news_article SET revision_number = %s, published_number = %s WHERE id = %s",
            [revisions // 10, revisions // 10, busy],
        )
        cursor.execute(statements[2], values)
        cursor.execute(statements[3], values)
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*), pg_size_pretty(pg_total_relation_size('news_revision')) FROM news_revision")
        print(
            "{:,} articles, {:,} revisions ({}), filled in {:.0f} s".format(
                articles, *cursor.fetchone(), time.monotonic() - started
            )
        )
    return busy


def measure(name: str, answer) -> None:
    """`answer(n)` gives the response to the n-th of TIMES requests; the one before them only warms up."""
    took = []
    for number in range(TIMES + 1):
        started = time.perf_counter()
        response = answer(number)
        took.append((time.perf_counter() - started) * 1000)
        assert response.status_code in {200, 302}, (name, response.status_code)
    print(f"{name:<36} {statistics.median(took[1:]):7.0f} ms   slowest {max(took[1:]):7.0f} ms")


def bench(busy: int) -> None:
    client = Client(**HOST)
    client.force_login(apps.get_model("auth", "User").objects.get(username="bench"))
    article = apps.get_model("news", "Article")
    newest = article.objects.get(pk=busy).revision_number
    ordinary = list(article.objects.order_by("-pk").values_list("pk", flat=True)[: TIMES + 1])

    def save(pk: int, number: int):
        row = article.objects.get(pk=pk)
        data = {"title": f"改题{number}", "body": row.body, "byline": row.byline, "comment_policy": "open"}
        data |= {"category": row.category_id, "version": row.revision_number, "_continue": ""}
        data["published_at"] = timezone.localtime(row.published_at).strftime("%Y-%m-%dT%H:%M:%S")
        before = row.revision_number
        response = client.post(f"/admin/news/article/{pk}/change/", data)
        row.refresh_from_db()
        assert row.revision_number == before + 1
        return response

    base = f"/admin/news/article/{busy}/revisions/"
    middle = newest // 2
    measure("article list", lambda n: client.get("/admin/news/article/"))
    measure("review list (待我处理)", lambda n: client.get("/admin/news/article/?desk=awaiting"))
    measure("revisions, first page", lambda n: client.get(base))
    measure("revisions, deep page", lambda n: client.get(f"{base}?before={middle - 30 * n}"))
    measure("compare", lambda n: client.get(f"{base}{middle - n}/{newest}/"))
    measure("save", lambda n: save(ordinary[n], n))
    measure(f"save with {newest:,} revisions", lambda n: save(busy, n))


def main() -> None:
    articles, revisions = (int(argument) for argument in sys.argv[1:3])
    local.prepare(database="postgres-bench")
    django.setup()
    call_command("migrate", verbosity=0)
    bench(fill(articles, revisions))


if __name__ == "__main__":
    main()
