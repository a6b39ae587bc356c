from django.core.management.base import BaseCommand
from django.db.models import Max, Min

from news.models import Revision
from operations.progress import Progress

# A window of ids at a time: each is one short transaction, however large the table.
WINDOW = 10_000


class Command(BaseCommand):
    help = "Delete the revisions that the rule of retention has no use for. Can be stopped and run again at any time."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say how many would go")

    def handle(self, *args, dry_run, **options):
        # Also ids between the first and the last that are gone: only the progress counts them.
        ends = Revision.objects.aggregate(first=Min("pk"), last=Max("pk"))
        first, last = ends["first"] or 1, ends["last"] or 0
        pruned = 0
        with Progress(self.stdout, "revisions", total=last - first + 1) as progress:
            for start in range(first, last + 1, WINDOW):
                stop = min(start + WINDOW, last + 1)
                outdated = Revision.objects.outdated().filter(pk__gte=start, pk__lt=stop)
                pruned += outdated.count() if dry_run else outdated.delete()[0]
                progress.advance(stop - start)
        remaining = Revision.objects.count() - (pruned if dry_run else 0)
        self.stdout.write(f"{'would prune' if dry_run else 'pruned'} {pruned:,} revisions, kept {remaining:,}")
