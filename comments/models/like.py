from django.db import models

from comments.models.comment import Comment


class Like(models.Model):
    """One device, from one address, likes a comment. Comment.likes follows by a trigger (migration 0004)."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+")
    device = models.CharField(max_length=32)  # visitor.Visitor.device
    address = models.CharField(max_length=32)  # visitor.Visitor.address
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("comment", "device", name="like_once_a_device"),
            models.UniqueConstraint("comment", "address", name="like_once_an_address"),
        ]
        indexes = [models.Index("device", name="like_by_device")]

    def __str__(self):
        return str(self.comment_id)
