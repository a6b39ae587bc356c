"""When very much is posted everywhere, the bar rises for machines; nobody who writes calmly is silenced: texts with
addresses go back (contacts.py), a form has to be older, and a network may send less (comments/forms.py).
"""

from datetime import timedelta

from django.utils import timezone

from comments.models import Comment

STRETCH = timedelta(minutes=10)
CALM = 300  # comments in that time, far above what a city writes
BUSY = "现在评论的人很多。"  # said with what is refused meanwhile
LEAST = timedelta(seconds=10)  # from the form to the post, instead of form_token.LEAST


def is_pressed() -> bool:
    """Counted over the index of times, at most so far: no row that all posts would have to lock."""
    recent = Comment.objects.filter(created_at__gte=timezone.now() - STRETCH).order_by()
    return recent[: CALM + 1].count() > CALM
