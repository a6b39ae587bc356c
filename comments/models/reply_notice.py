from collections.abc import Iterable

from django.db import models
from django.db.models.functions import Lower

from comments.models.comment import Comment


class ReplyNoticeQuerySet(models.QuerySet):
    def sent_to(self, addresses: Iterable[str]):
        """Whose address is one of these, however it is written."""
        return self.alias(folded=Lower("address")).filter(folded__in={address.lower() for address in addresses})


class ReplyNotice(models.Model):
    """Where to write when somebody answers a comment, once the owner of the address has confirmed it."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="notice")
    address = models.EmailField("邮箱", max_length=254)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    sent_at = models.DateTimeField("上次通知", null=True, blank=True)

    objects = ReplyNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回复通知"
        indexes = [models.Index(Lower("address"), name="reply_notice_by_folded")]

    def __str__(self):
        return str(self.comment_id)
