"""The nouns of the newsroom, one a module. They import each other downwards only:

article → article_queryset → desk_queryset → review, revision, category; article_queryset → picture, tag, correction;
article → source, category_right; article_queryset → headline; front_page_slot, topic → article;
revision → review, entry, preview_link. These name their article in words.
"""

from news.models.address_push import AddressPush
from news.models.article import Article, ArticleQuerySet
from news.models.autosave import Autosave, EditingSession
from news.models.category import RESERVED_SLUGS, Category
from news.models.category_right import CategoryRight
from news.models.correction import Correction
from news.models.entry import Entry
from news.models.front_page_slot import FrontPageSlot
from news.models.headline import Headline
from news.models.job_run import JobRun
from news.models.missing_address import MissingAddress
from news.models.month_count import MonthCount
from news.models.mourning_day import MourningDay
from news.models.picture import Picture
from news.models.preview_link import PreviewLink
from news.models.push_quota import PushQuota
from news.models.review import Review
from news.models.revision import Revision
from news.models.search_entry import SearchEntry
from news.models.source import Source
from news.models.tag import Tag
from news.models.topic import Topic, TopicArticle, TopicSection
from news.models.word_rule import WordRule

__all__ = [
    "RESERVED_SLUGS",
    "AddressPush",
    "Article",
    "ArticleQuerySet",
    "Autosave",
    "Category",
    "CategoryRight",
    "Correction",
    "EditingSession",
    "Entry",
    "FrontPageSlot",
    "Headline",
    "JobRun",
    "MissingAddress",
    "MonthCount",
    "MourningDay",
    "Picture",
    "PreviewLink",
    "PushQuota",
    "Review",
    "Revision",
    "SearchEntry",
    "Source",
    "Tag",
    "Topic",
    "TopicArticle",
    "TopicSection",
    "WordRule",
]
