from django.core.management.base import BaseCommand

from news import timetable


class Command(BaseCommand):
    help = "Once a minute: put due updates in place and log what went out or offline by itself."

    def handle(self, *args, **options):
        done = timetable.run()
        self.stdout.write(f"{done.went_out} went out, {done.updates} updated, {done.expired} went offline")
