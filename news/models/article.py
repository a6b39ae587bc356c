from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from news import markup
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

    def in_category(self, category: Category):
        """Articles that are in the category or in a child of it."""
        return self.filter(Q(category=category) | Q(category__parent=category))

    def tagged(self, tag: Tag):
        return self.filter(tags=tag)

    def for_listing(self):
        """What a line in a list needs, in one query and without the body."""
        return self.select_related("category__parent", "cover").defer("body")

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
            ("publish_article", "可以发布、撤稿"),
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
            # Every list of readers asks for what is published, newest first, of the site or of a category.
            models.Index("published_at", "id", name="article_newest", condition=Q(state="published")),
            models.Index("category", "published_at", "id", name="article_newest_in", condition=Q(state="published")),
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

    def accepts_comments(self) -> bool:
        return self.is_published() and self.comment_policy == self.CommentPolicy.OPEN
