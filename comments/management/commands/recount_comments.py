from django.core.management.base import BaseCommand, CommandError

from comments import recount

SHOWN = 20


class Command(BaseCommand):
    help = "Compare the counters of comments with a recount; exits with 1 when one is wrong."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="set right what is wrong")

    def handle(self, *args, repair, **options):
        found = recount.repair() if repair else recount.drifts()
        for drift in found[:SHOWN]:
            self.stdout.write(f"{drift.what}: {drift.key} has {drift.kept:,}, counted {drift.counted:,}")
        if len(found) > SHOWN:
            self.stdout.write(f"… and {len(found) - SHOWN:,} more")
        if found and not repair:
            raise CommandError(f"{len(found):,} counters are wrong; --repair sets them right")
        self.stdout.write(f"repaired {len(found):,} counters" if found else "all counters are right")
