"""Sends mail from a task, and asks a server that is down again later.

No mail server and no worker can stop or undo what a mail is about: it is done before anybody is told.
"""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.utils import timezone

# A mail server that is down is asked again after these minutes; then the task stays as failed, with its reason.
PAUSES = [1, 5, 30, 120, 720]


class NotSent(Exception):
    """Says what kind of error it was, never to whom: an address belongs in no log."""


def deliver(message: EmailMessage, attempt: int, again: Callable[[datetime], object]) -> bool:
    """Send the mail, at the `attempt` counted from 0; if that fails, `again` is asked to try at a time, and the answer
    is False. Raises NotSent after the last attempt.
    """
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        if attempt == len(PAUSES):
            raise NotSent(type(error).__name__) from None
        again(timezone.now() + timedelta(minutes=PAUSES[attempt]))
        return False
    return True


def people_with_address():
    """Users of the admin who can get mail."""
    return get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")


def people_with(permission: str):
    """Of these, who has the permission ("app.codename"). Superusers keep the machine running; they get mail where they
    are in a group that has it.
    """
    able = get_user_model().objects.with_perm(
        permission, include_superusers=False, backend="django.contrib.auth.backends.ModelBackend"
    )
    return people_with_address().filter(pk__in=able)
