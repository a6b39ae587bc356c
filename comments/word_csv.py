"""评论词表 as CSV."""

from comments.models import CommentWord
from news import word_csv

ACTIONS = {label: value for value, label in CommentWord.Action.choices}
CATEGORIES = {label: value for value, label in CommentWord.Category.choices}


def _values(cells: dict[str, str]) -> dict:
    return {
        "word": cells["词"],
        "action": word_csv.one_of(cells, "处理", ACTIONS, "标出"),
        "category": word_csv.one_of(cells, "类别", CATEGORIES, "其他"),
        "by_pinyin": word_csv.truth(cells, "同音也算", False),
        "exceptions": cells["例外"],
        "note": cells["说明"],
        "active": word_csv.truth(cells, "启用", True),
    }


def _cells(row: CommentWord) -> list[str]:
    said = [row.word, row.get_action_display(), row.get_category_display(), word_csv.said(row.by_pinyin)]
    return [*said, row.exceptions, row.note, word_csv.said(row.active)]


TABLE = word_csv.Table(
    CommentWord,
    {
        "词": "word",
        "处理": "action",
        "类别": "category",
        "同音也算": "by_pinyin",
        "例外": "exceptions",
        "说明": "note",
        "启用": "active",
    },
    _values,
    _cells,
)
