"""What stands where on the front page. No story stands there twice.

First what editors placed (FrontPageSlot), then what is pinned, then the newest. The ranking of the most read, which
traffic draws, is a ranking of all: it may name a story that stands elsewhere.
"""

from collections import defaultdict
from datetime import datetime

from django.db.models import Value
from django.urls import reverse
from django.utils import timezone

from news.models import Article, FrontPageSlot, Topic
from news.models.headline import Cover
from news.newest import Candidate, all_sections, headlines, ids, merged, sections
from news.prepared import Prepared

LEAD, SECONDARY, PICTURES = FrontPageSlot.ROOM.values()
LATEST = 12
TOPIC_COLUMNS = ["name", "slug", "introduction", "cover__file", "cover__alt"]
IN_BLOCK = 6
NOTICES = 6
MOST_TOPICS = 3
FEWEST_PICTURES = 2  # one alone is no row
# The lead wants a picture, but not at the price of yesterday's news: only the newest few may take the place.
LEADING = 8
# So many of a category that it can fill all of the page, if there is no other.
SECTIONS = all_sections(LEAD + SECONDARY + PICTURES + LATEST + IN_BLOCK)
CHOSEN = Prepared(
    lambda now: (
        FrontPageSlot.objects.showing(now)
        .values_list("place", "article_id")
        .union(
            Article.objects.published(now).pinned(now).values_list(Value("pinned"), "pk")[: LEAD + SECONDARY], all=True
        )
    ),
    now=datetime,
)
TOPICS = Prepared(
    lambda now: Topic.objects.published(now).on_front().values_list(*TOPIC_COLUMNS)[:MOST_TOPICS], now=datetime
)


def front_page() -> dict:
    """The context of home.html. Four queries, whatever the archive holds."""
    categories, frame = sections(SECTIONS)
    tops = [category for category in categories if category.parent_id is None]
    of_notices = {top.pk for top in tops if top.is_notice}
    of_notices = [c for c in categories if c.is_notice or c.pk in of_notices or c.parent_id in of_notices]
    news = {
        top.pk: merged([c.newest for c in categories if top.pk in (c.pk, c.parent_id) and c not in of_notices])
        for top in tops
    }
    places = _above(merged(list(news.values())), _chosen())
    shown = {pk for place in places.values() for pk in place}
    blocks = [(top, _others(ids(news[top.pk]), shown)[:IN_BLOCK]) for top in tops]
    notices = _others(ids(merged([category.newest for category in of_notices])), shown)[:NOTICES]
    rows = headlines([*shown, *notices, *(pk for _, block in blocks for pk in block)])

    def found(place: list[int]) -> list:
        return [rows[pk] for pk in place if pk in rows]  # one may have been withdrawn a moment ago

    lead, topics = (
        next(iter(found(places["lead"])), None),
        [topic_line(*row) for row in TOPICS.rows(now=timezone.now())],
    )
    return {
        **({"frame": frame} if frame else {}),
        "lead": lead,
        **{place: found(places[place]) for place in ("secondary", "pictures", "latest")},
        "blocks": [{"category": top, "articles": found(block)} for top, block in blocks if found(block)],
        "notices": found(notices),
        "notice_category": next(iter(of_notices), None),
        "topics": topics,
        # How many blocks make the main column about as long as the one beside it, without the ranking.
        "beside": 2 - 2 * bool(topics) + 2 * (lead is None or lead.cover is None),
    }


def _above(newest: list[Candidate], placed: dict[str, list[int]]) -> dict[str, list[int]]:
    """The ids of what stands above the blocks, place by place."""
    lead = placed["lead"][:LEAD]
    secondary = [pk for pk in placed["secondary"][:SECONDARY] if pk not in lead]
    pictures = placed["picture"][:PICTURES]
    pinned = _others(placed["pinned"], {*lead, *secondary, *pictures})
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


def _chosen() -> dict[str, list[int]]:
    """What editors placed, place by place, and what they pinned, each in its order."""
    chosen = defaultdict(list)
    for place, pk in CHOSEN.rows(now=timezone.now()):
        chosen[place].append(pk)
    return chosen


def topic_line(name: str, slug: str, introduction: str, file: str | None, alt: str | None) -> dict:
    address = reverse("news:topic", kwargs={"slug": slug})
    return {"name": name, "address": address, "introduction": introduction, "cover": Cover(file, alt) if file else None}
