from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Case, Prefetch, Q, When
from django.urls import reverse

from directory import pinyin

web_only = URLValidator(schemes=["http", "https"], message="请填写以 http:// 或 https:// 开头的网址")
web_or_empty = Q(url="") | Q(url__regex=r"^https?://")


class Group(models.Model):
    name = models.CharField("名称", max_length=20, unique=True)
    slug = models.CharField(
        "地址名",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "只能用小写字母、数字和连字符")],
    )
    description = models.CharField("简介", max_length=100, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=0, help_text="数字小的在前")
    is_emergency = models.BooleanField("紧急求助", default=False, help_text="放在服务页最上面，大字拨号")

    class Meta:
        verbose_name = verbose_name_plural = "服务分类"
        ordering = ["order", "id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:group", kwargs={"slug": self.slug})


class Area(models.Model):
    name = models.CharField("名称", max_length=20, unique=True)
    order = models.PositiveSmallIntegerField("排序", default=0, help_text="数字小的在前")

    class Meta:
        verbose_name = verbose_name_plural = "地区"
        ordering = ["order", "id"]

    def __str__(self):
        return self.name


class ServiceQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_public=True)

    def for_listing(self):
        """With group, area and phones: what a line of a list shows, in two queries."""
        return self.select_related("group", "area").prefetch_related("phones")

    def search(self, words: str):
        """Services whose name, alias, pinyin, initials, purpose or department hold `words`, the likeliest first.

        Exact name, beginning of a name, exact pinyin, exact initials, beginning of pinyin, of initials, anywhere.
        """
        wanted = pinyin.fold(words)
        if not wanted:
            return self.none()
        places = ["\nN:{}\n", "\nN:{}", "\nP:{}\n", "\nI:{}\n", "\nP:{}", "\nI:{}"]
        ranks = [When(spellings__contains=place.format(wanted), then=rank) for rank, place in enumerate(places)]
        anywhere = Q(spellings__contains=wanted) | Q(summary__icontains=words) | Q(department__icontains=words)
        found = self.filter(anywhere).annotate(rank=Case(*ranks, default=len(ranks)))
        return found.order_by("rank", "group__order", "order", "id")

    def rebuild_spellings(self) -> int:
        """Make the spellings anew, after rows were written in bulk. Returns how many rows that were changed."""
        services = list(self)
        for service in services:
            service.spellings = service.spelt()
        return self.model.objects.bulk_update(services, ["spellings"], batch_size=500) if services else 0


class Service(models.Model):
    """One place where something gets done: a hotline, an office, a site."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="services", verbose_name="分类")
    name = models.CharField("名称", max_length=40)
    aliases = ArrayField(
        models.CharField(max_length=40),
        verbose_name="别名",
        blank=True,
        default=list,
        help_text="读者可能输入的叫法，用逗号隔开",
    )
    own_pinyin = models.CharField(
        "拼音更正",
        max_length=200,
        blank=True,
        help_text="多音字读错时填，音节之间空格，如 chang zhi",
        validators=[RegexValidator(r"\A[a-z]+( [a-z]+)*\Z", "只能用小写字母和空格")],
    )
    department = models.CharField("主管部门", max_length=60, blank=True)
    summary = models.CharField("能办什么", max_length=60, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="services", verbose_name="地区")
    address = models.CharField("地址", max_length=120, blank=True)
    hours = models.CharField("服务时间", max_length=100, blank=True)
    official_url = models.URLField("官方网址", max_length=300, blank=True, validators=[web_only])
    verified_on = models.DateField("核对日期", null=True, blank=True, help_text="最近一次与官方资料核对的日期")
    order = models.PositiveSmallIntegerField("排序", default=0, help_text="数字小的在前")
    is_public = models.BooleanField("公开", default=True)
    is_example = models.BooleanField("示例", default=False, help_text="演示数据，页面上标明“示例”")
    spellings = models.TextField(editable=False)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务"
        ordering = ["group__order", "group_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "name", "area"], name="service_once_in_group"),
            models.CheckConstraint(
                name="service_url_is_web", condition=Q(official_url="") | Q(official_url__regex=r"^https?://")
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.spellings = self.spelt()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("directory:service", kwargs={"pk": self.pk})

    def spelt(self) -> str:
        return "\n" + "\n".join(pinyin.spellings([self.name, *self.aliases], self.own_pinyin)) + "\n"


class Phone(models.Model):
    service = models.ForeignKey(Service, models.CASCADE, related_name="phones", verbose_name="服务")
    number = models.CharField(
        "号码", max_length=20, validators=[RegexValidator(r"\A\+?[0-9][0-9 -]{1,18}\Z", "只能有数字、空格和连字符")]
    )
    label = models.CharField("用途", max_length=20, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "电话"
        ordering = ["order", "id"]

    def __str__(self):
        return self.number

    def address(self) -> str:
        """The number as a tel: address."""
        return "tel:" + self.number.replace(" ", "").replace("-", "")


class Channel(models.Model):
    class Kind(models.TextChoices):
        WEB = "web", "网站"
        APP = "app", "手机应用"
        MINIPROGRAM = "miniprogram", "小程序"
        PHONE = "phone", "电话"
        COUNTER = "counter", "窗口"

    service = models.ForeignKey(Service, models.CASCADE, related_name="channels", verbose_name="服务")
    kind = models.CharField("方式", max_length=12, choices=Kind)
    name = models.CharField("名称", max_length=40)
    url = models.URLField("网址", max_length=300, blank=True, validators=[web_only])
    note = models.CharField("说明", max_length=60, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "办理渠道"
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(name="channel_url_is_web", condition=web_or_empty),
            models.CheckConstraint(
                name="channel_kind_known", condition=Q(kind__in=["web", "app", "miniprogram", "phone", "counter"])
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.name}"


def groups_with_services():
    """All groups that have public services, each with its `listed` services: three queries."""
    services = Service.objects.public().for_listing()
    return [
        group
        for group in Group.objects.prefetch_related(Prefetch("services", services, to_attr="listed"))
        if group.listed
    ]
