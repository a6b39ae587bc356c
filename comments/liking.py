"""Likes of readers without an account: one a device and one an address. The count follows by a trigger."""

from comments.models import Comment, Like
from comments.visitor import Visitor


def set_like(comment: Comment, visitor: Visitor, wanted: bool) -> None:
    """However often and from however many tabs: what counts is what is wanted last."""
    if wanted:
        like = Like(comment=comment, device=visitor.device, address=visitor.address)
        Like.objects.bulk_create([like], ignore_conflicts=True)
    else:
        Like.objects.filter(comment=comment, device=visitor.device).delete()
