"""词表: the words that the checks look for, kept by the newsroom."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from news import words


class WordRuleQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True)


class WordRule(models.Model):
    class Kind(models.TextChoices):
        SENSITIVE = words.SENSITIVE, "敏感词"
        MISTYPED = words.MISTYPED, "易错词"

    class Level(models.TextChoices):
        ERROR = "error", "错误"
        WARNING = "warning", "提醒"

    word = models.CharField(
        "词", max_length=40, unique=True, help_text="全角半角、大小写、繁简、中间夹空格或符号的写法都算"
    )
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.SENSITIVE)
    replacement = models.CharField("正确写法", max_length=40, blank=True, help_text="易错词必填")
    exceptions = models.CharField(
        "例外", max_length=200, blank=True, help_text="和这些词连在一起时不算，用顿号隔开，如“按装”的例外：装修"
    )
    level = models.CharField(
        "级别", max_length=10, choices=Level, default=Level.WARNING, help_text="错误改正后才能发布，提醒看过就可以发布"
    )
    note = models.CharField("说明", max_length=200, blank=True, help_text="给编辑看，如该怎样改")
    active = models.BooleanField("启用", default=True)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    objects = WordRuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "词表"
        ordering = ["kind", "word"]
        constraints = [
            models.CheckConstraint(name="word_rule_kind_known", condition=Q(kind__in=["sensitive", "mistyped"])),
            models.CheckConstraint(name="word_rule_level_known", condition=Q(level__in=["error", "warning"])),
            models.CheckConstraint(name="word_rule_has_word", condition=~Q(word="")),
            models.CheckConstraint(
                name="word_rule_mistyped_has_right_word",
                condition=~Q(kind="mistyped") | ~Q(replacement=""),
                violation_error_message="易错词要填写正确写法",
            ),
        ]

    def __str__(self):
        return f"{self.word} → {self.replacement}" if self.replacement else self.word

    def clean(self):
        folded = words.fold(self.word)
        if self.word and len(folded) < words.LEAST_CHARACTERS:
            raise ValidationError({"word": "词至少要有两个字或字母，符号不算"})
        if self.kind == self.Kind.MISTYPED and not self.replacement:
            raise ValidationError({"replacement": "易错词要填写正确写法"})
        if self.replacement and words.fold(self.replacement) == folded:
            raise ValidationError({"replacement": "和“词”只差全角半角、大小写、繁简或符号，查不出来"})

    def as_rule(self) -> words.Rule:
        innocent = tuple(phrase for phrase in self.exceptions.split("、") if phrase)
        return words.Rule(self.word, self.kind, self.level, self.replacement, self.note, innocent)


class WordListVersion(models.Model):
    """One row. A trigger gives it a new value whenever a rule changes, by whatever way, so that every process sees by
    one small query whether the list that it holds is the current one. Random: a number that a failed transaction
    took back would be given twice.
    """

    value = models.UUIDField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.value)
