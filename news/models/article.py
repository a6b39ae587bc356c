import html
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.html import strip_tags

from news import markup, picture_files
from news.addresses import article_address, code_address
from news.models.article_queryset import ArticleQuerySet
from news.models.category import Category
from news.models.obstacles import Obstacles
from news.models.picture import Picture
from news.models.source import Source, web_only
from news.models.tag import Tag

# What a revision keeps of an article: words and links. Times and the comment policy are settings, not text.
WORDS = "title subtitle original_title summary body byline source_url editor reprint".split()
LINKS = ["category_id", "cover_id", "source_id"]
KEPT = [*WORDS, *LINKS, "related"]
MOST_RELATED = 6
STATES = ["draft", "published", "withdrawn"]
POLICIES = ["open", "always", "closed"]


class Article(Obstacles, models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤稿"

    class CommentPolicy(models.TextChoices):
        OPEN = "open", "开放"  # until COMMENTS_CLOSE_AFTER_DAYS, if the site has set any
        ALWAYS = "always", "一直开放"
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
    # Numbers of articles, in the editor's order. Not rows of a table of their own: like the words it belongs to one
    # revision, and whether readers may see what it leads to is asked at every reading anyway.
    related = ArrayField(models.BigIntegerField(), verbose_name="相关报道", blank=True, default=list)
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
            models.CheckConstraint(name="article_policy_known", condition=Q(comment_policy__in=POLICIES)),
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
            models.CheckConstraint(name="article_related_are_few", condition=Q(related__len__lte=MOST_RELATED)),
            models.CheckConstraint(
                name="article_not_related_to_itself",
                condition=~Q(related__contains=[F("id")]),
                violation_error_message="相关报道里有这篇稿件自己",
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
        return article_address(self.category.path, self.pk)

    def get_code_url(self):
        return code_address(self.category.path, self.pk)

    # What it says

    is_working_copy = False

    def content(self) -> dict:
        """The words, the links by their ids and the names of the tags: what a revision keeps. One query."""
        fields = {name: getattr(self, name) for name in KEPT}
        return {**fields, "tags": sorted(tag.name for tag in self.tags.all())}

    def put(self, content: dict) -> None:
        """Take the words and links of `content`, in memory alone. The tags are no column: see news/revising.py."""
        for name in KEPT:
            setattr(self, name, content[name])

    def has_unpublished_changes(self) -> bool:
        """Whether readers see an older revision than the desk."""
        return self.state == self.State.PUBLISHED and self.revision_number != (self.published_number or 0)

    def has_signed_update(self) -> bool:
        """Whether its newest words are signed already and wait for their time."""
        return self.update_number is not None and self.update_number == self.revision_number

    def has_body(self) -> bool:
        return "<img" in self.body or bool(html.unescape(strip_tags(self.body)).strip())

    def shows_cover(self) -> bool:
        """Whether the cover stands above the body on its page: not, if it stands in the body."""
        return self.cover is not None and f'<img src="{picture_files.url_of(self.cover.file)}"' not in self.body

    # How it stands

    def is_published(self, now=None) -> bool:
        """The same rule as ArticleQuerySet.published(), for one article in hand."""
        now = now or timezone.now()
        in_time = self.published_at is not None and self.published_at <= now
        return self.state == self.State.PUBLISHED and in_time and (self.expires_at is None or self.expires_at > now)

    def is_scheduled(self) -> bool:
        return self.state == self.State.PUBLISHED and self.published_at > timezone.now()

    def last_changed(self):
        """The moment that readers and machines are told: nothing changes before it is out."""
        return max(self.updated_at, self.published_at)

    def comments_close_at(self):
        """When readers can no longer comment, as time alone decides it; None if it decides nothing."""
        days = settings.COMMENTS_CLOSE_AFTER_DAYS
        by_time = days and self.comment_policy == self.CommentPolicy.OPEN and self.published_at
        return self.published_at + timedelta(days=days) if by_time else None

    def accepts_comments(self) -> bool:
        closes_at = self.comments_close_at()
        in_time = closes_at is None or timezone.now() < closes_at
        return self.is_published() and self.comment_policy != self.CommentPolicy.CLOSED and in_time

    def is_pinned(self) -> bool:
        return self.pinned_until is not None and self.pinned_until > timezone.now()

    def running_review(self):
        """The Review that is under way, or None. It is always the newest one: none begins before it has ended."""
        newest = self.newest_review()
        return newest if newest and newest.is_running() else None

    def newest_review(self):
        """One query, unless with_newest_review() has loaded it."""
        if not hasattr(self, "newest_reviews"):
            self.newest_reviews = list(self.reviews.select_related("submitted_by")[:1]) if self.pk else []
        return self.newest_reviews[0] if self.newest_reviews else None
