"""What `manage.py db_worker` does, here and now; and a mail server that is down."""

import smtplib

from django.core.mail.backends.locmem import EmailBackend
from django_tasks_db.models import DBTaskResult

from news.mailing import NotSent

UNREACHABLE = f"{__name__}.Unreachable"


class Unreachable(EmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPConnectError(421, f"no way to {messages[0].to}")


def work() -> None:
    """Do all that is due, and what becomes due by that."""
    while rows := list(DBTaskResult.objects.ready()):
        for row in rows:
            row.claim("test")
            try:
                row.set_successful(row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"]))
            except NotSent as error:
                row.set_failed(error)
