"""The active word rules, made ready once in each process and again when the list has changed."""

from news.models import WordRule
from news.models.word_rule import WordListVersion
from news.words import Matcher

# Replaced as a whole, so that threads see either list and never half of one.
_kept = (object(), Matcher([]))


def current() -> Matcher:
    """One query as long as nothing has changed."""
    global _kept
    version = WordListVersion.objects.values_list("value", flat=True).first()
    known, matcher = _kept
    if version != known:
        matcher = Matcher(rule.as_rule() for rule in WordRule.objects.active())
        _kept = (version, matcher)
    return matcher
