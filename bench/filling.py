"""A site for the benchmarks: N articles and whatever else a page shows. Needs Django set up.

Up to IMPORTED of them are imported; what is more are copies that the database makes, of other moments, with their tags,
past the triggers: a million in minutes. Copies have no comments and can't be found by search (bench/search.py has its
own).
"""

from datetime import date, timedelta
from random import Random

import database
import generate
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Count, DateField
from django.db.models.functions import Cast, TruncMonth
from django.utils import timezone

from news import picture_files
from news.models import Article, MonthCount, Picture
from operations.demo import loading
from operations.demo.entries import make_entries
from traffic.models import DailyReadings

IMPORTED = 20_000
PICTURES = 60
READ_LATELY = 5_000
DAYS = 7


def fill(total: int) -> None:
    """Make the database bench_<total> the one that Django asks, filled on first use."""
    name = f"bench_{total}"
    connection.close()
    connection.settings_dict["NAME"] = name
    database.use(name)
    if not User.objects.exists():
        imported = min(total, IMPORTED)
        Article.objects.exists() or database.manage("import_articles", database.archive(imported))
        add_pictures()
        if Article.objects.count() < total:
            add_copies(imported, total // imported)
        make_entries(loading.FOLDER)
        User.objects.create_superuser("bench")
    add_readings()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def add_pictures() -> None:
    """Every third article gets a cover. Lists draw it from its name alone, so the files are not needed."""
    day = date(2026, 11, 1)
    names = [picture_files.new_name(1600, 900, day) for _ in range(PICTURES)]
    rows = [Picture(file=file, width=1600, height=900, alt="河岸", credit="示例") for file in names]
    for place, picture in enumerate(Picture.objects.bulk_create(rows)):
        Article.objects.filter(pk__in=range(3 * place, 10**6, 3 * PICTURES)).update(cover=picture)


def add_copies(imported: int, times: int) -> None:
    """Until there are `times` as many articles, the new ones evenly between the others."""
    columns = [f.column for f in Article._meta.local_concrete_fields if f.column not in {"id", "published_at"}]
    copied = ", ".join(columns)
    step = generate.ARCHIVE / imported / times
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL statement_timeout = 0")
        cursor.execute(
            f"INSERT INTO news_article (id, published_at, {copied})"
            f" SELECT id + copy * %s, published_at - copy * %s, {copied}"
            " FROM news_article, generate_series(1, %s) AS copy",
            [imported, step, times - 1],
        )
        cursor.execute(
            "INSERT INTO news_article_tags (article_id, tag_id) SELECT article_id + copy * %s, tag_id"
            " FROM news_article_tags, generate_series(1, %s) AS copy",
            [imported, times - 1],
        )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('news_article', 'id'), (SELECT max(id) FROM news_article))"
        )
    count_months()


def count_months() -> None:
    """What the triggers were kept from counting."""
    month = Cast(TruncMonth("published_at"), DateField())
    staying = Article.objects.filter(state=Article.State.PUBLISHED, expires_at=None).order_by()
    counts = staying.values_list("category", month).annotate(number=Count("pk"))
    MonthCount.objects.all().delete()
    MonthCount.objects.bulk_create(
        MonthCount(category_id=category, month=month, number=number) for category, month, number in counts
    )


def add_readings() -> None:
    """The last week's, of the newest few thousand articles: what the hot list adds up."""
    today, dice = timezone.localdate(), Random(1)
    days = [today - timedelta(days=back) for back in range(DAYS)]
    DailyReadings.objects.filter(day__gte=days[-1]).delete()
    DailyReadings.objects.bulk_create(
        [
            DailyReadings(article_id=pk, day=day, readings=int(20 / (1 - dice.random())))
            for pk in Article.objects.order_by("-published_at").values_list("pk", flat=True)[:READ_LATELY]
            for day in days
        ],
        batch_size=5_000,
    )
