"""The word list as CSV, as Excel and WPS read and write it."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from news.models import WordRule
from news.text import clean_line

MOST_BYTES = 1_000_000
MOST_ROWS = 20_000
COLUMNS = {
    "词": "word",
    "类别": "kind",
    "正确写法": "replacement",
    "例外": "exceptions",
    "级别": "level",
    "说明": "note",
    "启用": "active",
}
LEVELS = {"错误": "error", "提醒": "warning"}
KINDS = {label: value for value, label in WordRule.Kind.choices}
YES, NO = "是", "否"
# A spreadsheet would calculate what begins so; the apostrophe before it says that it is text.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
FIELDS = list(COLUMNS.values())


class Unreadable(Exception):
    """Not a word list at all. The message says why, in Chinese."""


@dataclass
class Changes:
    """What a file would do to the list; nothing is saved yet."""

    added: list[WordRule] = field(default_factory=list)
    changed: list[WordRule] = field(default_factory=list)
    same: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)  # line of the file, reason


def decoded(content: bytes) -> str:
    """UTF-8 with or without BOM, or what a Chinese Excel writes. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"文件不能超过 {MOST_BYTES // 1_000_000} MB")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("看不懂文件的编码，请存为“CSV UTF-8（逗号分隔）”")


def compare(text: str) -> Changes:
    """What the file says against what the list says. One query. Raises Unreadable."""
    changes, seen = Changes(), {}
    known = {rule.word: rule for rule in WordRule.objects.all()}
    for line, row in _rows(text):
        try:
            values = _values(row)
            rule = known.get(values["word"]) or WordRule()
            before = {name: getattr(rule, name) for name in FIELDS}
            if first := seen.get(values["word"]):
                raise ValidationError(f"和第 {first} 行是同一个词")
            seen[values["word"]] = line
            for name, value in values.items():
                setattr(rule, name, value)
            rule.full_clean(validate_unique=False, validate_constraints=False)  # they would ask the database
        except ValidationError as error:
            changes.errors.append((line, "；".join(error.messages)))
            continue
        if rule.pk is None:
            changes.added.append(rule)
        elif before != values:
            changes.changed.append(rule)
        else:
            changes.same += 1
    return changes


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line of the file, column → cell). A file without a head has one word a line."""
    if "\0" in text:
        raise Unreadable("这不是 CSV 文件，请在 Excel 或 WPS 里另存为 CSV")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")
    try:
        head = [cell.strip() for cell in next(lines, [])]
        if "词" not in head:
            raise Unreadable(f"第一行要写列名：{'、'.join(COLUMNS)}；至少要有“词”")
        for number, cells in enumerate(lines, start=1):
            if number > MOST_ROWS:
                raise Unreadable(f"一次最多 {MOST_ROWS} 行，请分成几个文件")
            if any(cell.strip() for cell in cells):
                yield lines.line_num, dict(zip(head, cells, strict=False))
    except csv.Error as error:
        raise Unreadable(f"第 {lines.line_num} 行看不懂，请检查引号和逗号") from error


def _values(row: dict[str, str]) -> dict:
    """Column → value of the rule. Raises ValidationError."""
    cells = {name: clean_line(_unarmed(row.get(name) or "")) for name in COLUMNS}
    if not cells["词"]:
        raise ValidationError("没有写词")
    kind = KINDS.get(cells["类别"] or ("易错词" if cells["正确写法"] else "敏感词"))
    level = LEVELS.get(cells["级别"][:2] or "提醒")
    if kind is None:
        raise ValidationError(f"类别只能是{'或'.join(KINDS)}")
    if level is None:
        raise ValidationError(f"级别只能是{'或'.join(LEVELS)}")
    if cells["启用"] not in {"", YES, NO}:
        raise ValidationError(f"启用只能写{YES}或{NO}")
    return {
        "word": cells["词"],
        "kind": kind,
        "replacement": cells["正确写法"],
        "exceptions": cells["例外"],
        "level": level,
        "note": cells["说明"],
        "active": cells["启用"] != NO,
    }


def written(rules: Iterable[WordRule]) -> str:
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(COLUMNS)
    levels, kinds = ({value: label for label, value in names.items()} for names in (LEVELS, KINDS))
    for rule in rules:
        cells = [rule.word, kinds[rule.kind], rule.replacement, rule.exceptions, levels[rule.level], rule.note]
        table.writerow([_armed(cell) for cell in [*cells, YES if rule.active else NO]])
    return file.getvalue()


def _armed(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*FORMULA, "'")) else cell


def _unarmed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA, "'")) else cell
