import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from comments import erasing


class Command(BaseCommand):
    help = "Write everything that is kept about a person to a JSON file that only you may read."

    def add_arguments(self, parser):
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--comment", default="", help="the number of one of their comments")
        who.add_argument("--email", default="", help="the address that they gave for notices")
        parser.add_argument("file", type=Path)

    def handle(self, *args, comment, email, file, **options):
        person = erasing.find(number=comment, email=email)
        if not person.comments:
            raise CommandError("nobody found")
        record = {table: list(rows.order_by("pk").values()) for table, rows in erasing.rows_of(person).items()}
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(record, stream, ensure_ascii=False, indent=2, default=str)
        self.stdout.write(f"wrote {len(record['comments']):,} comments of a person to {file}")
