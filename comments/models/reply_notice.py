from django.db import models

from comments.models.comment import Comment


class ReplyNotice(models.Model):
    """Where to write when somebody answers a comment, once the owner of the address has confirmed it."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="notice")
    address = models.EmailField("邮箱", max_length=254)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    sent_at = models.DateTimeField("上次通知", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回复通知"
        indexes = [models.Index("address", name="reply_notice_by_address")]

    def __str__(self):
        return str(self.comment_id)
