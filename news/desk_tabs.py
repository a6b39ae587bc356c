"""What lies on somebody's desk, as tabs above the list and cards on the first page of the admin."""

from typing import NamedTuple

from news.models import Article, ArticleQuerySet

# name → (label, the articles of it for a user)
TABS = {
    "awaiting": ("待我处理", ArticleQuerySet.awaiting),
    "mine": ("我的稿件", ArticleQuerySet.written_by),
    "returned": ("已退回", ArticleQuerySet.returned_to),
}
# Of these the longest waiting comes first.
WAITING = ["awaiting", "returned"]


class Tab(NamedTuple):
    name: str
    label: str
    count: int


def tabs_of(user) -> list[Tab]:
    """Every tab with the number of its articles, in as many queries as there are tabs, and those of the rights."""
    visible = Article.objects.visible_to_staff(user)
    return [Tab(name, label, articles(visible, user).count()) for name, (label, articles) in TABS.items()]
