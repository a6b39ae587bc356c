"""Mail to the moderators when comments have waited too long. `manage.py remind_moderators` is run every hour."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from comments import queue
from comments.throttling import Limit
from news import mailing

# As long as nothing is done about it, so often and no more, however often the command is run.
REMINDERS = Limit("reminders in eight hours", 1, 8 * 60 * 60)
PERMISSION = "comments.change_comment"


def remind() -> int:
    """Queue a mail to each moderator if it is time; how many."""
    if not settings.MAIL_IS_SENT or not queue.number_late() or not REMINDERS.take("moderators"):
        return 0
    people = mailing.people_with(PERMISSION)
    for user in people:
        send.enqueue(user.pk)
    return len(people)


@task()
def send(user_pk: int, attempt: int = 0) -> bool:
    """Remind one moderator, if there is still a reason. Raises mailing.NotSent after the last attempt."""
    user = mailing.people_with(PERMISSION).filter(pk=user_pk).first()
    late = queue.number_late()
    if user is None or not late:
        return False

    def again(moment):
        send.using(run_after=moment).enqueue(user_pk, attempt + 1)

    return mailing.deliver(_message(late, user.email), attempt, again)


def _message(late: int, address: str) -> EmailMessage:
    context = {
        "late": late,
        "most_counted": queue.MOST_COUNTED,
        "since": queue.waits_since(),
        "hours": settings.COMMENTS_REMIND_AFTER_HOURS,
        "address": f"{settings.SITE_URL}{reverse('admin:comments_comment_queue')}",
        "site_name": settings.SITE_NAME,
    }
    return EmailMessage(
        subject=f"[{settings.SITE_NAME}] 有评论等了 {settings.COMMENTS_REMIND_AFTER_HOURS} 小时以上",
        body=render_to_string("comments/mail/reminder.txt", context),
        to=[address],
    )
