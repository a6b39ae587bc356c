from django.core.management.base import BaseCommand
from django.utils import timezone

from news.desk import binning
from news.models import Article


class Command(BaseCommand):
    help = f"Delete for ever what has been in the bin for {binning.KEPT.days} days, save what readers knew."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say how many")

    def handle(self, *args, **options):
        due = Article.objects.in_bin().filter(binned_at__lte=timezone.now() - binning.KEPT)
        numbers = list(due.order_by("pk").values_list("pk", flat=True))
        if options["dry_run"]:
            self.stdout.write(f"{len(numbers)} articles are due")
            return
        gone = sum(binning.purge(pk) for pk in numbers)
        self.stdout.write(f"deleted {gone} articles, kept {len(numbers) - gone} that readers knew")
