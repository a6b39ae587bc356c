from django import template

from comments import queue
from comments.models import ArticleCount
from comments.models.decision import REASONS
from comments.reasons import Ground, Reason
from news.models import Article

register = template.Library()


@register.inclusion_tag("comments/_invitation.html")
def comments_for(article):
    """The article page's comment section: a link that static/js/article.js turns into the comments themselves.

    After add_comment_counts no query more.
    """
    known = getattr(article, "comment_count", None)
    return {
        "article": article,
        "count": ArticleCount.objects.of_one(article.pk) if known is None else known,
        "is_public": article.is_published(),
        "is_open": article.accepts_comments(),
    }


@register.simple_tag
def add_comment_counts(articles):
    """Set `comment_count` on one article or on each of a list. One query."""
    if isinstance(articles, Article):
        articles.comment_count = ArticleCount.objects.of_one(articles.pk)
        return ""
    counts = ArticleCount.objects.of(article.pk for article in articles)
    for article in articles:
        article.comment_count = counts[article.pk]
    return ""


@register.simple_tag
def waiting_comments() -> dict:
    """How many wait, and how many of them too long: each counted up to a thousand."""
    return {"all": queue.number_waiting(), "late": queue.number_late()}


@register.simple_tag
def refusal(comment) -> str:
    """Why it was refused, as its writer is told."""
    reason = dict(REASONS).get(comment.last_reason, Reason.OTHER.label)
    ground = dict(Ground.choices).get(comment.last_ground)
    return f"原因：{reason}" + (f"（依据{ground}）。" if ground else "。")
