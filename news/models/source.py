from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

# The admin shows these as links, and so do articles: nothing but the web may stand in them.
web_only = URLValidator(schemes=["http", "https"], message="请填写以 http:// 或 https:// 开头的网址")


class Source(models.Model):
    """来源: the paper, agency or site that a text comes from."""

    name = models.CharField("名称", max_length=60, unique=True)
    url = models.URLField("网址", blank=True, validators=[web_only])
    allowed = models.BooleanField("可以转载", default=False, help_text="转载稿的来源要在这份白名单里才能发布")

    class Meta:
        verbose_name = verbose_name_plural = "来源"
        ordering = ["name"]
        permissions = [("allow_source", "可以决定哪些来源可以转载")]
        constraints = [
            models.CheckConstraint(name="source_url_is_web", condition=Q(url="") | Q(url__regex=r"^https?://")),
        ]

    def __str__(self):
        return self.name
