"""评论词表: the words that comments are searched for, kept by the moderators."""

from django.db import models
from django.db.models import Q


class CommentWordQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True)


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
