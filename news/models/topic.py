from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from news.models.article import Article
from news.models.picture import Picture


class TopicQuerySet(models.QuerySet):
    def published(self, now=None):
        """Topics that readers may see at `now`, in the order of the editors, newest first among equals."""
        return self.filter(published_at__lte=now or timezone.now()).order_by("order", "-published_at", "-id")

    def coming_changes(self, now) -> list:
        """As ArticleQuerySet.coming_changes()."""
        return [self.filter(published_at__gt=now).order_by("published_at").values_list("published_at")[:1]]

    def on_front(self):
        return self.filter(is_on_front=True)

    def for_listing(self):
        return self.select_related("cover")


class Topic(models.Model):
    """A 专题: articles of any category that belong together, in an order and under headings of its own."""

    name = models.CharField("名称", max_length=40)
    slug = models.CharField(
        "地址名",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "只能用小写字母、数字和连字符")],
        help_text="出现在网址里，如 chunyun；定下后尽量不改",
    )
    introduction = models.TextField("导语", max_length=1000, blank=True)
    cover = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="topics", verbose_name="封面图片"
    )
    published_at = models.DateTimeField(
        "公开时间", null=True, blank=True, help_text="北京时间；留空则不公开，填将来则到时自动公开"
    )
    is_on_front = models.BooleanField("放在首页", default=True)
    order = models.PositiveSmallIntegerField("排序", default=0, help_text="数字小的在前；相同的新的在前")
    articles = models.ManyToManyField(Article, through="TopicArticle", related_name="topics", verbose_name="稿件")

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专题"
        ordering = ["order", "-id"]
        constraints = [
            models.CheckConstraint(
                name="topic_slug_fits_address", condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$")
            ),
            models.CheckConstraint(name="topic_has_name", condition=~Q(name="")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("news:topic", kwargs={"slug": self.slug})

    def is_published(self, now=None) -> bool:
        """The same rule as TopicQuerySet.published(), for one topic in hand."""
        return self.published_at is not None and self.published_at <= (now or timezone.now())

    def articles_in_order(self):
        """What readers may see of it: section by section, those of no section first."""
        place = (F("topic_articles__section__order").asc(nulls_first=True), "topic_articles__section_id")
        published = Article.objects.published().filter(topic_articles__topic=self)
        return published.order_by(*place, "topic_articles__position", "topic_articles__pk")


class TopicSection(models.Model):
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="sections", verbose_name="专题")
    name = models.CharField("名称", max_length=40)
    order = models.PositiveSmallIntegerField("排序", default=0, help_text="数字小的在前")

    class Meta:
        verbose_name = verbose_name_plural = "分栏"
        ordering = ["order", "id"]
        default_permissions = ()  # follow the topic's
        constraints = [
            models.UniqueConstraint(
                name="section_once_in_topic", fields=["topic", "name"], violation_error_message="分栏不能重名"
            ),
            models.UniqueConstraint(name="section_of_topic", fields=["id", "topic"]),
        ]

    def __str__(self):
        return self.name


class TopicArticle(models.Model):
    """An article's place in a topic. The migration adds a key that keeps its section one of the same topic."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="topic_articles")
    section = models.ForeignKey(TopicSection, models.SET_NULL, null=True, blank=True, related_name="topic_articles")
    article = models.ForeignKey(Article, models.CASCADE, related_name="topic_articles")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="article_once_in_topic", fields=["topic", "article"]),
            models.UniqueConstraint(
                name="topic_position_once", fields=["topic", "position"], deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self):
        return f"{self.topic_id} {self.position}"
