"""What to offer when nothing was found: tags of recent articles that look or sound like what was asked."""

import functools
from difflib import SequenceMatcher

from django.db.models import Count
from pypinyin import lazy_pinyin

from news.models import Article
from news.search.folding import fold

RECENT = 2_000  # articles
KNOWN = 400  # tags
NEAR = 0.5
CLOSER = 0.3  # who is so much nearer leaves the others out
SAME_SOUND = 0.8  # of a character
MISSPELT = 0.2  # pinyin is never as sure as characters
SHOWN = 6


def suggestions(words: list[str]) -> tuple[list[str], list[str]]:
    """Names of tags near the words, and of those in most use. One query; all are on articles that can be seen."""
    recent = Article.objects.published().values("pk")[:RECENT]
    tagged = Article.tags.through.objects.filter(article__in=recent).values("tag__name")
    names = [row["tag__name"] for row in tagged.annotate(n=Count("pk")).order_by("-n", "tag__name")[:KNOWN]]
    near = sorted(((_nearness(word, name), name) for name in names for word in words), reverse=True)
    least = max(NEAR, near[0][0] - CLOSER) if near else NEAR
    found = list(dict.fromkeys(name for nearness, name in near if nearness >= least))[:SHOWN]
    return found, [name for name in names if name not in found][:SHOWN]


def _nearness(word: str, name: str) -> float:
    """From 0 to 1: by characters or by sound, whichever is more."""
    name = fold(name)
    sounds, others = _sounds(word), _sounds(name)
    if "".join(sounds) == "".join(others):
        return 1
    if abs(len(sounds) - len(others)) > max(len(sounds), len(others)) // 2:
        return 0
    found = [SequenceMatcher(None, word, name, autojunk=False).ratio()]
    if len(word) == len(name) == len(sounds) == len(others):
        alike = [SAME_SOUND * (one == other) for one, other in zip(sounds, others, strict=True)]
        same = [float(one == other) for one, other in zip(word, name, strict=True)]
        found.append(sum(map(max, same, alike)) / len(name))
    elif word.isascii():
        found.append(SequenceMatcher(None, word, "".join(others), autojunk=False).ratio() - MISSPELT)
    return max(found)


@functools.lru_cache(maxsize=2_000)
def _sounds(word: str) -> list[str]:
    return lazy_pinyin(word[:40])
