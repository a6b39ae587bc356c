"""三审: one passage of an article through the steps that its category asks for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

STEP_NAMES = {1: "初审", 2: "复审", 3: "终审"}
MOST_STEPS = len(STEP_NAMES)
STATES = ["open", "passed", "returned", "taken_back", "signed", "dropped"]
RUNNING = ["open", "passed"]


def role_number(step: int, steps: int) -> int:
    """Which of STEP_NAMES a step is: a single review is 终审, of two the first is 初审."""
    return MOST_STEPS if step == steps else step


def step_name(step: int, steps: int) -> str:
    return STEP_NAMES[role_number(step, steps)]


class ReviewQuerySet(models.QuerySet):
    def running(self):
        """Reviews that somebody still has to decide about or to sign."""
        return self.filter(state__in=RUNNING)

    def open(self):
        """Reviews with a step that somebody has to take."""
        return self.filter(state=self.model.State.OPEN)

    def newest(self):
        """The latest review of each article."""
        return self.order_by("article_id", "-id").distinct("article_id")


class Review(models.Model):
    """How far an article has come. Separate from Article.state: what readers see is another question.

    `number` is the revision that is judged; `step` the one that is due, from 1 on. When every step is passed the
    state is `passed` and the article waits to be signed (签发).
    """

    class State(models.TextChoices):
        OPEN = "open", "审核中"
        PASSED = "passed", "待签发"
        RETURNED = "returned", "已退回"
        TAKEN_BACK = "taken_back", "已撤回"
        SIGNED = "signed", "已签发"
        DROPPED = "dropped", "已中止"

    article = models.ForeignKey("news.Article", models.CASCADE, related_name="reviews", verbose_name="文章")
    number = models.PositiveIntegerField("修订号")
    steps = models.PositiveSmallIntegerField("审次数")
    step = models.PositiveSmallIntegerField("当前审次", default=1)
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="送审人")
    submitted_at = models.DateTimeField("送审时间", auto_now_add=True)
    moved_at = models.DateTimeField("最近流转", auto_now=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审稿"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="review_state_known", condition=Q(state__in=STATES)),
            models.CheckConstraint(
                name="review_step_in_range",
                condition=Q(step__gte=1, step__lte=F("steps"), steps__gte=1, steps__lte=MOST_STEPS),
            ),
            models.UniqueConstraint(fields=["article"], name="review_one_running", condition=Q(state__in=RUNNING)),
        ]
        indexes = [
            # 待我处理 asks for what runs, the longest waiting first.
            models.Index("moved_at", "id", name="review_waiting", condition=Q(state__in=RUNNING)),
            models.Index(fields=["article", "-id"], name="review_latest"),
        ]

    def __str__(self):
        return self.stage()

    def is_running(self) -> bool:
        return self.state in RUNNING

    def concerns_desk(self) -> bool:
        """Whether somebody still has to do something about it: take a step, sign, or write anew."""
        return self.is_running() or self.state == self.State.RETURNED

    def due(self) -> int:
        """The number of the step that is due; the signature counts as one further than the last."""
        return self.steps + 1 if self.state == self.State.PASSED else self.step

    def stage(self) -> str:
        """Where it stands, as the newsroom says it: 待初审, 待签发, 已退回 …"""
        if self.state == self.State.OPEN:
            return f"待{step_name(self.step, self.steps)}"
        return self.get_state_display()
