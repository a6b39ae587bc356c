"""词表 as CSV."""

from news.csv_list import CsvList
from news.models import WordRule


def _settle(cells: dict[str, str]) -> None:
    """A word with its right writing is 易错词 without saying so; a level may have a remark behind it."""
    if cells.get("正确写法") and not cells.get("类别"):
        cells["类别"] = "易错词"
    if "级别" in cells:
        cells["级别"] = cells["级别"][:2]


WORD_RULES = CsvList(WordRule, ["word", "kind", "replacement", "exceptions", "level", "note", "active"], _settle)
