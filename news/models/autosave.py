"""What a form holds before anybody has saved it, kept so that no crash takes it away; and who has a form open."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

HERE = timedelta(seconds=40)  # longer than the beat of a hidden window: who has been silent for so long has left


class AutosaveQuerySet(models.QuerySet):
    def of(self, user, article):
        """The one row there may be. `article` None: of an article that is being written for the first time."""
        return self.filter(user=user, article=article)

    @transaction.atomic
    def keep(self, user, article, *, tab: str, replaces: str, version: str, fields: dict) -> bool:
        """Keep what the window `tab` holds. False if the words that are kept are another window's.

        Those may be all that is left of it: they are replaced only by who has shown or dropped them, and says so by
        naming that window in `replaces`.
        """
        values = {"tab": tab, "version": version, "fields": fields, "saved_at": timezone.now()}
        row, is_new = self.get_or_create(user=user, article=article, defaults=values)
        return is_new or bool(self.filter(pk=row.pk, tab__in=[tab, replaces]).update(**values))

    def drop(self, user, article, tab: str) -> int:
        """Delete what the window `tab` holds, as it was saved for good or is not wanted; not another window's."""
        return self.of(user, article).filter(tab=tab).delete()[0]

    def older_than(self, moment):
        return self.filter(saved_at__lt=moment)


class Autosave(models.Model):
    """The fields of a form as they were typed; `version` is the revision they began from ("" for a new article)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="用户")
    article = models.ForeignKey("news.Article", models.CASCADE, null=True, related_name="+", verbose_name="文章")
    tab = models.CharField("窗口", max_length=32)
    version = models.CharField("修订号", max_length=20, blank=True)
    fields = models.JSONField("内容")
    saved_at = models.DateTimeField("保存时间")

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自动保存"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "article"], name="autosave_once", nulls_distinct=False),
            models.CheckConstraint(name="autosave_has_tab", condition=~Q(tab="")),
        ]

    def __str__(self):
        return f"{self.user}：{self.article or '新稿件'}"


class EditingSessionQuerySet(models.QuerySet):
    def beat(self, user, article, tab: str) -> None:
        """Note that the form is open; one upsert."""
        row = self.model(user=user, article=article, tab=tab, last_seen_at=timezone.now())
        self.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["user", "article", "tab"],
            update_fields=["last_seen_at"],
        )

    def here(self, article):
        """Forms of the article that are open now."""
        return self.filter(article=article, last_seen_at__gt=timezone.now() - HERE)

    def gone_since(self, moment):
        return self.filter(last_seen_at__lt=moment)


class EditingSession(models.Model):
    """An open form. It locks nothing: it only says who is there."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="用户")
    article = models.ForeignKey("news.Article", models.CASCADE, related_name="+", verbose_name="文章")
    tab = models.CharField("窗口", max_length=32)
    last_seen_at = models.DateTimeField("最近一次")

    objects = EditingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "编辑中的窗口"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "article", "tab"], name="editing_session_once")]
        indexes = [models.Index(fields=["article", "last_seen_at"], name="editing_session_here")]

    def __str__(self):
        return f"{self.user}：{self.article}"
