"""What an article said at one time. Every save is a revision; readers see the one that was published."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import TruncDay, TruncMonth
from django.utils import timezone

from news.models.entry import Entry
from news.models.preview_link import PreviewLink
from news.models.review import Review

KEEP_ALL_DAYS = 30
KEEP_DAILY_DAYS = 365


class RevisionQuerySet(models.QuerySet):
    def waiting(self):
        """Those that readers don't see yet and will or may: scheduled updates, and the newest words of published
        articles.
        """
        ahead = Q(number=F("article__revision_number")) | Q(number=F("article__update_number"))
        changed = ~Q(article__revision_number=F("article__published_number"))
        return self.filter(ahead, changed, article__state="published", article__published_number__isnull=False)

    def showing(self, picture):
        """Of these, the ones with the picture as their cover or in their body."""
        stem = picture.file.removesuffix(".webp")
        found = self.alias(body=KT("content__body"))
        return found.filter(Q(content__cover_id=picture.pk) | Q(body__contains=stem))

    def for_listing(self):
        """What a line in a history needs: who, when, which; without the words."""
        return self.select_related("created_by").defer("content")

    def page(self, size: int, before: int | None = None, after: int | None = None) -> tuple[list, bool, bool]:
        """At most `size` revisions of one article, newest first: those right below number `before`, or right above
        `after`, or the newest; whether there are newer ones; whether there are older ones. One query.
        """
        if after is not None:
            rows = list(self.filter(number__gt=after).order_by("number")[: size + 1])
            return rows[:size][::-1], len(rows) > size, after > 0
        rows = self.order_by("-number") if before is None else self.filter(number__lt=before).order_by("-number")
        rows = list(rows[: size + 1])
        return rows[:size], before is not None, len(rows) > size

    def outdated(self, now: datetime | None = None):
        """Revisions that nobody will miss: the rule of retention.

        All of the last 30 days stay, of each day of the year before the last one, and of each month before that the
        last one; by the clock of Asia/Shanghai. For ever stay: what has a name, what readers see or will see, the
        newest, what a review or the log is about; and what a living preview link shows.
        """
        today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        recent = today - timedelta(days=KEEP_ALL_DAYS)
        this_year = (today - timedelta(days=KEEP_DAILY_DAYS)).replace(day=1)
        # Numbers rise with time: that another follows within the day or month is a look at the very next one.
        following = self.model.objects.filter(article=OuterRef("article"), number__gt=OuterRef("number"))
        named_by = {"article_id": OuterRef("article_id"), "number": OuterRef("number")}
        return (
            self.filter(created_at__lt=recent, name="")
            .annotate(followed_at=Subquery(following.order_by("number").values("created_at")[:1]))
            .annotate(followed_day=TruncDay("followed_at"), followed_month=TruncMonth("followed_at"))
            .annotate(day=TruncDay("created_at"), month=TruncMonth("created_at"))
            .filter(Q(followed_day=F("day")) | Q(created_at__lt=this_year, followed_month=F("month")))
            .exclude(number=F("article__revision_number"))
            .filter(~_is_equal("article__published_number"), ~_is_equal("article__update_number"))
            .filter(~Exists(Review.objects.filter(**named_by)), ~Exists(Entry.objects.filter(**named_by)))
            .filter(~Exists(PreviewLink.objects.living(now).filter(**named_by)))
        )


def _is_equal(name: str) -> Q:
    return Q(**{f"{name}__isnull": False, "number": F(name)})


class Revision(models.Model):
    """One state of the words. `content` is what Article.content() gives; `number` counts from 1 in each article."""

    article = models.ForeignKey("news.Article", models.CASCADE, related_name="revisions", verbose_name="文章")
    number = models.PositiveIntegerField("修订号")
    content = models.JSONField("内容")
    name = models.CharField("名称", max_length=40, blank=True, help_text="有名称的修订不会被清理，如“送审稿”")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="保存者"
    )
    created_at = models.DateTimeField("保存时间", auto_now_add=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "修订"
        ordering = ["-number"]
        constraints = [
            # Its index is also the way to the revisions of one article, newest first, among millions.
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once"),
            models.CheckConstraint(name="revision_counts_from_one", condition=Q(number__gte=1)),
        ]
        default_permissions = ()

    def __str__(self):
        return f"第 {self.number} 版{f'（{self.name}）' if self.name else ''}"
