"""The parts of addresses. What doesn't fit is no address of ours: a 404 before any query."""

from django.urls.converters import StringConverter

from news import picture_files


class IdConverter:
    """A row's number in ASCII digits, short enough for Postgres' bigint."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class CategoryPathConverter(StringConverter):
    regex = "[a-z0-9-]{1,40}(?:/[a-z0-9-]{1,40})?"


class TagConverter(StringConverter):
    regex = "[^/\x00-\x1f]{1,60}"


class PictureFileConverter(StringConverter):
    regex = picture_files.FILE.pattern


class CardVersionConverter(StringConverter):
    regex = "[0-9a-f]{16}"


class PushKeyConverter(StringConverter):
    regex = "[A-Za-z0-9-]{8,128}"


class YearConverter:
    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class MonthConverter:
    regex = "0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"
