"""Bytes → ArticleLine. Nothing here asks the database."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import BinaryIO

from django.core.exceptions import ValidationError

from news import markup, picture_files
from news.models import Article, Category, Picture, Source, Tag
from operations.exchange import checks, threads
from operations.exchange.checks import Refused
from operations.exchange.threads import CommentLine

LONGEST_LINE = 5_000_000  # bytes
HIGHEST_ID = 10**15
MOST_VIEWS = 10**12
MOST_DIGITS = 20


@dataclass(frozen=True)
class ArticleLine:
    """One good line. `columns` are the values of Article's own plain columns, the body cleaned."""

    number: int
    id: int
    columns: dict
    categories: list[tuple[str, str]]  # (slug, name), the parent first
    source: str
    cover: dict | None
    tags: list[str]
    views: int
    comments: list[CommentLine] = field(repr=False)

    @property
    def category_path(self) -> str:
        return "/".join(slug for slug, name in self.categories)

    @property
    def cover_file(self) -> str | None:
        return self.cover["file"] if self.cover else None


def numbered_lines(file: BinaryIO) -> Iterator[tuple[int, bytes, int]]:
    """Yield (number from 1, bytes, length in the file) of every line; of one that is too long, only its beginning."""
    number = 0
    while start := file.readline(LONGEST_LINE + 1):
        number += 1
        size, end = len(start), start
        while len(start) > LONGEST_LINE and not end.endswith(b"\n") and (end := file.readline(1 << 16)):
            size += len(end)
        yield number, start.removeprefix(b"\xef\xbb\xbf") if number == 1 else start, size


def read(number: int, line: bytes) -> ArticleLine | None:
    """The article of a line, or None of a blank one. Raises Refused."""
    if len(line) > LONGEST_LINE:
        raise Refused(f"is longer than {LONGEST_LINE:,} bytes", "line")
    line = line.strip()
    if not line:
        return None
    values = checks.record(parsed(line), ARTICLE, REQUIRED)
    columns = {**COLUMN_DEFAULTS, **{key: value for key, value in values.items() if key in COLUMN_DEFAULTS}}
    columns["byline"] = columns["byline"] or COLUMN_DEFAULTS["byline"]
    check_times(columns)
    return ArticleLine(
        number=number,
        id=values["id"],
        columns=columns,
        categories=values["categories"],
        source=values.get("source", ""),
        cover=values.get("cover"),
        tags=values.get("tags", []),
        views=values.get("views", 0),
        comments=values.get("comments", []),
    )


def parsed(line: bytes):
    try:
        return json.loads(
            line.decode("utf-8"), object_pairs_hook=without_doubles, parse_constant=no_constant, parse_int=short_int
        )
    except UnicodeDecodeError as error:
        raise Refused(f"is not UTF-8 at byte {error.start + 1}", "line") from error
    except json.JSONDecodeError as error:
        raise Refused(f"is no JSON at character {error.pos + 1}", "line") from error
    except RecursionError as error:
        raise Refused("is nested too deeply", "line") from error


def without_doubles(pairs: list[tuple]) -> dict:
    found = {}
    for key, value in pairs:
        if key in found:
            raise Refused("is there twice", key)
        found[key] = value
    return found


def no_constant(name: str):
    raise Refused(f"is no JSON: it has {name}", "line")


def short_int(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise Refused(f"has a number of more than {MOST_DIGITS} digits", "line")
    return int(digits)


def check_times(columns: dict) -> None:
    if columns["published_at"] is None and columns["state"] != Article.State.DRAFT:
        raise Refused("may be null only in a draft", "published_at")
    if columns["published_at"] and columns["expires_at"] and columns["expires_at"] <= columns["published_at"]:
        raise Refused("must be later than published_at", "expires_at")


def body(value) -> str:
    value = checks.text(value, size(Article, "body"))
    value = markup.clean_html(value)
    if not value.strip():
        raise Refused("has nothing left after cleaning")
    return value


def slug(value) -> str:
    value = checks.line(value, size(Category, "slug"))
    try:
        Category._meta.get_field("slug").run_validators(value)
    except ValidationError as error:
        raise Refused(SLUG_REASONS.get(error.error_list[0].code, "is no slug")) from error
    return value


SLUG_REASONS = {
    "invalid": "may hold only small letters, digits and single hyphens between them",
    "reserved": "is an address of the site itself",
}


def categories(value) -> list[tuple[str, str]]:
    items = checks.list_of(value, lambda item: checks.record(item, CATEGORY, ["slug", "name"]))
    if len(items) not in (1, 2):
        raise Refused("must be one category, or a category and its child")
    return [(item["slug"], item["name"]) for item in items]


def tag(value) -> str:
    value = checks.line(value, size(Tag, "name"))
    try:
        Tag._meta.get_field("name").run_validators(value)
    except ValidationError as error:
        raise Refused("may hold no blanks and no symbols") from error
    return value


def picture(value) -> str:
    value = checks.line(value, size(Picture, "file"))
    try:
        picture_files.size_of(value)
    except ValueError as error:
        raise Refused("is no name of a picture as this site gives them") from error
    return value


def size(model, name: str) -> int:
    return model._meta.get_field(name).max_length


def one_line(model, name: str, empty: bool = False):
    return partial(checks.line, longest=size(model, name), empty=empty)


CATEGORY = {"slug": slug, "name": one_line(Category, "name")}
COVER = {"file": picture, "alt": one_line(Picture, "alt"), "credit": one_line(Picture, "credit")}
ARTICLE = {
    "id": partial(checks.whole_number, lowest=1, highest=HIGHEST_ID),
    "title": one_line(Article, "title"),
    "subtitle": one_line(Article, "subtitle", empty=True),
    "original_title": one_line(Article, "original_title", empty=True),
    "categories": categories,
    "body": body,
    "summary": one_line(Article, "summary", empty=True),
    "byline": one_line(Article, "byline", empty=True),
    "source": one_line(Source, "name", empty=True),
    "source_url": partial(checks.web_address, longest=size(Article, "source_url")),
    "editor": one_line(Article, "editor", empty=True),
    "reprint": checks.truth,
    "published_at": partial(checks.maybe, check=checks.moment),
    "tags": partial(checks.list_of, check=tag),
    "views": partial(checks.whole_number, lowest=0, highest=MOST_VIEWS),
    "state": partial(checks.one_of, words=Article.State.values),
    "comments": threads.comments,
    "expires_at": partial(checks.maybe, check=checks.moment),
    "comment_policy": partial(checks.one_of, words=Article.CommentPolicy.values),
    "withdrawal_notice": one_line(Article, "withdrawal_notice", empty=True),
    "cover": partial(checks.maybe, check=lambda value: checks.record(value, COVER, ["file", "alt", "credit"])),
}
REQUIRED = ["id", "title", "categories", "body", "published_at"]
COLUMN_DEFAULTS = {
    "title": "",
    "subtitle": "",
    "original_title": "",
    "summary": "",
    "body": "",
    "byline": Article._meta.get_field("byline").default,
    "source_url": "",
    "editor": "",
    "reprint": False,
    "state": Article.State.PUBLISHED.value,
    "published_at": None,
    "expires_at": None,
    "withdrawal_notice": "",
    "comment_policy": Article.CommentPolicy.OPEN.value,
}
