"""预览链接: lets people without an account read one revision, for a few days."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


def new_token() -> str:
    """256 random bits: nobody guesses one, at whatever rate."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


class PreviewLinkQuerySet(models.QuerySet):
    def living(self, now: datetime | None = None):
        """Links that still open. A withdrawal ends those made before it, the bin all."""
        return self.filter(
            Q(article__withdrawn_at=None) | Q(article__withdrawn_at__lt=F("created_at")),
            revoked_at=None,
            expires_at__gt=now or timezone.now(),
            article__binned_at=None,
        )

    def of_token(self, token: str):
        """By hash: what a guesser learns from the time of the look-up is about a hash that they can't choose."""
        return self.filter(digest=hash_of(token))

    def count_opening(self) -> None:
        self.update(openings=F("openings") + 1, last_opened_at=timezone.now())


class PreviewLink(models.Model):
    """The token itself is shown once and stored nowhere, so that a copy of the database opens nothing."""

    article = models.ForeignKey("news.Article", models.CASCADE, related_name="preview_links", verbose_name="文章")
    number = models.PositiveIntegerField("修订号")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField("有效期到")
    revoked_at = models.DateTimeField("收回时间", null=True)
    openings = models.PositiveIntegerField("打开次数", default=0)
    last_opened_at = models.DateTimeField("最近打开", null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="生成者"
    )
    created_at = models.DateTimeField("生成时间", auto_now_add=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预览链接"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="preview_link_stores_a_hash", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="preview_link_ends", condition=Q(expires_at__gt=F("created_at"))),
        ]

    def __str__(self):
        return f"第 {self.number} 版的预览链接"

    def is_over(self) -> str:
        """Why it no longer opens by itself, in a word; empty while it does."""
        if self.revoked_at:
            return "已收回"
        return "已过期" if self.expires_at <= timezone.now() else ""
