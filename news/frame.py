"""What frames every page of readers: the bar of sections, and whether the day is one of mourning."""

from dataclasses import dataclass

from django.db.models import Exists
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from news.models import Category, MourningDay


@dataclass(frozen=True)
class Frame:
    sections: list  # of rows with pk, name and path
    is_grey: bool


def read() -> Frame:
    """One query for both; a site without any section asks a second time."""
    mourning = MourningDay.objects.on(timezone.localdate())
    tops = Category.objects.top().annotate(is_grey=Exists(mourning))
    sections = list(tops.values_list("pk", "name", "path", "is_grey", named=True))
    return Frame(sections, sections[0].is_grey if sections else mourning.exists())


def context(request) -> dict:
    """`frame`, read when a template first uses it: pages of failure and the admin don't."""
    return {"frame": SimpleLazyObject(read)}
