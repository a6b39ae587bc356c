"""ArticleLines → rows. A batch costs the same handful of queries however many lines it has."""

from dataclasses import dataclass, field

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from comments.models import Comment
from news.models import Article
from operations.exchange import nouns, threads
from operations.exchange.checks import Refused
from operations.exchange.reading import COLUMN_DEFAULTS, ArticleLine
from operations.exchange.stored import TAGGED, Stored, load
from operations.exchange.threads import Known, new_comments
from traffic.models import DailyReadings

WRITTEN_COLUMNS = [*COLUMN_DEFAULTS, "category", "source", "cover", "updated_by", "updated_at"]
EDITED = "is an article that an editor has changed here since; --overwrite replaces it"
NO_PICTURE = "is not in the media folder: copy the pictures first"


@dataclass
class Outcome:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[tuple[int, Refused]] = field(default_factory=list)


@dataclass
class Plan:
    """What a batch will write, decided before anything is written."""

    new: list[ArticleLine] = field(default_factory=list)
    changed: list[tuple[ArticleLine, Stored]] = field(default_factory=list)
    added_to: list[tuple[ArticleLine, Stored]] = field(default_factory=list)  # comments or readings only
    unchanged: int = 0
    refused: list[tuple[int, Refused]] = field(default_factory=list)


def store(lines: list[ArticleLine], overwrite: bool = False) -> Outcome:
    """Save the lines, each whole or not at all. Without `overwrite`, what an editor has saved here stays."""
    if not lines:
        return Outcome()
    try:
        with transaction.atomic():
            wait_for_editors()
            return write(plan(lines, overwrite))
    except (IntegrityError, DataError) as error:
        # Something the checks don't know, or somebody wrote the same row at this moment: line by line, then.
        if len(lines) > 1:
            return added_up(store([line], overwrite) for line in lines)
        reason = str(error).strip().splitlines()[0]
        return Outcome(refused=[(lines[0].number, Refused(f"was refused by the database: {reason}", "line"))])


def added_up(outcomes) -> Outcome:
    total = Outcome()
    for outcome in outcomes:
        total.new += outcome.new
        total.changed += outcome.changed
        total.unchanged += outcome.unchanged
        total.refused += outcome.refused
    return total


def wait_for_editors() -> None:
    # The site's own three seconds are for a visitor who waits; and a slow pipe must not end our transaction.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '60s'; SET LOCAL idle_in_transaction_session_timeout = 0")


def plan(lines: list[ArticleLine], overwrite: bool) -> Plan:
    found, tags, decided = load(lines), nouns.tag_ids(lines), Plan()
    unavailable, owners = nouns.unavailable_pictures(lines), owners_of(lines)
    for line in lines:
        stored = found.get(line.id)
        if foreign := threads.foreign_number(line.comments, line.id, owners):
            decided.refused.append((line.number, foreign))
        elif line.cover_file in unavailable:
            decided.refused.append((line.number, Refused(NO_PICTURE, "cover", "file")))
        elif stored is None:
            decided.new.append(line)
        elif not stored.differs(line, tags_of(line, tags)):
            more = line.views > stored.views or new_comments(line.id, line.comments, stored.comments)
            decided.added_to.append((line, stored)) if more else None
            decided.unchanged += not more
        elif stored.row.updated_by_id and not overwrite:
            decided.refused.append((line.number, Refused(EDITED, "id")))
        else:
            decided.changed.append((line, stored))
    return decided


def owners_of(lines: list[ArticleLine]) -> dict[str, int]:
    """The comments' numbers that are in use here → the article."""
    numbers = [comment.number for line in lines for comment in line.comments if comment.number]
    return dict(Comment.objects.filter(number__in=numbers).values_list("number", "article")) if numbers else {}


def tags_of(line: ArticleLine, ids: dict[str, int]) -> list[int | None]:
    return list(dict.fromkeys(ids.get(name) for name in line.tags))


def write(decided: Plan) -> Outcome:
    changed_lines = [line for line, stored in decided.changed]
    # The tags first (their foreign keys wait for the commit): so what search knows of an article is written once.
    write_tags([*decided.new, *changed_lines], forget=[line.id for line in changed_lines])
    write_articles(decided.new, decided.changed)
    existing = [*decided.changed, *decided.added_to]
    known = [(line, Known()) for line in decided.new] + [(line, stored.comments) for line, stored in existing]
    threads.save([row for line, stored in known for row in new_comments(line.id, line.comments, stored)])
    write_views(decided.new)
    raise_views(existing)
    keep_ids_ahead([line.id for line in decided.new])
    return Outcome(len(decided.new), len(existing), decided.unchanged, decided.refused)


def write_articles(new: list[ArticleLine], changed: list[tuple[ArticleLine, Stored]]) -> None:
    lines = [*new, *(line for line, stored in changed)]
    categories, sources, pictures = nouns.category_ids(lines), nouns.source_ids(lines), nouns.picture_ids(lines)

    def row(line: ArticleLine) -> Article:
        return Article(
            id=line.id,
            category_id=categories[line.category_path],
            source_id=sources[line.source],
            cover_id=pictures[line.cover_file],
            **line.columns,
        )

    Article.objects.bulk_create([row(line) for line in new])
    Article.objects.bulk_create(
        [row(line) for line, stored in changed],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=WRITTEN_COLUMNS,
    )


def write_tags(lines: list[ArticleLine], forget: list[int]) -> None:
    ids = nouns.made_tag_ids(lines)
    TAGGED.objects.filter(article__in=forget).delete()
    # The order of the tags is the order of these rows.
    TAGGED.objects.bulk_create([TAGGED(article_id=line.id, tag_id=tag) for line in lines for tag in tags_of(line, ids)])


def write_views(lines: list[ArticleLine]) -> None:
    """The readings of new articles, on the day of publication, where they move no 热门 list."""
    DailyReadings.objects.bulk_create(
        [DailyReadings(article_id=line.id, day=first_day(line), readings=line.views) for line in lines if line.views]
    )


def raise_views(lines: list[tuple[ArticleLine, Stored]]) -> None:
    """Bring the readings of articles up to the file's where they are fewer."""
    for line, stored in lines:
        if line.views > stored.views:
            DailyReadings.objects.get_or_create(article_id=line.id, day=first_day(line))
            rows = DailyReadings.objects.filter(article=line.id, day=first_day(line))
            rows.update(readings=F("readings") + line.views - stored.views)


def first_day(line: ArticleLine):
    today = timezone.localdate()
    published = line.columns["published_at"]
    return min(timezone.localdate(published), today) if published else today


def keep_ids_ahead(ids: list[int]) -> None:
    """The next article that somebody writes gets a number above all of `ids`."""
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(ids, %(highest)s) FROM (SELECT pg_get_serial_sequence(%(table)s, 'id')::regclass AS ids) s"
            " WHERE %(highest)s > coalesce(pg_sequence_last_value(ids), 0)",
            {"highest": max(ids), "table": Article._meta.db_table},
        )
