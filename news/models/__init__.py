"""The nouns of the newsroom, one a module. They import each other downwards only:

article → article_queryset → desk_queryset → review, revision, category; article_queryset → picture, tag;
article → source, category_right; revision → review, entry, preview_link. These name their article in words.
"""

from news.models.article import Article, ArticleQuerySet
from news.models.autosave import Autosave, EditingSession
from news.models.category import RESERVED_SLUGS, Category
from news.models.category_right import CategoryRight
from news.models.correction import Correction
from news.models.entry import Entry
from news.models.job_run import JobRun
from news.models.missing_address import MissingAddress
from news.models.picture import Picture
from news.models.preview_link import PreviewLink
from news.models.review import Review
from news.models.revision import Revision
from news.models.search_entry import SearchEntry
from news.models.source import Source
from news.models.tag import Tag
from news.models.word_rule import WordRule

__all__ = [
    "RESERVED_SLUGS",
    "Article",
    "ArticleQuerySet",
    "Autosave",
    "Category",
    "CategoryRight",
    "Correction",
    "EditingSession",
    "Entry",
    "JobRun",
    "MissingAddress",
    "Picture",
    "PreviewLink",
    "Review",
    "Revision",
    "SearchEntry",
    "Source",
    "Tag",
    "WordRule",
]
