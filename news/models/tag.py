from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Lower
from django.urls import reverse


class Normalize(Func):
    """NFKC form in Postgres: full-width letters and digits become the ordinary ones."""

    function = "NORMALIZE"
    template = "%(function)s(%(expressions)s, NFKC)"


no_symbols = RegexValidator(
    r"[\s/\\?#%&<>\"'\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]",
    "标签里不能有空格和符号",
    inverse_match=True,
)


class Tag(models.Model):
    """A keyword. ＡＩ, AI and ai are one tag: the database folds width and case, whoever writes."""

    name = models.CharField(
        "名称",
        max_length=30,
        validators=[no_symbols],
    )
    key = models.GeneratedField(
        expression=Lower(Normalize("name")),
        output_field=models.CharField(max_length=120),
        db_persist=True,
        unique=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = "标签"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="tag_name_fits_address", condition=Q(name__regex=r"^[^[:space:]/]+$")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("news:tag", kwargs={"name": self.name})
