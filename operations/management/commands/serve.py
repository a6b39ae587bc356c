import os
import signal
import sys

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand

from news.models import Article
from operations import server
from operations.demo.accounts import ACCOUNTS


class Command(BaseCommand):
    help = "Prepare the database, load the demo site into an empty one, and serve on 127.0.0.1:$PORT (8000)."

    def handle(self, *args, **options):
        # Ended while it prepares, the process still has its embedded database to stop.
        for ending in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, lambda signum, frame: sys.exit(128 + signum))
        port = os.environ.get("PORT", "") or "8000"
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            self.give_up(f"PORT must be a number from 1 to 65535: {port!r}")
        try:
            held = server.hold_port(int(port))
        except server.PortUnavailable as reason:
            self.give_up(str(reason))
        call_command("migrate", interactive=False, verbosity=0)
        if not Article.objects.exists() and not User.objects.exists():
            call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
        elif User.objects.filter(username__in=ACCOUNTS).count() == len(ACCOUNTS):
            self.stdout.write(f"The demo accounts ({', '.join(ACCOUNTS)}) keep their password.")
        self.say_where(port)
        sys.exit(server.run(held))

    def say_where(self, port: str) -> None:
        here = f"http://127.0.0.1:{port}"
        if settings.HOST not in settings.LOOPBACK:
            here = settings.SITE_URL
            self.stdout.write(f"Serving on 127.0.0.1:{port} for {here} only, as SITE_URL says.")
        self.stdout.write(f"Site:  {here}/\nAdmin: {here}/admin/\nStop with Ctrl-C.")
        self.stdout.flush()

    def give_up(self, reason: str) -> None:
        self.stderr.write(reason)
        sys.exit(1)
