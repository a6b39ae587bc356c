"""A list of words as CSV, as Excel and WPS read and write it."""

import csv
import dataclasses
import io
from collections.abc import Callable, Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import models, transaction

from news.text import clean_line

MOST_BYTES = 1_000_000
MOST_ROWS = 20_000
YES, NO = "是", "否"
# A spreadsheet would calculate what begins so; the apostrophe before it says that it is text.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


class Unreadable(Exception):
    """Not a word list at all. The message says why, in Chinese."""


@dataclasses.dataclass
class Changes:
    """What a file would do to the list; nothing is saved yet."""

    added: list[models.Model] = dataclasses.field(default_factory=list)
    changed: list[models.Model] = dataclasses.field(default_factory=list)
    same: int = 0
    errors: list[tuple[int, str]] = dataclasses.field(default_factory=list)  # line of the file, reason


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


@dataclasses.dataclass(frozen=True)
class CsvList:
    """The rows of `model`, of which `word` tells one from the other and `updated_at` when it changed; and a column for
    each of `fields`, `word` first, called as the model calls it. `settle` may change the cells of a line (column →
    text) before they are read.
    """

    model: type[models.Model]
    fields: list[str]
    settle: Callable[[dict[str, str]], None] = lambda cells: None

    @property
    def columns(self) -> dict[str, models.Field]:
        fields = [self.model._meta.get_field(name) for name in self.fields]
        return {str(field.verbose_name): field for field in fields}

    def compare(self, text: str) -> Changes:
        """What the file says against what the list says: an empty cell says the usual, a column that the file hasn't
        says nothing. One query. Raises Unreadable.
        """
        changes, seen = Changes(), {}
        known = {row.word: row for row in self.model.objects.all()}
        for line, cells in self._lines(text):
            try:
                values = self._values(cells)
                row = known.get(values["word"]) or self.model()
                before = {name: getattr(row, name) for name in values}
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

    @transaction.atomic
    def take(self, text: str) -> Changes:
        """Save what compare() finds. Raises Unreadable."""
        # Nobody changes what is compared. In the order of all who lock rows of a list, so that none waits in a circle.
        list(self.model.objects.order_by("pk").select_for_update().values_list("pk"))
        changes = self.compare(text)
        # One statement for a thousand; bulk_update takes ten times as long, and whoever counts hits waits for it.
        self.model.objects.bulk_create(
            changes.added + changes.changed,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["word"],
            update_fields=[*self.fields[1:], "updated_at"],
        )
        return changes

    def _lines(self, text: str) -> Iterator[tuple[int, dict[str, str]]]:
        """(line of the file, column → cell)."""
        if "\0" in text:
            raise Unreadable("这不是 CSV 文件，请在 Excel 或 WPS 里另存为 CSV")
        lines = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")
        try:
            head = [cell.strip() for cell in next(lines, [])]
            if "词" not in head:
                raise Unreadable(f"第一行要写列名：{'、'.join(self.columns)}；至少要有“词”")
            for number, cells in enumerate(lines, start=1):
                if number > MOST_ROWS:
                    raise Unreadable(f"一次最多 {MOST_ROWS} 行，请分成几个文件")
                if any(cell.strip() for cell in cells):
                    yield lines.line_num, dict(zip(head, cells + [""] * len(head), strict=False))
        except csv.Error as error:
            raise Unreadable(f"第 {lines.line_num} 行看不懂，请检查引号和逗号") from error

    def _values(self, row: dict[str, str]) -> dict:
        """Name of the field → value. Raises ValidationError."""
        columns = self.columns
        cells = {column: clean_line(_unarmed(row[column])) for column in columns if column in row}
        if not cells["词"]:
            raise ValidationError("没有写词")
        self.settle(cells)
        return {columns[column].name: _value(column, columns[column], cell) for column, cell in cells.items()}

    def written(self, rows: Iterable[models.Model]) -> str:
        file, columns = io.StringIO(), self.columns
        table = csv.writer(file)
        table.writerow(columns)
        for row in rows:
            table.writerow([_armed(_cell(row, field)) for field in columns.values()])
        return file.getvalue()

    def about(self, row: models.Model) -> str:
        """What the row says of its word, in a few words."""
        said = []
        for column, field in self.columns.items():
            if field.choices:
                said.append(_cell(row, field))
            elif isinstance(field, models.BooleanField) and getattr(row, field.name) != field.default:
                said.append(column if getattr(row, field.name) else f"不{column}")
        return "，".join(said)


def _value(column: str, field: models.Field, cell: str):
    if isinstance(field, models.BooleanField):
        if cell not in {"", YES, NO}:
            raise ValidationError(f"{column}只能写{YES}或{NO}")
        return cell == YES if cell else field.default
    if field.choices:
        values = {label: value for value, label in field.choices}
        if cell and cell not in values:
            *others, last = values
            raise ValidationError(f"{column}只能是{'、'.join(others)}或{last}")
        return values[cell] if cell else field.default
    return cell


def _cell(row: models.Model, field: models.Field) -> str:
    value = getattr(row, field.name)
    if isinstance(field, models.BooleanField):
        return YES if value else NO
    return str(dict(field.choices)[value] if field.choices else value)


def _armed(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*FORMULA, "'")) else cell


def _unarmed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA, "'")) else cell
