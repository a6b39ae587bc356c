"""Mail to a writer whose comment was answered: to an address that its owner has confirmed, until its owner says stop.

It says on which article, never what was written or by whom. Links lead to pages; only what is pressed there acts, as
mail programs follow every link on their own.
"""

from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_tasks import task

from comments.models import Comment, ReplyNotice
from comments.throttling import DAY, Limit
from comments.visitor import Visitor
from news import mailing

TIME_TO_CONFIRM = timedelta(days=7)
PAUSE = timedelta(hours=1)  # between two mails about one comment
CONFIRM, STOP = "comments.notice.confirm", "comments.notice.stop"
LONGEST_TOKEN = 300
# Nobody fills another's mailbox through us.
TO_AN_ADDRESS = Limit("confirmations to an address in a day", 3, DAY)
FROM_A_NETWORK = Limit("confirmations from a network in a day", 20, DAY)


class Asked(StrEnum):
    """What became of an address that a writer left, as the answer to the post says it."""

    NOTHING = "1"
    MAIL = "mail"  # one is on its way that wants to be answered
    TOO_OFTEN = "full"


class Stale(Exception):
    """The link is not ours, too old, or its address is no longer known."""


def ask(comment: Comment, address: str, visitor: Visitor) -> Asked:
    """Have the writer of a new comment told of answers, once the address is confirmed. An address that the device has
    confirmed before needs no other mail.
    """
    known = _is_known(address, visitor)
    if not known and not (FROM_A_NETWORK.take(visitor.prefix) and TO_AN_ADDRESS.take(address.lower())):
        return Asked.TOO_OFTEN
    now = timezone.now() if known else None
    ReplyNotice.objects.create(comment=comment, address=address, confirmed_at=now)
    if known:
        return Asked.NOTHING
    send_question.enqueue(comment.pk)
    return Asked.MAIL


def announce(replies: list[Comment]) -> None:
    """Have those told whose comments these answer, which have just become public: tasks, in the same transaction."""
    if not settings.MAIL_IS_SENT:
        return
    answers: dict[int, list[Comment]] = {}
    for reply in replies:
        answers.setdefault(reply.parent_id, []).append(reply)
    told = ReplyNotice.objects.filter(comment__in=answers.keys() - {None}, confirmed_at__isnull=False)
    for notice in told.select_related("comment"):
        for reply in answers[notice.pk]:
            if not reply.device or reply.device != notice.comment.device:  # who answers himself knows
                send_news.enqueue(notice.pk, reply.pk)
                break  # one mail tells of all of them


def confirm(token: str) -> ReplyNotice:
    """Raises Stale."""
    notice = find(token, CONFIRM, TIME_TO_CONFIRM)
    ReplyNotice.objects.filter(pk=notice.pk, confirmed_at=None).update(confirmed_at=timezone.now())
    return notice


def stop(token: str) -> None:
    """Forget the address that the link was sent to, wherever it stands. Raises Stale for a forged link; what is
    already forgotten is no error.
    """
    pk, mark = _read(token, STOP, None)
    address = ReplyNotice.objects.filter(pk=pk).values_list("address", flat=True).first()
    if address and _mark(address) == mark:
        ReplyNotice.objects.sent_to([address]).delete()


def find(token: str, salt: str, age: timedelta | None) -> ReplyNotice:
    """The notice that a link is about. Raises Stale."""
    pk, mark = _read(token, salt, age)
    notice = ReplyNotice.objects.select_related("comment__article__category__parent").filter(pk=pk).first()
    if notice is None or _mark(notice.address) != mark:
        raise Stale
    return notice


@task()
def send_question(comment_pk: int, attempt: int = 0) -> bool:
    """Ask whether the address is its owner's and wants mail. Raises mailing.NotSent after the last attempt."""
    notice = ReplyNotice.objects.select_related("comment__article").filter(pk=comment_pk, confirmed_at=None).first()
    if notice is None or not notice.comment.article.is_published():
        return False

    def again(moment):
        send_question.using(run_after=moment).enqueue(comment_pk, attempt + 1)

    token = token_for(notice, CONFIRM)
    context = {"address": f"{settings.SITE_URL}{reverse('comments:notice_confirm', args=[token])}"}
    return mailing.deliver(_message(notice, "请确认接收回复通知", "question", context), attempt, again)


@task()
def send_news(comment_pk: int, reply_pk: int, attempt: int = 0) -> bool:
    """Tell that there are answers: of several within an hour in one mail. Raises mailing.NotSent after the last
    attempt.
    """
    notice = _notice_to_send(comment_pk, reply_pk, attempt)
    if notice is None:
        return False

    def again(moment):
        send_news.using(run_after=moment).enqueue(comment_pk, reply_pk, attempt + 1)

    context = {"address": f"{settings.SITE_URL}{notice.comment.get_absolute_url()}"}
    return mailing.deliver(_message(notice, "您的评论有新回复", "news", context), attempt, again)


def _notice_to_send(comment_pk: int, reply_pk: int, attempt: int) -> ReplyNotice | None:
    """What is to be sent now, or None: stopped, no longer public, told already, or too soon and put off."""
    notices = ReplyNotice.objects.select_related("comment__article").filter(confirmed_at__isnull=False)
    notice = notices.filter(pk=comment_pk, comment__state=Comment.State.APPROVED).first()
    reply = Comment.objects.approved().filter(pk=reply_pk).first()
    if notice is None or reply is None or not notice.comment.article.is_published():
        return None
    if attempt:
        return notice
    now = timezone.now()
    if notice.sent_at and reply.published_at <= notice.sent_at:
        return None
    if notice.sent_at and notice.sent_at > now - PAUSE:
        send_news.using(run_after=notice.sent_at + PAUSE).enqueue(comment_pk, reply_pk)
        return None
    # Of several workers with answers to the same comment one sends; the others' answers are public, and so in it.
    free = Q(sent_at=None) | Q(sent_at__lte=now - PAUSE)
    return notice if ReplyNotice.objects.filter(free, pk=comment_pk).update(sent_at=now) else None


def _message(notice: ReplyNotice, subject: str, kind: str, context: dict) -> EmailMessage:
    stop_address = f"{settings.SITE_URL}{reverse('comments:notice_stop', args=[token_for(notice, STOP)])}"
    context |= {"article": notice.comment.article, "stop_address": stop_address, "site_name": settings.SITE_NAME}
    return EmailMessage(
        subject=f"[{settings.SITE_NAME}] {subject}",
        body=render_to_string(f"comments/mail/{kind}.txt", context),
        to=[notice.address],
        # RFC 8058: the mail program's own button posts there.
        headers={"List-Unsubscribe": f"<{stop_address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _is_known(address: str, visitor: Visitor) -> bool:
    if visitor.is_new:
        return False
    confirmed = ReplyNotice.objects.sent_to([address]).filter(confirmed_at__isnull=False)
    return confirmed.filter(comment__device=visitor.device).exists()


def token_for(notice: ReplyNotice, salt: str) -> str:
    """What a link to CONFIRM or STOP carries."""
    return signing.dumps([notice.pk, _mark(notice.address)], salt=salt)


def _read(token: str, salt: str, age: timedelta | None) -> tuple[int, str]:
    try:
        pk, mark = signing.loads(token[:LONGEST_TOKEN], salt=salt, max_age=age)
    except (signing.BadSignature, UnicodeEncodeError) as error:
        raise Stale from error
    return pk, mark


def _mark(address: str) -> str:
    """So that a link to one address says nothing about another that was written in its place."""
    return salted_hmac("comments.notice.address", address.lower(), algorithm="sha256").hexdigest()[:16]
