from news.models import Article, Entry
from news.pushing import queue


def locked(pk: int) -> Article:
    """The article as it is now, nobody else able to move it until the transaction ends. Raises DoesNotExist."""
    return Article.objects.select_for_update(of=("self",)).select_related("category__parent", "source").get(pk=pk)


def log(article: Article, action: str, actor, *, step: int | None = None, number: int | None = None, reason: str = ""):
    """Write one line of the desk's log; `number` is the revision that the deed was about, the newest by default.

    Every deed ends here, so here the search engines' queue hears of it too.
    """
    queue.announce(article, action)
    return Entry.objects.create(
        article_id=article.pk,
        title=article.title,
        actor=actor,
        action=action,
        step=step,
        number=article.revision_number or None if number is None else number,
        reason=reason[:500],
    )
