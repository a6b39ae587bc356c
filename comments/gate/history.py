from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from comments.gate.verdicts import Mark, Post
from comments.models import Comment

OF_DEVICE, MOST_OF_DEVICE = timedelta(days=30), 2
OF_NETWORK, MOST_OF_NETWORK = timedelta(days=1), 9


def history(post: Post) -> Iterator[Mark]:
    """Marks what comes from where much has lately been refused; a network may be a school, so it takes more."""
    now, refused = timezone.now(), Comment.objects.filter(state=Comment.State.REJECTED)
    device = refused.filter(device=post.visitor.device, created_at__gte=now - OF_DEVICE)
    network = refused.filter(network=post.visitor.network, created_at__gte=now - OF_NETWORK)
    if _more_than(MOST_OF_DEVICE, device) or _more_than(MOST_OF_NETWORK, network):
        yield Mark.HISTORY


def _more_than(number: int, comments) -> bool:
    return comments.order_by()[: number + 1].count() > number
