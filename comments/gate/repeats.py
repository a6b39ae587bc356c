"""The same words again, or nearly the same."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from comments.gate.verdicts import Mark, Post, Refused
from comments.models import Comment
from news.words import fold

LOOKED_BACK = timedelta(days=1)
MOST_COMPARED = 200
SHORT = 6  # characters: “支持！” is said by many, and again
LEAST_COMPARED = 10
ALIKE = 0.8  # Jaccard index of the pairs of neighbouring characters
AGAIN = "您刚刚发过同样的话，不用重复提交"


def fingerprint(body: str) -> str:
    """32 hex digits, the same for words that read the same."""
    return hashlib.sha256(fold(body).encode()).hexdigest()[:32]


def repeated(post: Post) -> Iterator[Mark]:
    said = _recent(post).filter(fingerprint=fingerprint(post.body))
    same = list(said.values_list("device", "network", "article")[:50])
    is_short = len(fold(post.body)) < SHORT
    for device, network, article in same:
        is_same_writer = device == post.visitor.device or (network == post.visitor.network and not is_short)
        if is_same_writer and (not is_short or article == post.article.pk):
            raise Refused("repeat", AGAIN, "body")
    if same and not is_short:
        yield Mark.REPEAT


def nearly_repeated(post: Post) -> Iterator[Mark]:
    pairs = _pairs(post.body)
    if len(pairs) < LEAST_COMPARED:
        return
    others = _recent(post).exclude(fingerprint=fingerprint(post.body)).order_by("-created_at")
    for device, body in others.values_list("device", "body")[:MOST_COMPARED]:
        other = _pairs(body)
        if len(pairs & other) >= ALIKE * len(pairs | other):
            if device == post.visitor.device:
                raise Refused("near_repeat", AGAIN, "body")
            yield Mark.NEAR_REPEAT
            return


def _recent(post: Post):
    recent = Comment.objects.filter(created_at__gte=timezone.now() - LOOKED_BACK).exclude(state=Comment.State.ERASED)
    return recent.exclude(pk=post.comment.pk) if post.comment else recent


def _pairs(text: str) -> set[str]:
    folded = fold(text)
    return {folded[place : place + 2] for place in range(len(folded) - 1)}
