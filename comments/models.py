import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from news.models import Article
from news.prepared import Prepared

STATES = ["pending", "approved", "rejected"]


class CommentQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(state=Comment.State.APPROVED)

    def pending(self):
        return self.filter(state=Comment.State.PENDING)

    def for_article(self, article: Article):
        return self.filter(article=article)

    def approved_counts(self, article_ids: Iterable[int]) -> dict[int, int]:
        """Article id → number of approved comments, 0 included. Counted when asked, so it can't drift."""
        return dict.fromkeys(article_ids, 0) | dict(self.counts_of(list(article_ids)))

    def approved_count(self, article: Article) -> int:
        return next((count for _, count in COUNT(article=article.pk)), 0)

    def counts_of(self, article_ids: list[int]):
        """(article id, number of approved comments) of each that has any."""
        counts = self.approved().filter(article__in=article_ids).order_by().values_list("article")
        return counts.annotate(Count("id"))

    def state_counts(self) -> dict[str, int]:
        return dict.fromkeys(STATES, 0) | dict(self.order_by().values_list("state").annotate(Count("id")))

    def decide(self, state: str, moderator, seen: str | None = None) -> int:
        """Move these comments to `state`, log each move under `moderator`; return how many moved.

        `seen` is the state that the moderator looked at: a comment which somebody else has decided meanwhile stays
        as it is. Rows are locked in the order of their ids, so that two moderators never wait for each other.
        """
        with transaction.atomic():
            chosen = Comment.objects.filter(pk__in=self.order_by().values("pk")).exclude(state=state)
            if seen is not None:
                chosen = chosen.filter(state=seen)
            rows = list(chosen.order_by("pk").select_for_update().values_list("pk", "state"))
            Decision.objects.bulk_create(
                [Decision(comment_id=pk, moderator=moderator, from_state=old, to_state=state) for pk, old in rows]
            )
            return Comment.objects.filter(pk__in=[pk for pk, _ in rows]).update(state=state)


class Comment(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", "待审核"
        APPROVED = "approved", "已通过"
        REJECTED = "rejected", "未通过"

    # What people wrote and who decided about it is kept: an article with comments is withdrawn, not deleted.
    article = models.ForeignKey(Article, models.PROTECT, related_name="+", verbose_name="文章")
    name = models.CharField("称呼", max_length=20)
    body = models.TextField("内容", max_length=1000)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PENDING, editable=False)
    created_at = models.DateTimeField("时间", default=timezone.now)
    # Sent by the form; a repeated post (a lost answer, a double click) finds its comment instead of making a second.
    submission = models.UUIDField("提交号", unique=True, default=uuid.uuid4, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评论"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(name="comment_state_known", condition=Q(state__in=STATES)),
            models.CheckConstraint(name="comment_says_something", condition=~Q(name="") & ~Q(body="")),
        ]
        indexes = [
            models.Index("article", "created_at", "id", name="comment_shown", condition=Q(state="approved")),
            models.Index("created_at", "id", name="comment_waiting", condition=Q(state="pending")),
            models.Index("state", "created_at", "id", name="comment_by_state"),
        ]

    def __str__(self):
        return f"{self.name}：{self.body[:30]}"


COUNT = Prepared(lambda article: Comment.objects.counts_of([article]), article=int)


class Decision(models.Model):
    """One line of the log: who moved which comment from which state to which, and when.

    The database refuses to change or delete a line, and refuses a change of Comment.state without one
    (migration 0002): no path, not even SQL, approves a comment in nobody's name.
    """

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="decisions", verbose_name="评论")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="审核人")
    from_state = models.CharField("原状态", max_length=10, choices=Comment.State)
    to_state = models.CharField("改为", max_length=10, choices=Comment.State)
    decided_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "审核记录"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="decision_states_known", condition=Q(from_state__in=STATES, to_state__in=STATES)
            ),
            models.CheckConstraint(name="decision_changes_state", condition=~Q(from_state=F("to_state"))),
        ]

    def __str__(self):
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"


class TallyQuerySet(models.QuerySet):
    def add_one(self, key: str, expires_at) -> int:
        """Count one more under `key`; return the new count. One statement, so that parallel visitors all count."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO comments_tally AS tally (key, count, expires_at) VALUES (%s, 1, %s)"
                " ON CONFLICT (key) DO UPDATE SET count = tally.count + 1 RETURNING count",
                [key, expires_at],
            )
            return cursor.fetchone()[0]

    def prune(self) -> None:
        """Drop what has expired. Rows that another request is about to drop are left to it."""
        with transaction.atomic():
            expired = self.filter(expires_at__lte=timezone.now()).select_for_update(skip_locked=True)
            self.filter(pk__in=expired.values("pk")).delete()


class Tally(models.Model):
    """How often one part of the net did one thing in one stretch of time; see throttling.py for the key."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    objects = TallyQuerySet.as_manager()

    def __str__(self):
        return str(self.count)
