from django.conf import settings
from django.core.management.base import BaseCommand

from comments import queue, reminding


class Command(BaseCommand):
    help = (
        "Mail the moderators when comments have waited longer than COMMENTS_REMIND_AFTER_HOURS; at most once in eight "
        "hours. Run it every hour."
    )

    def handle(self, *args, **options):
        late, reminded = queue.number_late(), reminding.remind()
        self.stdout.write(
            f"{late:,} comments have waited longer than {settings.COMMENTS_REMIND_AFTER_HOURS} hours, "
            f"{reminded:,} moderators reminded"
        )
