from django.conf import settings
from django.db import models

from comments.models.comment import Comment


class Claim(models.Model):
    """A moderator has a comment on the screen; others are shown other ones until the claim ends."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="claim")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    def __str__(self):
        return f"{self.moderator_id}: {self.comment_id}"
