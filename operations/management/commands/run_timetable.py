from django.core.management.base import BaseCommand

from news import timetable
from news.pushing import queue, sending


class Command(BaseCommand):
    help = "Once a minute: put due updates in place, log what went out or offline by itself, tell search engines."

    def handle(self, *args, **options):
        done = timetable.run()
        self.stdout.write(f"{done.went_out} went out, {done.updates} updated, {done.expired} went offline")
        if queue.services():
            self.stdout.write(sending.run().sentence())
