"""Lines of the exchange format for the tests of import and export."""

import io
import json

from django.core.management import call_command

from comments.models import Comment
from news.models import Article, Category, Picture, Source, Tag
from traffic.models import DailyReadings

PICTURE = f"pictures/2026/01/{'0a' * 16}_1600x900.webp"


def line(**values) -> dict:
    """A line with the required keys alone, unless told otherwise; a value of ... takes its key away."""
    base = {
        "id": 7,
        "title": "城东菜市场今天开门",
        "categories": [{"slug": "minsheng", "name": "民生"}],
        "body": "<p>早上六点，城东菜市场开门。</p>",
        "published_at": "2026-01-31T08:00:00+08:00",
    }
    return {key: value for key, value in {**base, **values}.items() if value is not ...}


def comment(**values) -> dict:
    base = {"name": "街坊", "body": "离家近了。", "created_at": "2026-01-31T09:00:00+08:00", "state": "approved"}
    return {key: value for key, value in {**base, **values}.items() if value is not ...}


def write_lines(path, *lines: dict | bytes | str):
    raw = [item if isinstance(item, bytes) else as_text(item).encode() for item in lines]
    path.write_bytes(b"".join(item + b"\n" for item in raw))
    return path


def as_text(item: dict | str) -> str:
    return item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)


def run(command: str, *arguments, **options) -> tuple[int, list[str], list[str]]:
    """Exit code, lines of stdout and lines of stderr of a command."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command(command, *map(str, arguments), stdout=out, stderr=err, no_color=True, **options)
    except SystemExit as leaving:
        code = leaving.code
    return code, out.getvalue().splitlines(), err.getvalue().splitlines()


def all_rows() -> dict:
    """Everything that import may touch, to be compared before and after."""
    models = [Article, Category, Comment, DailyReadings, Picture, Source, Tag, Article.tags.through]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
