"""A site for the benchmarks: N imported articles and whatever else a page shows. Needs Django set up."""

from datetime import date, timedelta
from random import Random

import database
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from news import picture_files
from news.models import Article, Picture
from operations.demo import loading
from operations.demo.entries import make_entries
from traffic.models import DailyReadings

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
        Article.objects.count() == total or database.manage("import_articles", database.archive(total))
        add_pictures()
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


def add_readings() -> None:
    """The last week's, of the newest few thousand articles: what the hot list adds up."""
    today, dice = timezone.localdate(), Random(1)
    days = [today - timedelta(days=back) for back in range(DAYS)]
    DailyReadings.objects.filter(day__gte=days[-1]).delete()
    DailyReadings.objects.bulk_create(
        [
            DailyReadings(article_id=pk, day=day, readings=int(20 / (1 - dice.random())))
            for pk in Article.objects.order_by("-pk").values_list("pk", flat=True)[:READ_LATELY]
            for day in days
        ],
        batch_size=5_000,
    )
