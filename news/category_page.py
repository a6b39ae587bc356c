"""The front of a category: a lead, a few stories below it, the list; beside it what its children have besides."""

from datetime import datetime

from django.utils import timezone

from news.models import Article
from news.models.headline import COLUMNS
from news.newest import Section, family_sections, ids, merged, sections
from news.paging import PER_PAGE, HeadlinePaginator, total
from news.prepared import Prepared

PINNED = 3
SECONDARY = 4
IN_BLOCK = 5
# The lead wants a picture, but not at the price of old news: only the newest few may take the place.
LEADING = 8
SECTIONS = family_sections(PINNED + PER_PAGE + IN_BLOCK, PINNED)


def _listed(members: list[int], pinned: list[int], now=None):
    return Article.objects.published(now).filter(category__in=members).exclude(pk__in=pinned)


ROWS = Prepared(
    lambda now, pks, members, pinned: (
        Article.objects.published(now).filter(pk__in=pks).values_list(*COLUMNS, total(_listed(members, pinned, now)))
    ),
    now=datetime,
    pks=[int],
    members=[int],
    pinned=[int],
)


def category_page(path: str, number: int) -> dict | None:
    """The context of news/category.html for its page `number`; None if there is no such category.

    Two queries, whatever the archive holds. Raises EmptyPage for a page behind the last.
    """
    categories, frame = sections(SECTIONS, path=path)
    category = next((category for category in categories if category.path == path), None)
    if category is None:
        return None
    tops = [top for top in categories if top.parent_id is None]
    top = next(top for top in tops if top.pk in {category.pk, category.parent_id})
    children = [child for child in categories if child.parent_id == top.pk]
    members = [category, *(children if category is top else [])]
    pinned = ids(merged([member.pinned for member in members]))[:PINNED]
    listed = _listed([member.pk for member in members], pinned)
    context = {"category": category, "family": top, "children": children, "frame": frame}
    if number > 1:
        return {**context, "page": HeadlinePaginator(listed).page(number)}
    return {**context, **_first_page(listed, pinned, members, children if category is top else [])}


def _first_page(listed, pinned: list[int], members: list[Section], children: list[Section]) -> dict:
    """What stands on it is known from the categories already, so that all rows come in one query."""
    paginator = HeadlinePaginator(listed)
    newest = ids(merged([member.newest for member in members]))
    shown = [*pinned, *[pk for pk in newest if pk not in pinned][:PER_PAGE]]
    further = [(child, [pk for pk in ids(child.newest) if pk not in shown][:IN_BLOCK]) for child in children]
    everything = [*shown, *(pk for _, block in further for pk in block)]
    found = ROWS.rows(now=timezone.now(), pks=everything, members=[member.pk for member in members], pinned=pinned)
    page = paginator.page_with(found, 1)
    rows = {row.pk: row for row in page.object_list}
    page.object_list = [rows[pk] for pk in shown if pk in rows]
    blocks = [(child, [rows[pk] for pk in block if pk in rows]) for child, block in further]
    return {
        "page": page,
        "pinned": pinned,
        "members": [member.pk for member in members],
        "blocks": [{"category": child, "articles": articles} for child, articles in blocks if articles],
        **_hierarchy(page.object_list, pinned),
    }


def _hierarchy(stories: list, pinned: list[int]) -> dict:
    with_cover = next((story for story in stories[:LEADING] if story.cover), None)
    lead = next(iter(stories), None) if pinned else with_cover or next(iter(stories), None)
    rest = [story for story in stories if story is not lead]
    cut = SECONDARY if len(rest) > SECONDARY else 0
    return {"lead": lead, "secondary": rest[:cut], "lines": rest[cut:]}
