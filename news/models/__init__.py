"""The nouns of the newsroom, one a module. They import each other downwards only:

article → picture, source, tag, category.
"""

from news.models.article import Article, ArticleQuerySet
from news.models.category import RESERVED_SLUGS, Category
from news.models.picture import Picture
from news.models.source import Source
from news.models.tag import Tag

__all__ = ["RESERVED_SLUGS", "Article", "ArticleQuerySet", "Category", "Picture", "Source", "Tag"]
