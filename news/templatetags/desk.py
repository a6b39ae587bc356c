"""What the first page of the newsroom lists."""

from django import template

from news.models import Article

register = template.Library()
SHOWN = 8


@register.simple_tag
def drafts_for(user) -> list[Article]:
    """The drafts that were touched last, of those that `user` may see."""
    drafts = Article.objects.visible_to_staff(user).outside_bin().filter(state=Article.State.DRAFT)
    return list(drafts.for_listing().select_related("created_by").order_by("-updated_at", "-id")[:SHOWN])


@register.simple_tag
def scheduled_for(user) -> list[Article]:
    """What goes out next."""
    return list(Article.objects.visible_to_staff(user).scheduled().for_listing()[:SHOWN])
