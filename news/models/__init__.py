"""The nouns of the newsroom, one a module. They import each other downwards only:

article → article_queryset → picture, tag, category; article → source; the others name it in words.
"""

from news.models.article import Article, ArticleQuerySet
from news.models.autosave import Autosave, EditingSession
from news.models.category import RESERVED_SLUGS, Category
from news.models.category_right import CategoryRight
from news.models.entry import Entry
from news.models.picture import Picture
from news.models.review import Review
from news.models.revision import Revision
from news.models.source import Source
from news.models.tag import Tag

__all__ = [
    "RESERVED_SLUGS",
    "Article",
    "ArticleQuerySet",
    "Autosave",
    "Category",
    "CategoryRight",
    "EditingSession",
    "Entry",
    "Picture",
    "Review",
    "Revision",
    "Source",
    "Tag",
]
