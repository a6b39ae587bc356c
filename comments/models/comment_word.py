"""评论词表: the words that comments are searched for, kept by the moderators."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from news import words


class CommentWordQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True)

    def hold(self) -> list[int]:
        """Lock the rows until the transaction ends, and give their numbers. Everybody locks in one order, so that those
        who want the same rows wait but never in a circle.
        """
        return list(self.order_by("pk").select_for_update().values_list("pk", flat=True))

    def count_hits(self, ids: set[int]) -> None:
        """One more for each."""
        if ids:
            with transaction.atomic():
                held = self.filter(pk__in=ids).hold()
                self.filter(pk__in=held).update(hits=F("hits") + 1, hit_at=timezone.now())


class CommentWord(models.Model):
    class Action(models.TextChoices):
        REJECT = "reject", "拒收"
        MARK = "mark", "标出"

    class Category(models.TextChoices):
        POLITICS = "politics", "时政有害"
        PORN = "porn", "色情低俗"
        GAMBLING = "gambling", "赌博"
        DRUGS = "drugs", "毒品违禁"
        FRAUD = "fraud", "诈骗"
        ADS = "ads", "广告引流"
        ABUSE = "abuse", "辱骂"
        OTHER = "other", "其他"

    word = models.CharField(
        "词", max_length=40, unique=True, help_text="全角半角、大小写、繁简、中间夹空格或符号的写法都算"
    )
    action = models.CharField("处理", max_length=10, choices=Action, default=Action.MARK)
    category = models.CharField("类别", max_length=10, choices=Category, default=Category.OTHER)
    by_pinyin = models.BooleanField("同音也算", default=False, help_text="拼音和同音字的写法也算，容易误伤，慎用")
    exceptions = models.CharField("例外", max_length=200, blank=True, help_text="和这些词连在一起时不算，用顿号隔开")
    note = models.CharField("说明", max_length=200, blank=True)
    active = models.BooleanField("启用", default=True)
    hits = models.PositiveBigIntegerField("命中次数", default=0, editable=False)
    hit_at = models.DateTimeField("最近命中", null=True, blank=True, editable=False)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    objects = CommentWordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评论词表"
        ordering = ["category", "word"]
        constraints = [
            models.CheckConstraint(name="comment_word_action_known", condition=Q(action__in=["reject", "mark"])),
            models.CheckConstraint(name="comment_word_has_word", condition=~Q(word="")),
        ]

    def __str__(self):
        return self.word

    def clean(self):
        if self.word and len(words.fold(self.word)) < words.LEAST_CHARACTERS:
            raise ValidationError({"word": "词至少要有两个字或字母，符号不算"})


class CommentWordVersion(models.Model):
    """Another value after every change of the list, by a trigger (migration 0006); counting hits is none."""

    value = models.UUIDField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.value)
