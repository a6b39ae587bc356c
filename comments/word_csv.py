"""评论词表 as CSV."""

from comments.models import CommentWord
from news.csv_list import CsvList

COMMENT_WORDS = CsvList(CommentWord, ["word", "action", "category", "by_pinyin", "exceptions", "note", "active"])
