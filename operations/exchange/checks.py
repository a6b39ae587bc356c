"""What a value in the exchange format may be. Each check takes what JSON gave and returns the value to store,
or raises Refused with an English reason for the operator.
"""

import re
from datetime import datetime

from django.core.exceptions import ValidationError

from news.models.source import web_only
from news.text import clean_line

YEARS = range(1900, 2101)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
OVERRIDE = re.compile("[\u202a-\u202e]")
SURROGATE = re.compile("[\ud800-\udfff]")
CHARACTER_REASONS = {
    "bidi": "has a character that turns the direction of writing",
    "control": "has a control character or half a surrogate pair",
    "zalgo": "has too many marks on one letter",
}


class Refused(Exception):
    """`path` leads to the value inside the line, outermost key first: ("comments", 2, "name")."""

    def __init__(self, reason: str, *path: str | int):
        super().__init__(reason)
        self.reason = reason
        self.path = path

    def under(self, *path: str | int) -> "Refused":
        return Refused(self.reason, *path, *self.path)

    def field(self) -> str:
        """The path as a person writes it: comments[2].name."""
        words = [f"[{part}]" if isinstance(part, int) else f".{printable(part)}" for part in self.path]
        return "".join(words).removeprefix(".") or "line"


def printable(key: str) -> str:
    """`key` short and without anything that could move a terminal's cursor or forge a second line."""
    return (key if key.isprintable() else ascii(key)[1:-1])[:60] or '""'


def kind(value) -> str:
    names = {bool: "true or false", dict: "an object", list: "a list", str: "text", type(None): "null"}
    return names.get(type(value), "a number")


def expect(value, wanted: type | tuple, name: str):
    # bool is an int to Python, and to nobody else.
    if type(value) is not wanted:
        raise Refused(f"must be {name}, not {kind(value)}")


def length(value: str, longest: int) -> None:
    if len(value) > longest:
        raise Refused(f"is longer than {longest:,} characters")


def line(value, longest: int, empty: bool = False) -> str:
    """Text of one line, by the rule of the newsroom's own forms."""
    expect(value, str, "text")
    try:
        value = clean_line(value)
    except ValidationError as error:
        raise Refused(CHARACTER_REASONS[error.code]) from error
    length(value, longest)
    if not value and not empty:
        raise Refused("is empty")
    return value


def text(value, longest: int) -> str:
    """Text of several lines that somebody else will clean; a line ends with \\n alone, as in all that we store."""
    expect(value, str, "text")
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    for pattern, reason in [(CONTROL, "control"), (SURROGATE, "control"), (OVERRIDE, "bidi")]:
        if pattern.search(value):
            raise Refused(CHARACTER_REASONS[reason])
    length(value, longest)
    if not value.strip():
        raise Refused("is empty")
    return value


def web_address(value, longest: int) -> str:
    value = line(value, longest, empty=True)
    try:
        # The database wants the scheme in small letters.
        if value and (not value.startswith(("http://", "https://")) or web_only(value)):
            raise Refused("must be a web address that begins with http:// or https://")
    except ValidationError as error:
        raise Refused("must be a web address that begins with http:// or https://") from error
    return value


def whole_number(value, lowest: int, highest: int) -> int:
    expect(value, int, "a whole number")
    if not lowest <= value <= highest:
        raise Refused(f"must be from {lowest:,} to {highest:,}")
    return value


def truth(value) -> bool:
    expect(value, bool, "true or false")
    return value


def one_of(value, words: list[str]) -> str:
    if value not in words:
        raise Refused(f"must be one of {', '.join(words)}")
    return value


def moment(value) -> datetime:
    """A moment with its offset; a time without one is nobody's time."""
    expect(value, str, "text")
    if not MOMENT.fullmatch(value):
        raise Refused("must be a time with its offset, such as 2026-01-31T08:00:00+08:00")
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise Refused("is no time that exists") from error
    if found.year not in YEARS:
        raise Refused(f"must be in the years {YEARS[0]} to {YEARS[-1]}")
    return found


def maybe(value, check):
    """null, or what `check` lets through."""
    return None if value is None else check(value)


def list_of(value, check) -> list:
    expect(value, list, "a list")
    items = []
    for index, item in enumerate(value):
        try:
            items.append(check(item))
        except Refused as refused:
            raise refused.under(index) from refused
    return items


def record(value, checks: dict, required: list[str]) -> dict:
    """The object's values, each through the check of its key; keys that are optional and not there stay away."""
    expect(value, dict, "an object")
    for key in required:
        if key not in value:
            raise Refused("is missing", key)
    for key in value:
        if key not in checks:
            raise Refused("is no key of the format", key)
    values = {}
    for key, item in value.items():
        try:
            values[key] = checks[key](item)
        except Refused as refused:
            raise refused.under(key) from refused
    return values
