"""What stands where on the front page. No story stands there twice.

First what editors placed (FrontPageSlot), then what is pinned, then the newest. The ranking of the most read, which
traffic draws, is a ranking of all: it may name a story that stands elsewhere.
"""

from collections import defaultdict

from news.models import Article, Category, FrontPageSlot, Topic
from news.newest import Candidate, candidates, ids

LEAD, SECONDARY, PICTURES = FrontPageSlot.ROOM.values()
LATEST = 12
IN_BLOCK = 6
NOTICES = 6
TOPICS = 3
FEWEST_PICTURES = 2  # one alone is no row
# The lead wants a picture, but not at the price of yesterday's news: only the newest few may take the place.
LEADING = 8
# So many of a category that it can fill all of the page, if there is no other.
OF_EACH = LEAD + SECONDARY + PICTURES + LATEST + IN_BLOCK


def front_page() -> dict:
    """The context of home.html. Five queries, whatever the archive holds."""
    categories = list(Category.objects.with_newest(Article.objects.published(), OF_EACH))
    tops = [category for category in categories if category.parent_id is None]
    families = {top: [top, *(child for child in categories if child.parent_id == top.pk)] for top in tops}
    of_notices = [category for top in tops for category in families[top] if top.is_notice or category.is_notice]
    news = {top: [category for category in families[top] if category not in of_notices] for top in tops}
    newest = candidates([category for family in news.values() for category in family])
    places = _above(newest, _placed(), _pinned())
    shown = {pk for place in places.values() for pk in place}
    blocks = {top: _others(ids(candidates(family)), shown)[:IN_BLOCK] for top, family in news.items()}
    notices = _others(ids(candidates(of_notices)), shown)[:NOTICES]
    everything = [*shown, *notices, *(pk for block in blocks.values() for pk in block)]
    rows = {row.pk: row for row in Article.objects.published().filter(pk__in=everything).headlines()}

    def found(place: list[int]) -> list:
        return [rows[pk] for pk in place if pk in rows]  # one may have been withdrawn a moment ago

    return {
        "tops": tops,
        "lead": next(iter(found(places["lead"])), None),
        **{place: found(places[place]) for place in ("secondary", "pictures", "latest")},
        "blocks": [{"category": top, "articles": found(block)} for top, block in blocks.items() if found(block)],
        "notices": found(notices),
        "notice_category": next(iter(of_notices), None),
        "topics": list(Topic.objects.published().on_front().for_listing()[:TOPICS]),
    }


def _above(newest: list[Candidate], placed: dict[str, list[int]], pinned: list[int]) -> dict[str, list[int]]:
    """The ids of what stands above the blocks, place by place."""
    lead = placed["lead"][:LEAD]
    secondary = [pk for pk in placed["secondary"][:SECONDARY] if pk not in lead]
    pictures = placed["picture"][:PICTURES]
    pinned = _others(pinned, {*lead, *secondary, *pictures})
    free = [candidate for candidate in newest if candidate.pk not in {*lead, *secondary, *pictures, *pinned}]
    if not lead:
        with_cover = (candidate for candidate in free[:LEADING] if candidate.has_cover)
        lead = pinned[:1] or ids([next(with_cover, None) or candidate for candidate in free[:1]])
    rest = _others([*pinned, *ids(free)], set(lead))
    secondary, rest = _filled(secondary, rest, SECONDARY)
    covered = [candidate.pk for candidate in free if candidate.has_cover and candidate.pk in rest]
    pictures, _ = _filled(pictures, covered, PICTURES)
    if len(pictures) < FEWEST_PICTURES and not placed["picture"]:
        pictures = []
    return {
        "lead": lead,
        "secondary": secondary,
        "pictures": pictures,
        "latest": _others(rest, set(pictures))[:LATEST],
    }


def _filled(place: list[int], rest: list[int], room: int) -> tuple[list[int], list[int]]:
    """The place filled up from the rest, and what is left of that."""
    free = room - len(place)
    return [*place, *rest[:free]], rest[free:]


def _others(place: list[int], shown: set[int]) -> list[int]:
    return [pk for pk in place if pk not in shown]


def _placed() -> dict[str, list[int]]:
    placed = defaultdict(list)
    for place, pk in FrontPageSlot.objects.showing().values_list("place", "article_id"):
        placed[place].append(pk)
    return placed


def _pinned() -> list[int]:
    return list(Article.objects.published().pinned().values_list("pk", flat=True)[: LEAD + SECONDARY])
