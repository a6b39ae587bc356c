"""The front of a category: a lead, a few stories below it, the list; beside it what its children have besides."""

from datetime import datetime

from django.core.paginator import EmptyPage, Page
from django.db.models import Value
from django.utils import timezone

from news import month_counts
from news.models import Article
from news.models.headline import COLUMNS
from news.newest import Candidate, Section, family_sections, ids, merged, sections
from news.paging import PER_PAGE, HeadlinePaginator, skip
from news.prepared import Prepared

PINNED = 3
SECONDARY = 4
IN_BLOCK = 5
# The lead wants a picture, but not at the price of old news: only the newest few may take the place.
LEADING = 8
SECTIONS = family_sections(PINNED + PER_PAGE + IN_BLOCK, PINNED)
ROWS = Prepared(
    lambda now, pks, members: (
        Article.objects.published(now).filter(pk__in=pks).values_list(*COLUMNS, month_counts.number_of(now, members))
    ),
    now=datetime,
    pks=[int],
    members=[int],
)


def category_page(path: str, number: int) -> dict | None:
    """The context of news/category.html for its page `number`; None if there is no such category.

    Two queries, three of a later page, whatever the archive holds. Raises EmptyPage for a page behind the last.
    """
    categories, frame = sections(SECTIONS, path=path)
    category = next((category for category in categories if category.path == path), None)
    if category is None:
        return None
    tops = [top for top in categories if top.parent_id is None]
    top = next(top for top in tops if top.pk in {category.pk, category.parent_id})
    children = [child for child in categories if child.parent_id == top.pk]
    members = [category, *(children if category is top else [])]
    pinned = merged([member.pinned for member in members])[:PINNED]
    context = {"category": category, "family": top, "children": children, "frame": frame}
    if number > 1:
        return {**context, "page": _later_page(pinned, [member.pk for member in members], number)}
    return {**context, **_first_page(ids(pinned), members, children if category is top else [])}


def _later_page(pinned: list[Candidate], members: list[int], number: int) -> Page:
    """What is pinned stands on the first page alone. Skips to the month of the page by what the months hold."""
    months = month_counts.months(members)
    months.subtract(month_counts.month_of(datetime.fromisoformat(story.published_at)) for story in pinned)
    try:
        month, first = month_counts.month_at(months, (number - 1) * PER_PAGE)
    except IndexError as error:
        raise EmptyPage from error
    until = month_counts.end_of(month)
    listed = Article.objects.published().exclude(pk__in=ids(pinned))
    listed = listed.filter(category__in=members, published_at__lt=until)
    rows = list(skip(listed, first, PER_PAGE).values_list(*COLUMNS, Value(months.total())))
    if not rows:
        raise EmptyPage  # they went a moment ago
    return HeadlinePaginator(listed).page_with(rows, number)


def _first_page(pinned: list[int], members: list[Section], children: list[Section]) -> dict:
    """What stands on it is known from the categories already, so that all rows come in one query."""
    newest = ids(merged([member.newest for member in members]))
    shown = [*pinned, *[pk for pk in newest if pk not in pinned][:PER_PAGE]]
    further = [(child, [pk for pk in ids(child.newest) if pk not in shown][:IN_BLOCK]) for child in children]
    everything = [*shown, *(pk for _, block in further for pk in block)]
    found = ROWS.rows(now=timezone.now(), pks=everything, members=[member.pk for member in members])
    found = [(*row, number - len(pinned)) for *row, number in found]
    page = HeadlinePaginator(Article.objects.none()).page_with(found, 1)
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
