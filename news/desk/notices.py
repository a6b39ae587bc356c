"""Mail to those whom a deed concerns. The deed leaves a task in its own transaction; `manage.py db_worker` does it."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from news import mailing
from news.desk import revising
from news.models import Article, Entry, Review


def announce(entry: Entry, review: Review | None = None) -> None:
    """Have those concerned told about a line of the log; `review` is as the deed has left it.

    One row is written, in the transaction of the deed. Whom to tell is found out by the worker.
    """
    if settings.MAIL_IS_SENT:
        due = review.due() if review and review.is_running() else 0
        tell.enqueue(entry.pk, review.pk if review else None, due)


@task()
def tell(entry_pk: int, review_pk: int | None, due: int) -> int:
    """Leave a task of its own for each who is to get mail, so that one failure repeats nobody else's."""
    entry = Entry.objects.select_related("actor").get(pk=entry_pk)
    review = Review.objects.filter(pk=review_pk).first()
    article = Article.objects.select_related("category__parent").filter(pk=entry.article_id).first()
    if article is None:
        return 0
    people = recipients(entry, revising.with_newest_words(article), review, due)
    for user in people:
        send.enqueue(entry_pk, user.pk)
    return len(people)


def recipients(entry: Entry, article: Article, review: Review | None, due: int) -> list:
    """Users with an address whom the line concerns, whoever acted left out. None when it has been overtaken."""
    if due:
        running = article.running_review()
        overtaken = running is None or running.pk != review.pk or running.due() != due
        found = [] if overtaken else _who_may_take(article, due > review.steps)
    else:
        pks = {article.created_by_id, review and review.submitted_by_id}
        found = mailing.people_with_address().filter(pk__in=pks - {None})
    return [user for user in found if user.pk != entry.actor_id]


def _who_may_take(article: Article, signing: bool) -> list:
    able = mailing.people_with("news.publish_article" if signing else "news.review_article")
    obstacles = article.signing_obstacles if signing else article.reviewing_obstacles
    return [user for user in able if not obstacles(user)]


@task()
def send(entry_pk: int, user_pk: int, attempt: int = 0) -> bool:
    """Mail one person about one line of the log. Raises mailing.NotSent after the last attempt."""
    entry = Entry.objects.select_related("actor").get(pk=entry_pk)
    user = mailing.people_with_address().filter(pk=user_pk).first()
    if user is None:
        return False

    def again(moment):
        send.using(run_after=moment).enqueue(entry_pk, user_pk, attempt + 1)

    return mailing.deliver(_message(entry, user.email), attempt, again)


def _message(entry: Entry, address: str) -> EmailMessage:
    path = reverse("admin:news_article_review", args=[entry.article_id])
    context = {"entry": entry, "address": f"{settings.SITE_URL}{path}", "site_name": settings.SITE_NAME}
    return EmailMessage(
        subject=f"[{settings.SITE_NAME}] {entry.get_action_display()}：{entry.title}",
        body=render_to_string("news/mail/entry.txt", context),
        to=[address],
    )
