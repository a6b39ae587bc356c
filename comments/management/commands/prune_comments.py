from django.core.management.base import BaseCommand

from comments import pruning


class Command(BaseCommand):
    help = (
        "Drop addresses after six months, ended blocks after a year, refusal counts after two, and what has expired of "
        "captchas, tallies, claims and addresses for notices. Run it daily."
    )

    def handle(self, *args, **options):
        dropped = pruning.prune()
        self.stdout.write("dropped " + ", ".join(f"{number:,} {what}" for what, number in dropped.items()))
