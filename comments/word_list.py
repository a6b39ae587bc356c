"""评论词表, made ready once in each process and again when the list has changed."""

import threading
from typing import NamedTuple

from comments.models import CommentWord
from comments.models.comment_word import CommentWordVersion
from comments.sounds import Sounds
from news.words import Matcher, Rule


class Hit(NamedTuple):
    """`text[start:end]` reads as the word of that row, or (`by_sound`) only sounds so."""

    start: int
    end: int
    row: CommentWord
    by_sound: bool


class WordList:
    """All active words. Never changed once made: threads may share it."""

    def __init__(self, rows):
        self.rows = {row.word: row for row in rows}
        phrases = {word: [phrase for phrase in row.exceptions.split("、") if phrase] for word, row in self.rows.items()}
        self.written = Matcher(Rule(word, row.action, innocent=tuple(phrases[word])) for word, row in self.rows.items())
        spoken = [word for word, row in self.rows.items() if row.by_pinyin]
        self.spoken = Sounds(spoken)
        # Exceptions in their own writing, each with the word that it excuses in place of a kind.
        self.innocent = Matcher(Rule(phrase, word) for word in spoken for phrase in phrases[word])
        self.excusable = {word for word in spoken if phrases[word]}

    def find(self, text: str) -> list[Hit]:
        """In their order; the same word at a place once."""
        written = {(hit.start, hit.end, hit.rule.word) for hit in self.written.find(text)}
        spoken = set(self.spoken.find(text)) - written
        if any(word in self.excusable for _, _, word in spoken):
            excused = [(hit.start, hit.end, hit.rule.kind) for hit in self.innocent.find(text)]
            spoken = {hit for hit in spoken if not any(_covers(phrase, hit) for phrase in excused)}
        return [Hit(hit[0], hit[1], self.rows[hit[2]], hit in spoken) for hit in sorted(written | spoken)]


def _covers(phrase: tuple[int, int, str], hit: tuple[int, int, str]) -> bool:
    """Whether the phrase excuses that word and stands where it is."""
    return phrase[2] == hit[2] and phrase[0] < hit[1] and hit[0] < phrase[1]


# Replaced as a whole, so that threads see either list and never half of one.
_kept = (object(), WordList([]))
_making = threading.Lock()


def current() -> WordList:
    """One query as long as nothing has changed. After a change one thread makes the list anew, others wait."""
    global _kept
    version = _version()
    if version != _kept[0]:
        with _making:
            version = _version()  # before the rows: a list that is newer than its version is only made once more
            if version != _kept[0]:
                _kept = (version, WordList(CommentWord.objects.active()))
    return _kept[1]


def _version():
    return CommentWordVersion.objects.values_list("value", flat=True).first()


def kept() -> WordList:
    """The list as this process last knew it, without asking: after current(), for the many texts of a page."""
    return _kept[1]
