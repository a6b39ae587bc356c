import html

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.html import strip_tags

from news import markup
from news.models.article_queryset import ArticleQuerySet
from news.models.category import Category
from news.models.headline import address_of_category
from news.models.picture import Picture
from news.models.source import Source, web_only
from news.models.tag import Tag
from news.rights import rights_of

# What a revision keeps of an article: words and links. Times and the comment policy are settings, not text.
WORDS = "title subtitle original_title summary body byline source_url editor reprint".split()
LINKS = ["category_id", "cover_id", "source_id"]
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
    withdrawn_at = models.DateTimeField("撤稿时间", null=True, editable=False)
    pinned_until = models.DateTimeField("置顶到", null=True, editable=False)
    binned_at = models.DateTimeField("删除时间", null=True, editable=False)
    # The newest revision, 0 before the first; and the one that this row says, which readers see once it is published.
    revision_number = models.PositiveIntegerField("最新修订", default=0, editable=False)
    published_number = models.PositiveIntegerField("已发布的修订", null=True, editable=False)
    # A revision that becomes what readers see at a time.
    update_at = models.DateTimeField("定时更新时间", null=True, editable=False)
    update_number = models.PositiveIntegerField("定时更新的修订", null=True, editable=False)
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
            ("edit_any_category", "不受栏目分工限制"),
            ("review_article", "可以审稿"),
            ("review_own_article", "可以审自己的稿件"),
            ("pin_article", "可以置顶"),
            ("correct_article", "可以发更正"),
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
            models.CheckConstraint(
                name="article_in_bin_is_hidden", condition=Q(binned_at=None) | ~Q(state="published")
            ),
            models.CheckConstraint(
                name="article_update_is_of_published",
                condition=Q(update_at=None, update_number=None)
                | Q(update_at__isnull=False, update_number__isnull=False, state="published"),
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
            models.Index("update_at", name="article_due_update", condition=Q(update_at__isnull=False)),
            models.Index("pinned_until", name="article_pinned", condition=Q(pinned_until__isnull=False)),
            models.Index("binned_at", name="article_in_bin", condition=Q(binned_at__isnull=False)),
            models.Index("withdrawn_at", name="article_withdrawn", condition=Q(withdrawn_at__isnull=False)),
            # The calendar and the minute's job ask what goes offline in a stretch of time.
            models.Index("expires_at", name="article_expiring", condition=Q(expires_at__isnull=False)),
            # Which recent title is almost this one: by trigrams.
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="article_title_trigrams"),
            # 我的稿件 is counted above every list: from the index alone.
            models.Index(fields=["created_by", "-id"], name="article_written_by", condition=Q(binned_at=None)),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        # Every write path ends here or in bulk_create; both clean, and a clean body stays as it is.
        if self.is_working_copy:
            raise RuntimeError("a working copy holds words that readers must not see yet: use news.revising")
        self.body = markup.clean_html(self.body)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return f"{address_of_category(self.category.path)}{self.pk}.html"

    # What it says

    is_working_copy = False

    def content(self) -> dict:
        """The words, the links by their ids and the names of the tags: what a revision keeps. One query."""
        fields = {name: getattr(self, name) for name in [*WORDS, *LINKS]}
        return {**fields, "tags": sorted(tag.name for tag in self.tags.all())}

    def put(self, content: dict) -> None:
        """Take the words and links of `content`, in memory alone. The tags are no column: see news/revising.py."""
        for name in [*WORDS, *LINKS]:
            setattr(self, name, content[name])

    def has_unpublished_changes(self) -> bool:
        """Whether readers see an older revision than the desk."""
        return self.state == self.State.PUBLISHED and self.revision_number != (self.published_number or 0)

    def has_signed_update(self) -> bool:
        """Whether its newest words are signed already and wait for their time."""
        return self.update_number is not None and self.update_number == self.revision_number

    def has_body(self) -> bool:
        return "<img" in self.body or bool(html.unescape(strip_tags(self.body)).strip())

    # What readers and staff may do with it

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
        return not self.editing_obstacles(user)

    def editing_obstacles(self, user) -> list[str]:
        """Why `user` may not change the text, in Chinese; empty if they may.

        What readers have seen is changed only by who may publish, what is under review only by whose turn it is.
        """
        if not self.visible_to(user):
            return ["没有查看这篇稿件的权限"]
        obstacles = []
        if self.state != self.State.DRAFT and not user.has_perm("news.publish_article"):
            obstacles.append("发布过的稿件要由有发布权限的人修改")
        if not rights_of(user).may_edit(self.category):
            obstacles.append(f"“{self.category}”不由您负责")
        if self.binned_at:
            obstacles.append("稿件在回收站里，要先恢复")
        review = self.running_review()
        if review and not (review.state == review.State.OPEN and self.reviewable_by(user)):
            obstacles.append(f"稿件正在审核（{review.stage()}），要先撤回或退回")
        return obstacles

    def running_review(self):
        """The Review that is under way, or None. It is always the newest one: none begins before it has ended."""
        newest = self.newest_review()
        return newest if newest and newest.is_running() else None

    def newest_review(self):
        """One query, unless with_newest_review() has loaded it."""
        if not hasattr(self, "newest_reviews"):
            self.newest_reviews = list(self.reviews.select_related("submitted_by")[:1]) if self.pk else []
        return self.newest_reviews[0] if self.newest_reviews else None

    def reviewable_by(self, user) -> bool:
        return not self.reviewing_obstacles(user)

    def reviewing_obstacles(self, user) -> list[str]:
        """Why `user` may not take the step that is due, in Chinese; empty if they may."""
        review = self.running_review()
        if review is None or review.state != review.State.OPEN:
            return ["没有等待审核"]
        obstacles = []
        if not self.visible_to(user) or not rights_of(user).may_review(self.category, review.step, review.steps):
            obstacles.append(f"“{self.category}”的{review.stage().removeprefix('待')}不由您负责")
        own = user.pk in {self.created_by_id, review.submitted_by_id}
        if own and not user.has_perm("news.review_own_article"):
            obstacles.append("不能审自己的稿件")
        return obstacles

    def moving_obstacles(self, user) -> list[str]:
        """Why `user` may not decide what becomes of it, in Chinese; empty if they may (given the permission)."""
        if not self.visible_to(user):
            return ["没有查看这篇稿件的权限"]
        return [] if rights_of(user).may_edit(self.category) else [f"“{self.category}”不由您负责"]

    def signing_obstacles(self, user) -> list[str]:
        """Why `user` is not the one to sign it, in Chinese; empty if they are. Whether it is ready: see below."""
        if not user.has_perm("news.publish_article"):
            return ["没有发布的权限"]
        return self.moving_obstacles(user)

    def submitting_obstacles(self) -> list[str]:
        """Why the article can't be submitted for review, in Chinese; empty if it can."""
        if self.state == self.State.PUBLISHED and not self.has_unpublished_changes():
            return ["没有需要审核的修改"]
        if self.has_signed_update():
            return ["已经签发，到时自动更新"]
        return self.admission_obstacles()

    def admission_obstacles(self) -> list[str]:
        """Why what it says, just typed or saved, is not ready for a review, in Chinese; empty if it is."""
        if not self.category.steps():
            return [f"“{self.category}”不设审核，可以直接发布"]
        if review := self.running_review():
            return [f"已经送审（{review.stage()}）"]
        obstacles = [] if self.state != self.State.WITHDRAWN else ["已撤稿，要先退回草稿"]
        return obstacles + self._text_obstacles()

    def publishing_obstacles(self) -> list[str]:
        """Why the article, or the changes to a published one, can't be published, in Chinese; empty if they can."""
        if self.state == self.State.PUBLISHED and not self.has_unpublished_changes():
            return ["已经发布" if not self.is_scheduled() else "已经定时发布"]
        return self.readiness_obstacles()

    def readiness_obstacles(self) -> list[str]:
        """Why what it says is not ready for readers, in Chinese; empty if it is."""
        obstacles = [] if self.state != self.State.WITHDRAWN else ["已撤稿，要先退回草稿"]
        obstacles += self._text_obstacles()
        if self.expires_at and self.expires_at <= max(self.published_at or timezone.now(), timezone.now()):
            obstacles.append("下线时间已过")
        return obstacles + self._review_obstacles()

    def _text_obstacles(self) -> list[str]:
        obstacles = ["稿件在回收站里，要先恢复"] if self.binned_at else []
        if not self.has_body():
            obstacles.append("没有正文")
        if self.reprint and not self.source_id:
            obstacles.append("转载稿没有填写来源")
        return obstacles

    def _review_obstacles(self) -> list[str]:
        review = self.running_review()
        if review is None and self.has_signed_update():
            return []  # only its time is decided anew
        if review is None:
            return [f"“{self.category}”的稿件要先送审"] if self.category.steps() else []
        if review.state != review.State.PASSED:
            return [f"还没有通过审核（{review.stage()}）"]
        return [] if review.number == self.revision_number else ["审核通过之后又有修改，要重新送审"]

    def correcting_obstacles(self) -> list[str]:
        return [] if self.is_published() else ["读者现在看不到这篇稿件，没有可更正的"]

    def filing_obstacles(self, user) -> list[str]:
        """Why `user` may not move it to another category or tag it from the list, in Chinese; empty if they may."""
        return [*self.moving_obstacles(user), *(["稿件在回收站里，要先恢复"] if self.binned_at else [])]

    def pinning_obstacles(self) -> list[str]:
        """Why the article can't be kept at the top, in Chinese; empty if it can."""
        if self.state != self.State.PUBLISHED:
            return ["没有发布"]
        return ["已经下线"] if self.expires_at and self.expires_at <= timezone.now() else []

    def is_pinned(self) -> bool:
        return self.pinned_until is not None and self.pinned_until > timezone.now()

    def unpinning_obstacles(self) -> list[str]:
        return [] if self.is_pinned() else ["没有置顶"]

    def binning_obstacles(self) -> list[str]:
        """Why the article can't go to the bin, in Chinese; empty if it can."""
        if self.binned_at:
            return ["已经在回收站里"]
        return ["已经发布，要先撤稿"] if self.state == self.State.PUBLISHED else []

    def unbinning_obstacles(self) -> list[str]:
        return [] if self.binned_at else ["不在回收站里"]

    def withdrawing_obstacles(self) -> list[str]:
        """Why the article can't be withdrawn, in Chinese; empty if it can."""
        if self.state == self.State.WITHDRAWN:
            return ["已经撤稿"]
        if self.state == self.State.PUBLISHED and self.is_scheduled():
            return ["读者还没有看到，取消定时、退回草稿就行"]
        return ["没有发布过"] if self.state == self.State.DRAFT else []

    def redrafting_obstacles(self) -> list[str]:
        """Why the article can't become a draft again, in Chinese; empty if it can."""
        if self.binned_at:
            return ["稿件在回收站里，要先恢复"]
        if self.state == self.State.DRAFT:
            return ["本来就是草稿"]
        return ["已经发布，要先撤稿"] if self.state == self.State.PUBLISHED and not self.is_scheduled() else []
