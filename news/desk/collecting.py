"""What editors do with the articles of a topic. As in placing.py each deed names the order that was seen; all raise
ValidationError.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from news.desk.arranging import STALE, fingerprint, swapped
from news.models import Article, Topic, TopicArticle, TopicSection

MOST = 1000


def seen(topic: Topic) -> str:
    """What the topic holds now."""
    return fingerprint(topic.topic_articles.order_by("position").values_list("pk", "section_id"))


@transaction.atomic
def add(topic_pk: int, user, article: Article, section: TopicSection | None, seen_before: str) -> None:
    """Put an article at the end of a section; drafts show once they are published."""
    topic = _begin(topic_pk, user, seen_before)
    if not article.visible_to(user) or article.binned_at:
        raise ValidationError("不能放这篇稿件")
    if topic.topic_articles.filter(article=article).exists():
        raise ValidationError("已经在这个专题里")
    if topic.topic_articles.count() >= MOST:
        raise ValidationError(f"一个专题最多 {MOST} 篇")
    last = topic.topic_articles.aggregate(last=Max("position"))["last"] or 0
    TopicArticle.objects.create(topic=topic, section=section, article=article, position=last + 1)


@transaction.atomic
def shift(topic_pk: int, user, pk: int, step: int, seen_before: str) -> None:
    """Move an article up (-1) or down (1) in its section."""
    topic = _begin(topic_pk, user, seen_before)
    row = topic.topic_articles.get(pk=pk)
    places = dict(topic.topic_articles.filter(section=row.section).order_by("position").values_list("pk", "position"))
    for moved, position in zip(swapped(list(places), pk, step), places.values(), strict=True):
        if places[moved] != position:
            TopicArticle.objects.filter(pk=moved).update(position=position)


@transaction.atomic
def refile(topic_pk: int, user, pk: int, section: TopicSection | None, seen_before: str) -> None:
    topic = _begin(topic_pk, user, seen_before)
    topic.topic_articles.filter(pk=pk).update(section=section)


@transaction.atomic
def take_out(topic_pk: int, user, pk: int, seen_before: str) -> None:
    topic = _begin(topic_pk, user, seen_before)
    topic.topic_articles.filter(pk=pk).delete()


def _begin(pk: int, user, seen_before: str) -> Topic:
    if not user.has_perm("news.change_topic"):
        raise PermissionDenied
    topic = Topic.objects.select_for_update(of=("self",)).get(pk=pk)
    if seen(topic) != seen_before:
        raise ValidationError(STALE)
    return topic
