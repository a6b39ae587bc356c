"""Builders with plain defaults: a test passes what it is about."""

import itertools
from datetime import timedelta

from django.contrib.auth.models import Group, User
from django.utils import timezone
from PIL import Image

from comments.models import Comment
from comments.moderation import Act
from comments.moderation import decide as move
from comments.reasons import Occasion, Reason
from news.models import Article, Category, Tag
from news.pictures import picture_from_image

_numbers = itertools.count(1)


def make_category(slug="minsheng", name="民生", parent=None, **fields):
    return Category.objects.create(slug=slug, name=name, parent=parent, **fields)


def make_tag(name="供暖"):
    return Tag.objects.create(name=name)


def make_article(tags=(), **fields):
    """A published article, an hour old, in the category 民生 unless told otherwise."""
    if "category" not in fields:
        fields["category"] = Category.objects.filter(slug="minsheng").first() or make_category()
    fields.setdefault("title", f"第{next(_numbers)}篇稿件")
    fields.setdefault("summary", "一句摘要。")
    fields.setdefault("body", "<p>正文。</p>")
    fields.setdefault("state", Article.State.PUBLISHED)
    fields.setdefault("published_at", timezone.now() - timedelta(hours=1))
    article = Article.objects.create(**fields)
    article.tags.set(tags)
    return article


def make_user(username="bianji", group=None, **fields):
    """A staff user with the password 'mima-ceshi-2026', in the named group if any."""
    user = User.objects.create_user(username, password="mima-ceshi-2026", is_staff=True, **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_picture(width=640, height=400, alt="雪后的城墙", credit="本报", **fields):
    image = Image.new("RGB", (width, height), "#46617a")
    return picture_from_image(image, alt=alt, credit=credit, **fields)


def make_comment(article=None, **fields):
    """A comment that waits, on an article of its own unless told otherwise."""
    fields.setdefault("name", "读者")
    fields.setdefault("body", "写得好。")
    return Comment.objects.create(article=article or make_article(), **fields)


def make_reply(to, **fields):
    """A comment that answers another one, in its thread."""
    return make_comment(to.article, parent=to, root=to.root or to, **fields)


def decide(comments, state, moderator):
    """Move the comments of the queryset to a state in the moderator's name; return how many moved."""
    reason = Occasion.FIT if state == Comment.State.APPROVED else Reason.OTHER
    return len(move(comments.versions(), Act(state, moderator, reason)).moved)
