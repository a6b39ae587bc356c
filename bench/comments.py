"""How long comments take when there are many: python bench/comments.py [1000000] [10000]

So many comments in all, so many of them on one article; one in twenty waits. Everything is asked through Django's test
client, so a figure is the whole answer of the application: middleware, queries, template. Prints queries, and median
and slowest of 30.
"""

import re
import statistics
import sys
import time
from datetime import timedelta
from random import Random

import database

database.start()
database.use("bench_comments", anew=True)

import django  # noqa: E402 - settings need the address of the database

django.setup()

from captcha.models import CaptchaStore  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from comments import form_token  # noqa: E402
from comments.models import Comment, CommentWord  # noqa: E402
from news.models import Article, Category  # noqa: E402

TIMES = 30
HOST = {"HTTP_HOST": "localhost"}
BODY = "小区的暖气昨天终于热了，谢谢师傅们冒着雪来修，希望明年能早几天检修。"
ARTICLES, WORDS = 1_000, 10_000
# Of the first %(busy)s, all on one article, one in twenty is in the thread of the first, one in fifty in another's.
COMMENTS = """
INSERT INTO comments_comment (id, article_id, root_id, parent_id, number, name, body, state, official, revision,
        version, marks, risk, device, network, region, fingerprint, likes, replies, reports, created_at, published_at,
        submission)
    SELECT n, CASE WHEN n <= %(busy)s THEN %(first)s ELSE %(first)s + 1 + n %% %(others)s END, root, root,
        translate(lpad(to_hex(n), 10, '0'), '0123456789abcdef', '2346789BCDFGHJKM'), '读者' || n %% 5000,
        %(body)s || n, state, false, 1, 1, CASE WHEN n %% 7 = 0 THEN ARRAY['link'] ELSE ARRAY[]::text[] END,
        CASE WHEN n %% 7 = 0 THEN 20 ELSE 0 END, md5('d' || n %% 100000), md5('n' || n %% 20000), '山西', md5(n::text),
        n %% 40, 0, 0, moment, CASE state WHEN 'approved' THEN moment END, gen_random_uuid()
    FROM (
        SELECT n, now() - (%(total)s - n) * interval '10 seconds' AS moment,
            CASE WHEN n > %(busy)s THEN NULL WHEN n %% 20 = 0 THEN 1 WHEN n %% 50 = 3 AND n > 3 THEN n - 1 END AS root,
            CASE n %% 20 WHEN 7 THEN 'pending' WHEN 13 THEN 'rejected' ELSE 'approved' END AS state
        FROM generate_series(1, %(total)s) n
    ) rows
"""
DECISIONS = """
INSERT INTO comments_decision (comment_id, revision, actor, moderator_id, from_state, to_state, reason, ground, note,
        decided_at)
    SELECT id, 1, 'moderator', %(user)s, 'pending', state, CASE state WHEN 'approved' THEN 'fit' ELSE 'spam' END, '',
        '', created_at + interval '20 minutes'
    FROM comments_comment WHERE state <> 'pending'
"""
ARTICLE_COUNTS = """
INSERT INTO comments_articlecount (article_id, approved)
    SELECT article_id, count(*) FROM comments_comment WHERE state = 'approved' GROUP BY 1
"""
REPLY_COUNTS = """
UPDATE comments_comment AS root SET replies = thread.number
    FROM (SELECT root_id, count(*) AS number FROM comments_comment WHERE state = 'approved' GROUP BY 1) AS thread
    WHERE root.id = thread.root_id
"""


def fill(total: int, busy: int) -> int:
    """Returns the id of the busy article."""
    started = time.monotonic()
    user = User.objects.create_superuser("bench")
    category = Category.objects.create(slug="minsheng", name="民生")
    now = timezone.now()
    stories = [
        Article(title=f"第{n}篇", body="<p>正文。</p>", category=category, state="published", published_at=now)
        for n in range(ARTICLES)
    ]
    first = Article.objects.bulk_create(stories)[0].pk
    dice = Random(7)
    words = {"".join(chr(dice.randrange(0x4E00, 0x6200)) for _ in range(dice.randint(2, 4))) for _ in range(WORDS)}
    CommentWord.objects.bulk_create(CommentWord(word=word, by_pinyin=dice.random() < 0.1) for word in sorted(words))
    values = {"total": total, "busy": busy, "body": BODY, "user": user.pk, "first": first, "others": ARTICLES - 1}
    with transaction.atomic(), connection.cursor() as cursor:
        # Past the triggers, which would take an hour; what they count is counted below.
        cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL statement_timeout = 0")
        cursor.execute(COMMENTS, values)
        cursor.execute("SELECT setval(pg_get_serial_sequence('comments_comment', 'id'), %(total)s)", values)
        cursor.execute(DECISIONS, values)
        cursor.execute(ARTICLE_COUNTS)
        cursor.execute(REPLY_COUNTS)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")
    print(f"{total:,} comments, {busy:,} on one article, filled in {time.monotonic() - started:.0f} s\n")
    return first


