"""The newsroom. One module a noun; Django finds them all here."""

from news.admin.address_push import AddressPushAdmin
from news.admin.article import ArticleAdmin
from news.admin.category import CategoryAdmin
from news.admin.entry import EntryAdmin
from news.admin.flat_page import FlatPageAdmin
from news.admin.mourning_day import MourningDayAdmin
from news.admin.picture import PictureAdmin
from news.admin.redirect import MissingAddressAdmin, RedirectAdmin
from news.admin.source import SourceAdmin
from news.admin.tag import TagAdmin
from news.admin.topic import TopicAdmin
from news.admin.word_rule import WordRuleAdmin

__all__ = [
    "AddressPushAdmin",
    "ArticleAdmin",
    "CategoryAdmin",
    "EntryAdmin",
    "FlatPageAdmin",
    "MissingAddressAdmin",
    "MourningDayAdmin",
    "PictureAdmin",
    "RedirectAdmin",
    "SourceAdmin",
    "TagAdmin",
    "TopicAdmin",
    "WordRuleAdmin",
]
