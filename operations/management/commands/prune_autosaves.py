from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from news.models import Autosave, EditingSession

DAY = timedelta(days=1)


class Command(BaseCommand):
    help = "Delete autosaved words that nobody came back for, and the traces of forms that were closed."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=90, help="keep the words for so many days (default: 90)")

    def handle(self, *args, days, **options):
        now = timezone.now()
        autosaves, _ = Autosave.objects.older_than(now - days * DAY).delete()
        sessions, _ = EditingSession.objects.gone_since(now - DAY).delete()
        self.stdout.write(f"deleted {autosaves:,} autosaves and {sessions:,} sessions")