def measure(name: str, ask) -> None:
    """`ask(n)` gives the answer to the n-th request; the first two only warm up, and count queries."""
    for number in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = ask(number)
        queries = len(captured)
        assert answer.status_code in {200, 303}, (name, answer.status_code)
    took = []
    for number in range(2, TIMES + 2):
        started = time.perf_counter()
        ask(number)
        took.append((time.perf_counter() - started) * 1000)
    print(f"| {name} | {queries} | {statistics.median(took):.0f} | {max(took):.0f} |", flush=True)


def readers(busy_article: int) -> None:
    client, base = Client(**HOST), f"/comments/{busy_article}/"
    roots = Comment.objects.filter(article=busy_article).listed_roots()
    behind = roots.order_by("-created_at", "-id")[20 * 399 - 1].number
    liked = roots.order_by("-likes", "-id")[20 * 399 - 1].number
    long = Comment.objects.filter(article=busy_article, root=None).order_by("-replies").first()
    late = Comment.objects.approved().filter(root=long).order_by("-created_at", "-id").first().number
    measure("first page, as the article page loads it", lambda n: client.get(f"{base}?fragment=1"))
    measure("first page on its own", lambda n: client.get(base))
    measure("page 400, newest first", lambda n: client.get(f"{base}?after={behind}"))
    measure("first page, most liked", lambda n: client.get(f"{base}?sort=liked"))
    measure("page 400, most liked", lambda n: client.get(f"{base}?sort=liked&after={liked}"))
    measure(f"a thread of {long.replies:,}, its last reply", lambda n: client.get(f"{base}{late}/"))
    measure("how many are new", lambda n: client.get(f"{base}new/?since=0"))
    measure("a post, with form and captcha", lambda n: post(Client(**HOST, REMOTE_ADDR=f"203.0.{n}.9"), base, n))


def post(client, base: str, number: int):
    page = client.get(base).content.decode()
    fields = dict(re.findall(r'name="(csrfmiddlewaretoken|submission|kind|captcha_0)" value="([^"]*)"', page))
    answer = CaptchaStore.objects.get(hashkey=fields["captcha_0"]).response
    words = {"name": "老张", "body": f"第{number}回，{BODY[number % 20 :]}", "reply_to": "", "homepage": ""}
    return client.post(base, fields | words | {"captcha_1": answer})


def moderators() -> None:
    client, base = Client(**HOST), "/admin/comments/comment/"
    client.force_login(User.objects.get())
    waiting = Comment.objects.pending().order_by("created_at", "id")
    middle = waiting[waiting.count() // 2].pk
    measure("queue, longest waiting first", lambda n: client.get(f"{base}queue/"))
    measure("queue, most at risk first", lambda n: client.get(f"{base}queue/?sort=risk"))
    measure("queue, in the middle", lambda n: client.get(f"{base}queue/?after={middle}"))
    measure("queue, with a mark", lambda n: client.get(f"{base}queue/?kind=link"))
    measure("queue, search", lambda n: client.get(f"{base}queue/?q=师傅"))
    pins = [f"{pk}:{version}" for pk, version in waiting.values_list("pk", "version")[: TIMES + 2]]
    json = {"HTTP_ACCEPT": "application/json"}
    measure("a decision", lambda n: client.post(f"{base}queue/", {"deed": f"approve@{pins[n]}"}, **json))
    measure("all comments, the waiting", lambda n: client.get(base))
    measure("reports", lambda n: client.get(f"{base}reports/"))
    measure("statistics of 30 days", lambda n: client.get(f"{base}statistics/"))


def main() -> None:
    total, busy = (int(given) for given in (*sys.argv[1:], *("1000000", "10000")[len(sys.argv) - 1 :]))
    form_token.LEAST = timedelta(0)
    first = fill(total, busy)
    print("| what | queries | median ms | slowest ms |\n|---|---:|---:|---:|")
    readers(first)
    moderators()


if __name__ == "__main__":
    main()
