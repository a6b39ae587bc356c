import sys

from django.core.management.base import BaseCommand

from operations.demo.accounts import ACCOUNTS, chosen_password
from operations.demo.loading import NotEmpty, load
from operations.progress import Progress


class Command(BaseCommand):
    help = "Fill an empty site with the demo newspaper. DEMO_PASSWORD names the password of its accounts."

    def handle(self, *args, **options):
        password = chosen_password()
        try:
            with Progress(self.stdout, "pictures") as progress:
                done = load(password, lambda line: progress.say(self.stdout, line), lambda: progress.advance(1))
        except NotEmpty:
            self.stderr.write("loaded nothing: the site has articles or users already")
            sys.exit(1)
        roles = ", ".join(f"{name} ({role})" for name, role in ACCOUNTS.items())
        self.stdout.write(f"accounts: {roles}\npassword of each, shown this once: {password}")
        self.stdout.write(done)
