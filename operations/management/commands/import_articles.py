import sys

from django.core.management.base import BaseCommand

from operations.exchange.files import opened
from operations.exchange.importing import Import, Stopped
from operations.progress import Progress


class Command(BaseCommand):
    help = "Import articles from a file in the exchange format (JSON Lines). A second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="the file, or - for standard input")
        parser.add_argument("--strict", action="store_true", help="stop at the first bad line and save nothing")
        parser.add_argument("--overwrite", action="store_true", help="also replace what editors have changed here")

    def handle(self, *args, file, **options):
        try:
            with opened(file) as (source, size):
                run = self.run(source, size, options)
        except OSError as error:
            self.stderr.write(f"{file}: {error.strerror}")
            sys.exit(1)
        total = run.total
        self.stdout.write(
            f"imported {total.new + total.changed + total.unchanged:,} articles ({total.new:,} new, "
            f"{total.changed:,} changed, {total.unchanged:,} unchanged), refused {run.refused:,}"
        )
        if run.refused:
            sys.exit(1)

    def run(self, source, size, options) -> Import:
        with Progress(self.stdout, "lines", total=size, unit="B", scaled=True) as progress:

            def refuse(number, refused):
                progress.say(self.stderr, f"line {number}: {refused.field()}: {refused.reason}")

            run = Import(
                strict=options["strict"], overwrite=options["overwrite"], refuse=refuse, advance=progress.advance
            )
            try:
                run.run(source)
            except Stopped as stop:
                refuse(stop.number, stop.refused)
                self.stdout.write(f"imported nothing: --strict stopped at line {stop.number}")
                sys.exit(1)
            return run
