"""A list of words as CSV, as Excel and WPS read and write it. Each list says in a Table what its columns are."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models

from news.text import clean_line

MOST_BYTES = 1_000_000
MOST_ROWS = 20_000
WORD = "词"  # the column that every list has, and its key
YES, NO = "是", "否"
# A spreadsheet would calculate what begins so; the apostrophe before it says that it is text.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


class Unreadable(Exception):
    """Not a word list at all. The message says why, in Chinese."""


@dataclass(frozen=True)
class Table:
    """How a model that has a unique `word` stands in a file: column → its field; what the cells of a row (column →
    text, "" where it has none) mean, which raises ValidationError; and the cells of a row of the model, in order.
    """

    model: type[models.Model]
    columns: dict[str, str]
    values: Callable[[dict[str, str]], dict]
    cells: Callable[[models.Model], list[str]]

    @property
    def fields(self) -> list[str]:
        return list(self.columns.values())


@dataclass
class Changes:
    """What a file would do to the list; nothing is saved yet."""

    added: list = field(default_factory=list)
    changed: list = field(default_factory=list)
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


def compare(text: str, table: Table) -> Changes:
    """What the file says against what the list says. One query. Raises Unreadable."""
    changes, seen = Changes(), {}
    known = {row.word: row for row in table.model.objects.all()}
    for line, cells in _rows(text, table):
        try:
            values = _values(cells, table)
            row = known.get(values["word"]) or table.model()
            before = {name: getattr(row, name) for name in table.fields}
            if first := seen.get(values["word"]):
                raise ValidationError(f"和第 {first} 行是同一个词")
            seen[values["word"]] = line
            for name, value in values.items():
                setattr(row, name, value)
            row.full_clean(validate_unique=False, validate_constraints=False)  # they would ask the database
        except ValidationError as error:
            changes.errors.append((line, "；".join(error.messages)))
            continue
        if row.pk is None:
            changes.added.append(row)
        elif before != values:
            changes.changed.append(row)
        else:
            changes.same += 1
    return changes


def _rows(text: str, table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    """(line of the file, column → cell)."""
    if "\0" in text:
        raise Unreadable("这不是 CSV 文件，请在 Excel 或 WPS 里另存为 CSV")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")
    try:
        head = [cell.strip() for cell in next(lines, [])]
        if WORD not in head:
            raise Unreadable(f"第一行要写列名：{'、'.join(table.columns)}；至少要有“{WORD}”")
        for number, cells in enumerate(lines, start=1):
            if number > MOST_ROWS:
                raise Unreadable(f"一次最多 {MOST_ROWS} 行，请分成几个文件")
            if any(cell.strip() for cell in cells):
                yield lines.line_num, dict(zip(head, cells, strict=False))
    except csv.Error as error:
        raise Unreadable(f"第 {lines.line_num} 行看不懂，请检查引号和逗号") from error


def _values(row: dict[str, str], table: Table) -> dict:
    cells = {name: clean_line(_unarmed(row.get(name) or "")) for name in table.columns}
    if not cells[WORD]:
        raise ValidationError("没有写词")
    return table.values(cells)


def one_of(cells: dict[str, str], column: str, names: dict[str, str], usual: str):
    """What the cell stands for, or `usual` stands for where it is empty. Raises ValidationError."""
    found = names.get(cells[column] or usual)
    if found is None:
        raise ValidationError(f"{column}只能是{'或'.join(names)}")
    return found


def truth(cells: dict[str, str], column: str, usual: bool) -> bool:
    """Raises ValidationError."""
    if cells[column] not in {"", YES, NO}:
        raise ValidationError(f"{column}只能写{YES}或{NO}")
    return cells[column] == YES if cells[column] else usual


def said(value: bool) -> str:
    return YES if value else NO


def written(table: Table, rows: Iterable) -> str:
    file = io.StringIO()
    lines = csv.writer(file)
    lines.writerow(table.columns)
    for row in rows:
        lines.writerow([_armed(cell) for cell in table.cells(row)])
    return file.getvalue()


def _armed(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*FORMULA, "'")) else cell


def _unarmed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA, "'")) else cell
