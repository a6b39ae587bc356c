import secrets
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from comments.models.comment_queryset import LISTED, CommentQuerySet
from news.models import Article

STATES = ["pending", "approved", "rejected", "withdrawn", "erased"]
# Read over the phone and typed by hand, so without what looks alike. 23 ** 10 is 4 × 10¹³: nobody guesses one.
NUMBER_LETTERS = "2346789BCDFGHJKMPQRTVWX"
NUMBER_LENGTH = 10


def new_number() -> str:
    return "".join(secrets.choice(NUMBER_LETTERS) for _ in range(NUMBER_LENGTH))


class Comment(models.Model):
    """What a reader says on an article, or answers to another comment. Two levels: who answers a reply joins its root.

    The database (migration 0005) raises `version` with every change of state or words, lets words change only
    together with `revision`, sets `published_at`, keeps both ends of a reply in one thread and counts `likes`,
    `replies` and `reports`: no write path can forget it.
    """

    class State(models.TextChoices):
        PENDING = "pending", "待审核"
        APPROVED = "approved", "已通过"
        REJECTED = "rejected", "未通过"
        WITHDRAWN = "withdrawn", "已撤回"  # by its writer
        ERASED = "erased", "已删除"  # at its writer's request: the words are gone, the act stays

    # What people wrote and who decided about it is kept: an article with comments is withdrawn, not deleted.
    article = models.ForeignKey(Article, models.PROTECT, related_name="+", verbose_name="文章")
    # The comment that the thread hangs on, and the one that is answered, which may be the same. Neither, or both.
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="thread", editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回复")
    # What the world calls it: the primary key would tell how many wait.
    number = models.CharField("编号", max_length=NUMBER_LENGTH, unique=True, default=new_number, editable=False)
    name = models.CharField("称呼", max_length=20)
    body = models.TextField("内容", max_length=1000)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="本站人员"
    )
    # Said in the name of the site: the badge. Whoever wrote it here is `staff`; of what was imported nobody knows.
    official = models.BooleanField("本站回复", default=False, editable=False)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PENDING, editable=False)
    revision = models.PositiveIntegerField("修改稿", default=1, editable=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    # What the gate found (gate/verdicts.py) and how urgent that makes it: the higher, the sooner it should be read.
    marks = ArrayField(models.CharField(max_length=20), verbose_name="标记", default=list, blank=True, editable=False)
    risk = models.PositiveSmallIntegerField("风险", default=0, editable=False)
    # Where it came from, as keyed hashes (visitor.py); the address itself is in NetworkLog alone.
    device = models.CharField("设备", max_length=32, blank=True, editable=False)
    network = models.CharField("网段", max_length=32, blank=True, editable=False)
    region = models.CharField("属地", max_length=20, blank=True, editable=False)
    fingerprint = models.CharField("指纹", max_length=32, blank=True, editable=False)  # of the folded words
    likes = models.PositiveIntegerField("点赞", default=0, editable=False)
    replies = models.PositiveIntegerField("公开的回复", default=0, editable=False)  # of a root, its whole thread
    reports = models.PositiveIntegerField("待处理的举报", default=0, editable=False)
    created_at = models.DateTimeField("时间", default=timezone.now)
    edited_at = models.DateTimeField("修改时间", null=True, blank=True, editable=False)
    published_at = models.DateTimeField("首次公开", null=True, blank=True, editable=False)
    # Sent by the form; a repeated post (a lost answer, a double click) finds its comment instead of making a second.
    submission = models.UUIDField("提交号", unique=True, default=uuid.uuid4, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评论"
        ordering = ["-created_at", "-id"]
        permissions = [("answer_comment", "以本站名义回复")]
        constraints = [
            models.CheckConstraint(name="comment_state_known", condition=Q(state__in=STATES)),
            models.CheckConstraint(
                name="comment_says_something",
                condition=Q(state="erased", name="", body="") | (~Q(name="") & ~Q(body="") & ~Q(state="erased")),
            ),
            models.CheckConstraint(name="comment_staff_is_official", condition=Q(staff=None) | Q(official=True)),
            models.CheckConstraint(
                name="comment_reply_has_both_ends",
                condition=Q(root__isnull=True, parent__isnull=True) | Q(root__isnull=False, parent__isnull=False),
            ),
        ]
        indexes = [
            models.Index("article", "created_at", "id", name="comment_shown", condition=Q(state="approved")),
            # What a page of an article lists: what is public, and what is not but has a public thread.
            models.Index("article", "created_at", "id", name="comment_roots", condition=Q(root=None) & LISTED),
            models.Index("article", "likes", "id", name="comment_liked_roots", condition=Q(root=None) & LISTED),
            models.Index("article", "published_at", name="comment_published", condition=Q(state="approved")),
            models.Index("root", "created_at", "id", name="comment_thread", condition=Q(state="approved")),
            models.Index("created_at", "id", name="comment_waiting", condition=Q(state="pending")),
            models.Index(F("risk").desc(), "created_at", "id", name="comment_risky", condition=Q(state="pending")),
            models.Index("state", "created_at", "id", name="comment_by_state"),
            models.Index("device", "created_at", name="comment_by_device", condition=~Q(device="")),
            models.Index("network", "created_at", name="comment_by_network", condition=~Q(network="")),
            models.Index("fingerprint", "created_at", name="comment_by_words", condition=~Q(fingerprint="")),
            models.Index("created_at", name="comment_recent"),
            models.Index("id", name="comment_reported", condition=Q(reports__gt=0)),
        ]

    def __str__(self):
        return f"{self.name}：{self.body[:30]}"

    def get_absolute_url(self) -> str:
        return reverse("comments:thread", args=[self.article_id, self.number])

    def is_public(self) -> bool:
        return self.state == self.State.APPROVED

    def refusal(self):
        """The decision by which it is refused now, or None. A dismissed appeal is no new one."""
        if self.state != self.State.REJECTED:
            return None
        return self.decisions.moves().order_by("-id").first()
