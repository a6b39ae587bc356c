from django.core.management.base import BaseCommand, CommandError

from comments import erasing
from comments.models import Comment

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Erase a person on request from every table: their words, name, mail address, likes, reports and network logs. "
        "That there was a comment, and what was decided about it, stays. Can't be undone."
    )

    def add_arguments(self, parser):
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--comment", default="", help="the number of one of their comments")
        who.add_argument("--email", default="", help="the address that they gave for notices")
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")
        parser.add_argument("--yes", action="store_true", help="don't ask")

    def handle(self, *args, comment, email, dry_run, yes, **options):
        person = erasing.find(number=comment, email=email)
        if not person.comments:
            raise CommandError("nobody found")
        comments = Comment.objects.filter(pk__in=person.comments).select_related("article").order_by("pk")
        for row in comments[:SHOWN]:
            self.stdout.write(
                f"{row.number}  {row.created_at:%Y-%m-%d}  {row.article.title[:20]}  {row.name}: {row.body[:30]}"
            )
        if len(person.comments) > SHOWN:
            self.stdout.write(f"… and {len(person.comments) - SHOWN:,} more")
        counts = {table: rows.count() for table, rows in erasing.rows_of(person).items()}
        self.stdout.write(", ".join(f"{number:,} {table.replace('_', ' ')}" for table, number in counts.items()))
        if dry_run:
            self.stdout.write("erased nothing: --dry-run")
            return
        if not yes and input("Erase all of this for ever? Type yes: ") != "yes":
            raise CommandError("erased nothing")
        counts = erasing.erase(person)
        self.stdout.write(f"erased a person with {counts['comments']:,} comments")
