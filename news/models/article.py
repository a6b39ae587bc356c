import html
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from news import markup
from news.models import periods
from news.models.category import Category
from news.models.picture import Picture
from news.models.source import Source, web_only
from news.models.tag import Tag


class ArticleQuerySet(models.QuerySet):
    def bulk_create(self, objs, *args, **kwargs):
        """As Django's, but no path to the table leads past the cleaning: this and save() are the two there are."""
        objs = list(objs)
        for article in objs:
            article.body = markup.clean_html(article.body)
        return super().bulk_create(objs, *args, **kwargs)

    def published(self, now=None):
        """Articles that are visible at `now` (an aware datetime; this moment by default), newest first."""
        now = now or timezone.now()
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=now), state=Article.State.PUBLISHED, published_at__lte=now
        ).order_by("-published_at", "-id")

    def scheduled(self):
        """Articles that go out by themselves, the next one first."""
        coming = self.filter(state=Article.State.PUBLISHED, published_at__gt=timezone.now())
        return coming.order_by("published_at", "id")

    def in_category(self, category: Category):
        """Articles that are in the category or in a child of it."""
        # Not a join with OR, which no index of articles answers.
        return self.filter(category__in=Category.objects.with_children(category).order_by().values("pk"))

    def tagged(self, tag: Tag):
        return self.filter(tags=tag)

    def in_year(self, year: int):
        """Articles that went out in that year, by the clock of Asia/Shanghai."""
        first, following = (timezone.make_aware(datetime(number, 1, 1)) for number in (year, year + 1))
        return self.filter(published_at__gte=first, published_at__lt=following)

    def in_month(self, year: int, month: int):
        """Articles that went out in that month, by the clock of Asia/Shanghai."""
        first = timezone.make_aware(datetime(year, month, 1))
        following = timezone.make_aware(datetime(year + month // 12, month % 12 + 1, 1))
        return self.filter(published_at__gte=first, published_at__lt=following)

    def months(self) -> list[tuple[date, int]]:
        """The months in which articles went out, newest first, each with their number."""
        counts = periods.counts(self, "published_at", "month")
        return [(month.date(), number) for month, number in reversed(counts)]

    def datetimes(self, field_name, kind, order="ASC", tzinfo=None):
        """As Django's, for the admin's date hierarchy, but without truncating the time of every row."""
        found = [moment for moment, _ in periods.counts(self, field_name, kind)]
        return found if order == "ASC" else found[::-1]

    def titled(self, words: str):
        """Articles with each of the words in their title, in whatever case."""
        found = self
        for word in words.split():
            # Chinese has no case: to fold it all the same takes Postgres five times as long.
            lookup = "title__contains" if word.lower() == word.upper() else "title__icontains"
            found = found.filter(**{lookup: word})
        return found

    def newest_in_each(self, categories, limit: int) -> list[tuple[int, int]]:
        """(category id, article id) of the newest `limit` articles of each category itself, newest first.

        One query: an index scan of `limit` rows a category, however large the archive.
        """
        newest = [
            self.filter(category=category).values_list("category_id", "pk", "published_at")[:limit]
            for category in categories
        ]
        if not newest:
            return []
        rows = newest[0].union(*newest[1:], all=True) if newest[1:] else newest[0]
        return [(category, pk) for category, pk, _ in sorted(rows, key=lambda row: (row[2], row[1]), reverse=True)]

    def headlines_for(self, article: "Article", limit: int) -> list["Article"]:
        """Further reading below an article: the newest of its category, filled up with the newest of the site."""
        others = self.exclude(pk=article.pk)
        near = list(others.filter(category=article.category_id)[:limit])
        if len(near) < limit:
            near += others.exclude(category=article.category_id)[: limit - len(near)]
        return near

    def for_listing(self):
        """What a line in a list needs, in one query and without the body."""
        return self.select_related("category__parent", "cover").defer("body")

    def showing(self, picture: Picture):
        """Articles with the picture as their cover or in their body, which holds its name or a narrower copy's."""
        return self.filter(Q(cover=picture) | Q(body__contains=picture.file.removesuffix(".webp")))

    def visible_to_staff(self, user):
        """Articles that the admin may show to `user`: all, or their own for who may not edit others'."""
        if user.has_perm("news.edit_others_article"):
            return self
        return self.filter(created_by=user)


STATES = ["draft", "published", "withdrawn"]


class Article(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤稿"

    class CommentPolicy(models.TextChoices):
        OPEN = "open", "开放"
        CLOSED = "closed", "关闭"

    title = models.CharField("标题", max_length=200)
    subtitle = models.CharField("副标题", max_length=200, blank=True)
    original_title = models.CharField("原标题", max_length=200, blank=True, help_text="转载时填写")
    summary = models.CharField("摘要", max_length=500, blank=True, help_text="列表和分享时显示；留空则不显示")
    body = models.TextField("正文", max_length=500_000)
    cover = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="封面图片"
    )
    category = models.ForeignKey(Category, models.PROTECT, related_name="articles", verbose_name="栏目")
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles", verbose_name="标签")
    byline = models.CharField("作者", max_length=60, default="网络编辑")
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="来源"
    )
    source_url = models.URLField("来源网址", max_length=500, blank=True, validators=[web_only])
    editor = models.CharField("责任编辑", max_length=30, blank=True)
    reprint = models.BooleanField("转载", default=False)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField("发布时间", null=True, blank=True, help_text="北京时间；可以是将来")
    expires_at = models.DateTimeField("下线时间", null=True, blank=True, help_text="到时自动不再显示；通常留空")
    withdrawal_notice = models.CharField("撤稿说明", max_length=200, blank=True, editable=False)
    comment_policy = models.CharField("评论", max_length=10, choices=CommentPolicy, default=CommentPolicy.OPEN)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="创建者"
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="修改者"
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章"
        ordering = ["-id"]
        permissions = [
            ("publish_article", "可以发布"),
            ("withdraw_article", "可以撤稿"),
            ("edit_others_article", "可以查看、修改别人的稿件"),
        ]
        constraints = [
            models.CheckConstraint(name="article_state_known", condition=Q(state__in=STATES)),
            models.CheckConstraint(name="article_policy_known", condition=Q(comment_policy__in=["open", "closed"])),
            models.CheckConstraint(name="article_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="article_published_has_time", condition=Q(state="draft") | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(
                name="article_expires_after_publication",
                condition=Q(expires_at=None) | Q(published_at=None) | Q(expires_at__gt=F("published_at")),
                violation_error_message="下线时间要晚于发布时间",
            ),
            models.CheckConstraint(
                name="article_source_url_is_web", condition=Q(source_url="") | Q(source_url__regex=r"^https?://")
            ),
        ]
        indexes = [
            # Every list asks for what is published, newest first, of the site or of a category. They also hold all
            # that is asked on the way: counting and skipping rows reads the index alone, never the bodies.
            models.Index(
                fields=["published_at", "id"],
                name="article_newest",
                include=["state", "expires_at", "category", "title"],
            ),
            models.Index(
                fields=["category", "published_at", "id"],
                name="article_newest_in",
                include=["expires_at"],
                condition=Q(state="published"),
            ),
            models.Index(fields=["updated_at"], name="article_changed", condition=Q(state="published")),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        # Every write path ends here or in bulk_create; both clean, and a clean body stays as it is.
        self.body = markup.clean_html(self.body)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("news:article", kwargs={"path": self.category.path, "pk": self.pk})

    def is_published(self, now=None) -> bool:
        """The same rule as ArticleQuerySet.published(), for one article in hand."""
        now = now or timezone.now()
        in_time = self.published_at is not None and self.published_at <= now
        return self.state == self.State.PUBLISHED and in_time and (self.expires_at is None or self.expires_at > now)

    def is_scheduled(self) -> bool:
        return self.state == self.State.PUBLISHED and self.published_at > timezone.now()

    def accepts_comments(self) -> bool:
        return self.is_published() and self.comment_policy == self.CommentPolicy.OPEN

    def visible_to(self, user) -> bool:
        """The same rule as ArticleQuerySet.visible_to_staff(), for one article in hand."""
        return user.has_perm("news.edit_others_article") or (self.created_by_id is not None and self.created_by == user)

    def editable_by(self, user) -> bool:
        """Whether `user` may change the text: what readers have seen is changed only by who may publish."""
        return self.visible_to(user) and (self.state == self.State.DRAFT or user.has_perm("news.publish_article"))

    def has_body(self) -> bool:
        return "<img" in self.body or bool(html.unescape(strip_tags(self.body)).strip())

    def publishing_obstacles(self) -> list[str]:
        """Why the article can't be published as it is, in Chinese; empty if it can."""
        if self.state == self.State.PUBLISHED:
            return ["已经发布" if not self.is_scheduled() else "已经定时发布"]
        obstacles = []
        if self.state == self.State.WITHDRAWN:
            obstacles.append("已撤稿，要先退回草稿")
        if not self.has_body():
            obstacles.append("没有正文")
        if self.reprint and not self.source_id:
            obstacles.append("转载稿没有填写来源")
        if self.expires_at and self.expires_at <= max(self.published_at or timezone.now(), timezone.now()):
            obstacles.append("下线时间已过")
        return obstacles

    def withdrawing_obstacles(self) -> list[str]:
        """Why the article can't be withdrawn, in Chinese; empty if it can."""
        if self.state == self.State.WITHDRAWN:
            return ["已经撤稿"]
        return ["没有发布过"] if self.state == self.State.DRAFT else []

    def publish(self, user) -> None:
        """Show the article from its published_at on, or from now if it has none. Raises ValidationError."""
        if obstacles := self.publishing_obstacles():
            raise ValidationError(obstacles)
        self.published_at = self.published_at or timezone.now().replace(microsecond=0)
        self._move(self.State.PUBLISHED, user)

    def withdraw(self, user, notice: str) -> None:
        """Take the article from readers; its address answers 410 with the notice. Raises ValidationError."""
        if obstacles := self.withdrawing_obstacles():
            raise ValidationError(obstacles)
        self._move(self.State.WITHDRAWN, user, notice)

    def redrafting_obstacles(self) -> list[str]:
        """Why the article can't become a draft again, in Chinese; empty if it can."""
        if self.state == self.State.DRAFT:
            return ["本来就是草稿"]
        return ["已经发布，要先撤稿"] if self.state == self.State.PUBLISHED and not self.is_scheduled() else []

    def return_to_draft(self, user) -> None:
        """Open a withdrawn or scheduled article for work again. Raises ValidationError."""
        if obstacles := self.redrafting_obstacles():
            raise ValidationError(obstacles)
        if self.is_scheduled():
            self.published_at = None
        self._move(self.State.DRAFT, user)

    def _move(self, state: str, user, notice: str = "") -> None:
        self.state, self.withdrawal_notice, self.updated_by = state, notice, user
        self.save()
