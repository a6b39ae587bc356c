"""The newsroom's 词表 as CSV."""

from news import word_csv
from news.models import WordRule

LEVELS = {"错误": "error", "提醒": "warning"}
KINDS = {label: value for value, label in WordRule.Kind.choices}


def _values(cells: dict[str, str]) -> dict:
    return {
        "word": cells["词"],
        "kind": word_csv.one_of(cells, "类别", KINDS, "易错词" if cells["正确写法"] else "敏感词"),
        "replacement": cells["正确写法"],
        "exceptions": cells["例外"],
        "level": word_csv.one_of(cells | {"级别": cells["级别"][:2]}, "级别", LEVELS, "提醒"),
        "note": cells["说明"],
        "active": word_csv.truth(cells, "启用", True),
    }


def _cells(rule: WordRule) -> list[str]:
    levels = {value: label for label, value in LEVELS.items()}
    said = [rule.word, rule.get_kind_display(), rule.replacement, rule.exceptions, levels[rule.level], rule.note]
    return [*said, word_csv.said(rule.active)]


TABLE = word_csv.Table(
    WordRule,
    {
        "词": "word",
        "类别": "kind",
        "正确写法": "replacement",
        "例外": "exceptions",
        "级别": "level",
        "说明": "note",
        "启用": "active",
    },
    _values,
    _cells,
)
