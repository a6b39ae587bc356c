"""What stands around an article on its page: related stories, its neighbours in the category, further headlines.

Two looks at indexes, whatever the archive holds: the newest articles of each of its tags come with the article itself
(ArticleQuerySet.for_reading), everything else in one query. What is chosen among the rows is chosen here.
"""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet, Value
from django.utils import timezone

from news import picture_files
from news.addresses import article_address
from news.models import Article, Picture
from news.models.article import MOST_RELATED
from news.prepared import Planned

RELATED = 6
LISTED = 17  # related stories and further headlines together
NEAR = 15  # before and after it in its category, among which titles are compared
MOST_CANDIDATES = 24  # of those that share tags
MOST_LISTED = MOST_CANDIDATES + MOST_RELATED
MOST_FILES = 100  # whose credits stand below them
ALIKE = 0.2  # of the pairs of characters of two titles, to call the stories related


class Row(NamedTuple):
    """An article in a list; `address` is where it stands."""

    pk: int
    title: str
    moment: datetime
    address: str

    def day(self) -> str:
        return f"{timezone.localtime(self.moment):%Y-%m-%d}"


class Around(NamedTuple):
    related: list[Row]
    newer: Row | None
    older: Row | None
    headlines: list[Row]
    credits: dict[str, str]  # of the library's pictures in the body: file → whose it is


def around(article: Article, tagged: list[list[int]]) -> Around:
    """`tagged`: for each tag of the article the numbers of the newest articles that carry it."""
    shared = _by_shared_tags(article.pk, tagged)
    rows = _rows(article, [*article.related, *shared])
    listed = {row.pk: row for row in rows["listed"]}
    newer, older = (next(iter(rows[side]), None) for side in ("newer", "older"))
    neighbours = [row.pk for row in (newer, older) if row]
    near = _alike(article.title, [*rows["newer"], *rows["older"], *rows["category"]])
    chosen = [listed[pk] for pk in article.related if pk in listed]
    alike = [*(listed[pk] for pk in shared if pk in listed), *near]
    related = _once([*chosen, *(row for row in alike if row.pk not in neighbours)], without=[article.pk])[:RELATED]
    shown = [article.pk, *neighbours, *(row.pk for row in related)]
    headlines = _once([*rows["category"], *rows["site"]], without=shown)[: LISTED - len(related)]
    return Around(related, newer, older, headlines, {place: words for _, words, _, place in rows["picture"]})


def _by_shared_tags(pk: int, tagged: list[list[int]]) -> list[int]:
    """Numbers of articles, those that share more and rarer tags first, the newest first among equals."""
    weights = defaultdict(float)
    for numbers in tagged:
        for number in numbers:
            weights[number] += 1 + 1 / len(numbers)
    weights.pop(pk, None)
    return sorted(weights, key=lambda number: (-weights[number], -number))[:MOST_CANDIDATES]


def _rows(article: Article, numbers: list[int]) -> dict[str, list[Row]]:
    """The rows of the lists by their names, each list in its order. One query."""
    files = picture_files.names_in(article.body)[:MOST_FILES]
    values = {
        "now": timezone.now(),
        "pk": article.pk,
        "category": article.category_id or 0,
        "moment": article.published_at,
        "numbers": numbers[:MOST_LISTED],
    }
    if files:
        values["files"] = files
    found = LISTS_AND_PICTURES(**values) if files else LISTS(**values)
    lists = defaultdict(list)
    for name, pk, words, moment, place in found:
        address = place if name == "picture" else article_address(place, pk)
        lists[name].append(Row(pk, words, moment, address))
    return lists


def _lists(now, pk, category, moment, numbers) -> list[QuerySet]:
    others = Article.objects.published(now).exclude(pk=pk)
    of_category = others.filter(category=category)
    parts = {
        "listed": others.filter(pk__in=numbers).order_by(),
        "newer": of_category.newer_than(moment, pk)[:NEAR],
        "older": of_category.older_than(moment, pk)[:NEAR],
        "category": of_category[: LISTED + RELATED],
        "site": others.exclude(category=category)[:LISTED],
    }
    return [
        rows.values_list(Value(name), "pk", "title", "published_at", "category__path") for name, rows in parts.items()
    ]


def _lists_alone(**values) -> QuerySet:
    first, *rest = _lists(**values)
    return first.union(*rest, all=True)


def _lists_and_pictures(files, **values) -> QuerySet:
    pictures = Picture.objects.filter(file__in=files).order_by()
    return pictures.values_list(Value("picture"), "pk", "credit", "created_at", "file").union(
        *_lists(**values), all=True
    )


VALUES = {"now": datetime, "pk": int, "category": int, "moment": datetime, "numbers": [int]}
LISTS = Planned(_lists_alone, **VALUES)
LISTS_AND_PICTURES = Planned(_lists_and_pictures, **VALUES, files=[str])


def _alike(title: str, rows: list[Row]) -> list[Row]:
    """Those whose title shares pairs of characters with this one, the likest first."""
    pairs = _pairs(title)
    likeness = {row: len(pairs & (other := _pairs(row.title))) / max(1, len(pairs | other)) for row in rows}
    return sorted((row for row in likeness if likeness[row] >= ALIKE), key=lambda row: -likeness[row])


def _pairs(title: str) -> set[str]:
    words = "".join(character for character in title if character.isalnum())
    return {words[place : place + 2] for place in range(len(words) - 1)}


def _once(rows: list[Row], without: list[int]) -> list[Row]:
    seen = set(without)
    return [row for row in rows if not (row.pk in seen or seen.add(row.pk))]
