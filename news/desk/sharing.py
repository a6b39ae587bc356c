"""预览链接: made and revoked by those who may edit the article."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from news.desk import revising
from news.desk.locking import log
from news.models import Article, Entry, PreviewLink
from news.models.preview_link import hash_of, new_token

Action = Entry.Action
MOST_LIVING = 20


@transaction.atomic
def make_link(pk: int, user, *, number: int, days: int) -> tuple[PreviewLink, str]:
    """A link to one revision, and its token, which can't be had again. Raises ValidationError."""
    article = _editable(pk, user)
    if not article.revisions.filter(number=number).exists():
        raise ValidationError(f"没有第 {number} 版")
    if article.preview_links.living().count() >= MOST_LIVING:
        raise ValidationError(f"已有 {MOST_LIVING} 个有效的链接，请先收回不用的")
    token = new_token()
    link = PreviewLink.objects.create(
        article=article,
        number=number,
        digest=hash_of(token),
        expires_at=timezone.now() + timedelta(days=days),
        created_by=user,
    )
    log(article, Action.LINK_MADE, user, number=number, reason=f"{days} 天有效")
    return link, token


@transaction.atomic
def revoke_link(pk: int, link: int, user) -> PreviewLink:
    """Raises PreviewLink.DoesNotExist, and ValidationError where the article isn't theirs to edit."""
    article = _editable(pk, user)
    revoked = article.preview_links.get(pk=link)
    if revoked.is_over():
        raise ValidationError(f"这个链接{revoked.is_over()}")
    revoked.revoked_at = timezone.now()
    revoked.save(update_fields=["revoked_at"])
    log(article, Action.LINK_REVOKED, user, number=revoked.number)
    return revoked


def _editable(pk: int, user) -> Article:
    article = revising.with_newest_words(revising.keep_pace(pk))
    if obstacles := article.editing_obstacles(user):
        raise ValidationError(obstacles)
    return article
