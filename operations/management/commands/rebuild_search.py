import sys

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.models import Max, Min

from news.models import Article
from operations.progress import Progress

# A window of ids at a time: each is one short transaction, however large the archive.
WINDOW = 1_000
REFRESH = "SELECT news_search_refresh(ARRAY(SELECT id FROM news_article WHERE id >= %s AND id < %s))"


class Command(BaseCommand):
    help = "Bring what search knows in step with the articles. Triggers do so all the time: this finds nothing to do."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; fail when something would be changed")

    def handle(self, *args, check, **options):
        ends = Article.objects.aggregate(first=Min("pk"), last=Max("pk"))
        first, last = ends["first"] or 1, ends["last"] or 0
        changed = 0
        with Progress(self.stdout, "article ids", total=last - first + 1) as progress:
            for start in range(first, last + 1, WINDOW):
                stop = min(start + WINDOW, last + 1)
                changed += self.refresh(start, stop, check)
                progress.advance(stop - start)
        published = Article.objects.filter(state=Article.State.PUBLISHED).count()
        self.stdout.write(f"{'would mend' if check else 'mended'} {changed:,} of {published:,} search entries")
        if check and changed:
            sys.exit(1)

    def refresh(self, start: int, stop: int, check: bool) -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '10min'")
            cursor.execute(REFRESH, [start, stop])
            changed = cursor.fetchone()[0]
            transaction.set_rollback(check)
        return changed
