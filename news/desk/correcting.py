from django.core.exceptions import ValidationError
from django.db import transaction

from news.desk.locking import locked, log
from news.models import Article, Correction, Entry


@transaction.atomic
def correct(pk: int, user, text: str) -> Correction:
    """Tell readers of the article, and of the register, what was wrong in it. Raises ValidationError."""
    article = locked(pk)
    if obstacles := article.correcting_obstacles():
        raise ValidationError(obstacles)
    log(article, Entry.Action.CORRECTED, user, reason=text)
    correction = Correction.objects.create(article=article, text=text, created_by=user)
    # The page says something else now: feeds and sitemaps go by this.
    Article.objects.filter(pk=pk).update(updated_at=correction.at, updated_by=user)
    return correction
