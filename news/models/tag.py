import unicodedata

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower
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

LONGEST_KEY = 120
NEWEST = 30


class TagQuerySet(models.QuerySet):
    def called(self, names: list[str]):
        """Tags that go by one of the names, whatever its width and case."""
        return self.filter(key__in=[Lower(Normalize(Value(name))) for name in names])

    def beginning_with(self, start: str):
        return self.filter(key__startswith=Lower(Normalize(Value(start))))

    def with_article_counts(self, articles):
        """Each with `article_count`: how many of `articles`, a queryset, carry it."""
        # Not a join: a page of the list counts for its own tags alone, and their number is counted without any.
        tagged = self.model.articles.through.objects.filter(tag=OuterRef("pk"), article__in=articles.order_by())
        counts = tagged.values("tag").annotate(count=Count("pk")).values("count")
        return self.annotate(article_count=Coalesce(Subquery(counts), 0))

    def with_number(self, articles, most: int):
        """Each with `number`: how many of `articles` carry it, counted no further than `most`."""
        tagged = self.model.articles.through.objects.filter(tag=OuterRef("pk"), article__in=articles.order_by())
        keys = ArraySubquery(tagged.order_by().values("article_id")[:most])
        return self.annotate(number=Func(keys, function="cardinality", output_field=models.IntegerField()))

    def with_newest_articles(self):
        """Each with `newest`: the numbers of the last few articles made that carry it, visible or not."""
        tagged = self.model.articles.through.objects.filter(tag=OuterRef("pk")).order_by("-article_id")
        return self.annotate(newest=ArraySubquery(tagged.values("article_id")[:NEWEST]))

    def missing(self, names: list[str]) -> list[str]:
        """Those of the names that no tag goes by yet."""
        return _not_among(self.called(names), names)

    def named(self, names: list[str]) -> list["Tag"]:
        """The tags of these names, made where missing. Two who make the same tag at once get the same row.

        Whoever will write an article calls this before they lock it: a tag that is missing may be waited for.
        """
        # Not an insert of all: that waits for whoever is renaming a tag, who may be waiting for its articles.
        found = list(self.called(names))
        if missing := _not_among(found, names):
            # Always in one order, so that two who make several of the same tags can't wait for each other.
            self.bulk_create([Tag(name=name) for name in sorted(missing)], ignore_conflicts=True)
            found += [tag for tag in self.called(missing) if tag not in found]
        return found


def _not_among(tags, names: list[str]) -> list[str]:
    known = {tag.key for tag in tags}
    return [name for name in names if unicodedata.normalize("NFKC", name).lower() not in known]


class Tag(models.Model):
    """A keyword. ＡＩ, AI and ai are one tag: the database folds width and case, whoever writes."""

    name = models.CharField(
        "名称",
        max_length=30,
        validators=[no_symbols],
    )
    key = models.GeneratedField(
        expression=Lower(Normalize("name")),
        output_field=models.CharField(max_length=LONGEST_KEY),
        db_persist=True,
        unique=True,
    )

    objects = TagQuerySet.as_manager()

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

    def clean(self):
        # One character may stand for eighteen (ﷺ).
        if len(unicodedata.normalize("NFKC", self.name).lower()) > LONGEST_KEY:
            raise ValidationError({"name": "标签太长"})
