"""Comments of a line and the threads they make: what a file may say of them, and what of it is new here."""

import re
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import connection

from comments import plain_text
from comments.converters import NumberConverter
from comments.models import Comment
from operations.exchange import checks
from operations.exchange.checks import Refused

IMPORTED = uuid.UUID("5d8f2d0e-6c0b-5f0e-9a3e-6b1f0c7a9d21")  # the namespace of imported comments' submissions
ERASED = Comment.State.ERASED.value
ANSWERS_NOTHING = "is no number of a comment of this article in this line"


@dataclass(frozen=True)
class CommentLine:
    name: str
    body: str
    created_at: datetime
    state: str
    number: str = ""
    reply_to: str = ""  # a number
    region: str = ""
    staff: bool = False
    edited_at: datetime | None = None
    published_at: datetime | None = None


@dataclass
class Known:
    """What an article has: comments by number and by what they say, in order of their time; and their submissions."""

    numbers: dict[str, Comment] = field(default_factory=dict)
    said: dict[tuple, list[Comment]] = field(default_factory=lambda: defaultdict(list))
    submissions: set[uuid.UUID] = field(default_factory=set)

    def add(self, comment: Comment) -> None:
        self.numbers[comment.number] = comment
        self.said[comment.created_at, comment.name, comment.body].append(comment)
        self.submissions.add(comment.submission)


def said(value, longest: int, one_line: bool = False) -> str:
    """What a reader says, by the rule of the comment form."""
    value = checks.line(value, longest) if one_line else checks.text(value, longest)
    try:
        value = plain_text.clean(value)
    except plain_text.Unacceptable as error:
        raise Refused("has characters that readers may not send") from error
    if not value:
        raise Refused("is empty")
    return value


def size(name: str) -> int:
    return Comment._meta.get_field(name).max_length


def number(value) -> str:
    checks.expect(value, str, "text")
    if not re.fullmatch(NumberConverter.regex, value):
        raise Refused("is no number of a comment as this site gives them")
    return value


def nothing(value) -> str:
    if value != "":
        raise Refused("must be empty in an erased comment")
    return value


PLACE = {
    "number": number,
    "reply_to": number,
    "created_at": checks.moment,
    "state": partial(checks.one_of, words=Comment.State.values),
    "staff": checks.truth,
    "edited_at": partial(checks.maybe, check=checks.moment),
    "published_at": partial(checks.maybe, check=checks.moment),
}
COMMENT = PLACE | {
    "name": partial(said, longest=size("name"), one_line=True),
    "body": partial(said, longest=size("body")),
    "region": partial(checks.line, longest=size("region"), empty=True),
}
TOMBSTONE = PLACE | {"name": nothing, "body": nothing}


def comment(value) -> CommentLine:
    if isinstance(value, dict) and value.get("state") == ERASED:
        return CommentLine(**checks.record(value, TOMBSTONE, ["name", "body", "created_at", "number"]))
    values = checks.record(value, COMMENT, ["name", "body", "created_at"])
    # Without a word about it nobody has approved the comment.
    return CommentLine(**{"state": Comment.State.PENDING.value, **values})


def comments(value) -> list[CommentLine]:
    found = checks.list_of(value, comment)
    numbered: dict[str, CommentLine] = {}
    for index, line in enumerate(found):
        if line.number in numbered:
            raise Refused("is there twice", index, "number")
        if line.number:
            numbered[line.number] = line
    for index, line in enumerate(found):
        if line.reply_to and line.reply_to not in numbered:
            raise Refused(ANSWERS_NOTHING, index, "reply_to")
    _refuse_circles(found, numbered)
    return found


def _refuse_circles(lines: list[CommentLine], numbered: dict[str, CommentLine]) -> None:
    """Every answer leads to a comment that answers nothing. Each comment is passed once."""
    leads_out: set[str] = set()
    for index, line in enumerate(lines):
        way: set[str] = set()
        while line.reply_to and line.number not in leads_out:
            if line.number and line.number in way:
                raise Refused("leads back to itself", index, "reply_to")
            way.add(line.number)
            line = numbered[line.reply_to]
        leads_out |= way


def foreign_number(lines: list[CommentLine], article: int, owners: dict[str, int]) -> Refused | None:
    """Why these can't be the article's, if a number belongs to another; otherwise they now do. `owners`: number →
    article.
    """
    for index, line in enumerate(lines):
        if line.number and owners.get(line.number, article) != article:
            return Refused("is the number of a comment on another article", "comments", index, "number")
    owners.update((line.number, article) for line in lines if line.number)
    return None


def new_comments(article: int, lines: list[CommentLine], known: Known) -> list[Comment]:
    """The comments that the article doesn't have, told by number, or by time, name and words; without their keys, in
    the file's order. Each `answers` one of these, one that is there, or None.

    One that is there keeps its state: a moderator of this site may have decided since the file was written.
    """
    met: dict[tuple, int] = defaultdict(int)
    rows: dict[str, Comment] = {}  # number in the file → row
    new: list[tuple[CommentLine, Comment]] = []
    for line in lines:
        key = (line.created_at, line.name, line.body)
        met[key] += 1
        alike = known.said.get(key, []) if line.state != ERASED else []
        row = known.numbers.get(line.number) or (alike[met[key] - 1] if met[key] <= len(alike) else None)
        if row is None:
            row = _row(article, line, met[key])
            if row.submission in known.submissions:
                continue  # was imported once and has been erased since: nobody brings it back
            new.append((line, row))
        if line.number:
            rows[line.number] = row
    for line, row in new:
        row.answers = rows.get(line.reply_to)
    return [row for line, row in new]


def _row(article: int, line: CommentLine, which: int) -> Comment:
    mark = [str(article), line.created_at.isoformat(), line.name, str(which), line.body]
    row = Comment(
        article_id=article,
        submission=uuid.uuid5(IMPORTED, "\n".join(mark)),
        name=line.name,
        body=line.body,
        created_at=line.created_at,
        state=line.state,
        region=line.region,
        official=line.staff,
        edited_at=line.edited_at,
        published_at=line.published_at,
    )
    if line.number:
        row.number = line.number
    return row


def save(new: list[Comment]) -> None:
    """Write rows of new_comments(), what is answered before its answers. Two queries."""
    if not new:
        return
    with connection.cursor() as cursor:
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(sequence, [Comment._meta.db_table, len(new)])
        for row, (key,) in zip(new, cursor.fetchall(), strict=True):
            row.pk = key
    levels = _settled(new)
    Comment.objects.bulk_create(sorted(new, key=lambda row: (levels[row.pk], row.pk)))


def _settled(new: list[Comment]) -> dict[int, int]:
    """Give each row its parent's key and its root; primary key → how far it is from the root, or from what was there.
    However long a chain of answers is, each row is passed once.
    """
    fresh = {row.pk for row in new}
    levels: dict[int, int] = {}
    for row in new:
        way = [row]
        while (above := way[-1].answers) is not None and above.pk in fresh and above.pk not in levels:
            way.append(above)
        for one in reversed(way):
            above = one.answers
            one.parent_id = above and above.pk
            one.root_id = above and (above.root_id or above.pk)
            levels[one.pk] = levels.get(above.pk, 0) + 1 if above else 0
    return levels
