from collections import Counter
from collections.abc import Iterator

from news.checks.body import around
from news.checks.facts import Facts
from news.checks.finding import ERROR, WARNING, Finding
from news.models import Article
from news.words import BARRIER, MISTYPED, Rule

FIELDS = ["title", "subtitle", "original_title", "summary", "byline"]
MOST = 50  # of each level; who has mended these sees the rest


def check(article: Article, facts: Facts) -> Iterator[Finding]:
    body = facts.bodies[id(article)]
    texts = {name: getattr(article, name) for name in FIELDS}
    texts["tags"] = BARRIER.join(facts.tags.get(id(article), []))
    texts["body"] = BARRIER.join([body.text, *(picture.alt for picture in body.pictures)])
    found = [finding for field, text in texts.items() for finding in _in_field(field, text, facts)]
    for level in [ERROR, WARNING]:
        yield from [finding for finding in found if finding.level == level][:MOST]


def _in_field(field: str, text: str, facts: Facts) -> list[Finding]:
    hits = facts.matcher.find(text)
    times = Counter(hit.rule.word for hit in hits)
    first = {hit.rule.word: hit for hit in reversed(hits)}
    return [
        Finding(
            ERROR if hit.rule.level == "error" else WARNING,
            field,
            *_sentence(hit.rule),
            **around(text, hit.start, hit.end),
            times=times[hit.rule.word],
        )
        for hit in sorted(first.values(), key=lambda hit: hit.start)
    ]


def _sentence(rule: Rule) -> tuple[str, str]:
    """What is wrong, and how to mend it."""
    if rule.kind == MISTYPED:
        return f"“{rule.word}”多半应写作“{rule.replacement}”", rule.note or f"改成“{rule.replacement}”"
    mend = f"改成“{rule.replacement}”" if rule.replacement else "换一个说法"
    return f"“{rule.word}”在敏感词表里", rule.note or mend
