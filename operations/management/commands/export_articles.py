import os
import sys

from django.core.management.base import BaseCommand

from news.models import Article
from operations.exchange.files import replaced
from operations.exchange.reading import LONGEST_LINE
from operations.exchange.writing import exported
from operations.progress import Progress


class Command(BaseCommand):
    help = "Export all articles, drafts too, to a file in the exchange format (JSON Lines), by id."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="the file, or - for standard output")

    def handle(self, *args, file, **options):
        # What standard output carries then is the articles.
        talk = self.stderr if file == "-" else self.stdout
        try:
            with replaced(file) as target:
                count, too_long = self.write(target, talk)
        except BrokenPipeError:
            # Whoever read our output has gone; so that Python doesn't try to flush it once more:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except OSError as error:
            self.stderr.write(f"{file}: {error.strerror}")
            sys.exit(1)
        talk.write(f"exported {count:,} articles")
        if too_long:
            sys.exit(1)

    def write(self, target, talk) -> tuple[int, int]:
        count = too_long = 0
        with Progress(talk, "articles", total=Article.objects.count()) as progress:
            for pk, line in exported():
                target.write(line)
                count += 1
                if len(line) > LONGEST_LINE:
                    too_long += 1
                    progress.say(self.stderr, f"article {pk}: its line is longer than import_articles takes")
                progress.advance(1)
        return count, too_long
