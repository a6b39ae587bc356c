from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Case, Count, F, Func, JSONField, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Concat, JSONArray

from news import moved_addresses
from news.addresses import category_address

# The first words of addresses that the site itself answers to; a category of that name would hide them.
RESERVED_SLUGS = frozenset(
    "admin about archive captcha card comments contact copyright corrections feed health media preview robots saved "
    "search "
    "services sitemap sitemap-news static tag topic traffic".split()
)


def not_reserved(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError("“%(slug)s”是本站固定地址的一部分，请换一个", params={"slug": slug}, code="reserved")


class CategoryQuerySet(models.QuerySet):
    def top(self):
        return self.filter(parent=None)

    def with_children(self, category: "Category"):
        """The category and what stands below it."""
        return self.filter(Q(pk=category.pk) | Q(parent=category))

    def for_navigation(self):
        """Top categories in order, each with its `children` loaded: two queries however many there are."""
        return self.top().prefetch_related("children")

    def in_order(self):
        """Each top category before what stands below it."""
        return self.order_by(
            Coalesce("parent__order", "order"),
            Coalesce("parent", "id"),
            F("parent").asc(nulls_first=True),
            "order",
            "id",
        )

    def with_review(self):
        """Categories that ask for at least one review, by a word of their own or their parent's."""
        own = Q(review_steps__gt=0)
        return self.filter(own | Q(review_steps=None, parent__review_steps__gt=0))

    def with_newest(self, articles, limit: int, where: Q | None = None, name: str = "newest"):
        """Each (that `where` is true of) with `newest`: the newest `limit` of `articles` right in it, newest first, as
        [time as text that sorts, id, number of the cover or None].

        One index scan of `limit` rows a category, however large the archive.
        """
        rows = articles.filter(category=OuterRef("pk")).values(row=JSONArray("published_at", "pk", "cover_id"))
        newest = Func(ArraySubquery(rows[:limit]), function="to_jsonb", output_field=JSONField())
        return self.annotate(**{name: Case(When(where, then=newest), default=None) if where else newest})

    def with_article_counts(self, articles):
        """Each with `article_count`: how many of `articles`, a queryset, stand right in it."""
        return self.annotate(article_count=Count("articles", filter=Q(articles__in=articles.order_by())))


class Category(models.Model):
    """A 栏目: a top one, or a child of a top one. Its path is its address; two levels is all there are."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级栏目",
        limit_choices_to={"parent": None},
        help_text="留空即为一级栏目；栏目最多两级",
    )
    slug = models.CharField(
        "地址名",
        max_length=40,
        validators=[RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "只能用小写字母、数字和连字符"), not_reserved],
        help_text="出现在网址里，如 minsheng；定下后尽量不改",
    )
    name = models.CharField("名称", max_length=20)
    description = models.CharField("简介", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=0, help_text="数字小的在前")
    review_steps = models.PositiveSmallIntegerField(
        "审核",
        null=True,
        blank=True,
        choices=[(0, "不设审核"), (1, "一审（终审）"), (2, "两审（初审、终审）"), (3, "三审（初审、复审、终审）")],
        help_text="留空即沿用上级栏目；一级栏目留空为不设审核",
    )
    is_notice = models.BooleanField(
        "在首页作为通知公告", default=False, help_text="稿件列在首页的“通知公告”里，不进头条、要目、最新"
    )
    path = models.CharField("路径", max_length=81, unique=True, editable=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "栏目"
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="category_two_levels",
                condition=Q(path__regex=r"^[a-z0-9-]+(/[a-z0-9-]+)?$"),
                violation_error_message="栏目最多两级",
            ),
            models.CheckConstraint(
                name="category_path_follows_slug",
                condition=Q(parent=None, path=F("slug"))
                | Q(parent__isnull=False, path__endswith=Concat(Value("/"), "slug")),
            ),
            models.CheckConstraint(
                name="category_steps_known", condition=Q(review_steps=None) | Q(review_steps__lte=3)
            ),
        ]

    def __str__(self):
        return f"{self.parent.name} / {self.name}" if self.parent_id else self.name

    def save(self, *args, **kwargs):
        """Keep the path of this category, and of its children, in step with the slugs; old paths lead to new ones."""
        with transaction.atomic():
            family = Q(pk=self.pk) | Q(parent=self.pk)
            before = dict(Category.objects.filter(family).values_list("pk", "path")) if self.pk else {}
            self.path = f"{self.parent.path}/{self.slug}" if self.parent_id else self.slug
            super().save(*args, **kwargs)
            if not self.parent_id:
                self.children.update(path=Concat(Value(f"{self.slug}/"), "slug"))
            self._lead_old_addresses_here(before)

    def get_absolute_url(self):
        return category_address(self.path)

    def _lead_old_addresses_here(self, before: dict[int, str]) -> None:
        for category in Category.objects.filter(pk__in=before):
            if category.path != before[category.pk]:
                moved_addresses.keep(category_address(before[category.pk]), category.get_absolute_url())

    def steps(self) -> int:
        """How many reviews an article here must pass: what is set here, else at the parent, else none."""
        if self.review_steps is None and self.parent_id:
            return self.parent.review_steps or 0
        return self.review_steps or 0

    def clean(self):
        if self.parent_id and (self.parent.parent_id or self.parent_id == self.pk):
            raise ValidationError({"parent": "栏目最多两级"})
        if self.parent_id and self.pk and self.children.exists():
            raise ValidationError({"parent": "下面还有子栏目，不能改为二级栏目"})
        path = f"{self.parent.path}/{self.slug}" if self.parent_id else self.slug
        if Category.objects.exclude(pk=self.pk).filter(path=path).exists():
            raise ValidationError({"slug": "同级已有这个地址名"})
