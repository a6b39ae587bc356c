"""What editors of the demo site put on its front page, and its topics: front.json, which names articles by key."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from news.models import Article, FrontPageSlot, Topic, TopicArticle, TopicSection


def make_front(folder: Path, ids: dict[str, int], now: datetime) -> None:
    """`ids` are the numbers of the articles by their keys."""
    given = json.loads((folder / "front.json").read_text())
    FrontPageSlot.objects.bulk_create(
        FrontPageSlot(place=place, position=position, article_id=ids[key])
        for place, keys in given["slots"].items()
        for position, key in enumerate(keys, start=1)
    )
    for order, topic in enumerate(given["topics"]):
        make_topic(topic, order, ids, now - timedelta(days=order + 1))


def make_topic(given: dict, order: int, ids: dict[str, int], published_at: datetime) -> None:
    cover = Article.objects.values_list("cover", flat=True).get(pk=ids[given["cover"]])
    fields = {name: given[name] for name in ("name", "slug", "introduction")}
    topic = Topic.objects.create(**fields, cover_id=cover, order=order, published_at=published_at)
    rows = []
    for place, part in enumerate(given["sections"]):
        section = TopicSection.objects.create(topic=topic, name=part["name"], order=place) if part["name"] else None
        rows += [TopicArticle(topic=topic, section=section, article_id=ids[key]) for key in part["articles"]]
    for position, row in enumerate(rows, start=1):
        row.position = position
    TopicArticle.objects.bulk_create(rows)
