"""An article as a list shows it: a few columns of its row, and what follows from them, without the cost of a model."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from news.addresses import category_address

COLUMNS = ["pk", "title", "summary", "published_at", "category__name", "category__path", "cover__file", "cover__alt"]


class Cover(NamedTuple):
    """What an <img> needs of a Picture."""

    file: str
    alt: str


@dataclass(slots=True)
class Headline:
    pk: int
    title: str
    summary: str
    published_at: datetime
    category: str
    category_address: str
    cover: Cover | None
    readings: int = 0
    comment_count: int = 0

    @property
    def address(self) -> str:
        """The same as Article.get_absolute_url()."""
        return f"{self.category_address}{self.pk}.html"

    # Labels of the time (of Asia/Shanghai): Django's date filter takes ten times as long.

    @property
    def iso(self) -> str:
        return self.published_at.isoformat(timespec="seconds")

    @property
    def is_today(self) -> bool:
        return self.published_at.date() == timezone.localdate()

    @property
    def clock(self) -> str:
        return f"{self.published_at:%H:%M}"

    @property
    def year(self) -> str:
        """As it stands before the day: of another year alone."""
        return "" if self.published_at.year == timezone.localdate().year else f"{self.published_at:%Y-}"

    @property
    def month_and_day(self) -> str:
        return f"{self.published_at:%m-%d}"

    @property
    def day(self) -> str:
        return f"{self.year}{self.month_and_day}"

    @property
    def minute(self) -> str:
        return f"{self.published_at:%Y-%m-%d %H:%M}"


def headline(pk, title, summary, published_at, category, path, file, alt) -> Headline:
    """One row of COLUMNS."""
    cover = Cover(file, alt) if file else None
    moment = timezone.localtime(published_at)
    return Headline(pk, title, summary, moment, category, category_address(path), cover)
