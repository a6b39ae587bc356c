from django import template

from comments.models import Comment

register = template.Library()


@register.inclusion_tag("comments/_invitation.html")
def comments_for(article):
    """The article page's comment section: a link that static/js/comments.js turns into the comments themselves."""
    return {
        "article": article,
        "count": Comment.objects.approved_counts([article.pk])[article.pk],
        "is_public": article.is_published(),
        "is_open": article.accepts_comments(),
    }


@register.simple_tag
def add_comment_counts(articles):
    """Set `comment_count` on each article of a list or page, with one query."""
    articles = [article for article in articles if article]
    counts = Comment.objects.approved_counts([article.pk for article in articles])
    for article in articles:
        article.comment_count = counts[article.pk]
    return ""
