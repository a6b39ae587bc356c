import sys

from django.core.management.base import BaseCommand

from news.pushing import queue, sending


class Command(BaseCommand):
    help = "Tell IndexNow and Baidu of the addresses that wait; run_timetable does it every minute, too."

    def handle(self, *args, **options):
        if not queue.services():
            self.stdout.write("no search engine is configured: set INDEXNOW_KEY or BAIDU_PUSH_TOKEN")
            return
        done = sending.run()
        self.stdout.write(done.sentence())
        if done.failed:
            sys.exit(1)
