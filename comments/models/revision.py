from django.db import models

from comments.models.comment import Comment


class CommentRevision(models.Model):
    """Words that a comment once had; those of now stand in its row. Decisions name the revision they looked at."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="earlier", verbose_name="评论")
    number = models.PositiveIntegerField("修改稿")
    name = models.CharField("称呼", max_length=20)
    body = models.TextField("内容", max_length=1000)
    replaced_at = models.DateTimeField("换下时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "评论旧稿"
        ordering = ["comment", "number"]
        constraints = [models.UniqueConstraint("comment", "number", name="comment_revision_once")]

    def __str__(self):
        return f"{self.comment_id} 第 {self.number} 稿"
