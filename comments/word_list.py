"""评论词表, made ready once in each process and again when the list has changed."""

from dataclasses import dataclass

import ahocorasick
from pypinyin import lazy_pinyin

from comments.models import CommentWord
from comments.models.comment_word import CommentWordVersion
from news.words import HAN, Matcher, Rule, fold


@dataclass(frozen=True)
class Hit:
    """`text[start:end]` reads as the word with that primary key."""

    start: int
    end: int
    pk: int
    action: str


class WordList:
    """All active words. Never changed once made: threads may share it."""

    def __init__(self, rows):
        self.rows = {row.word: row for row in rows}
        rules = [Rule(row.word, row.action, innocent=tuple(row.exceptions.split("、"))) for row in self.rows.values()]
        self.written = Matcher(rules)
        self.spoken = Sounds(row.word for row in self.rows.values() if row.by_pinyin)

    def find(self, text: str) -> list[Hit]:
        """In their order; the same word at a place once."""
        found = {(hit.start, hit.end, hit.rule.word) for hit in self.written.find(text)} | set(self.spoken.find(text))
        return [Hit(start, end, self.rows[word].pk, self.rows[word].action) for start, end, word in sorted(found)]


class Sounds:
    """Words by how they sound: 威信 and weixin are found as 微信. Every character has its first reading, on both
    sides, so that a word is always found in its own writing.
    """

    def __init__(self, words):
        self.words: dict[str, list[str]] = {}
        for word in words:
            self.words.setdefault("".join(syllable for syllable, _ in _syllables(word)), []).append(word)
        self.automaton = ahocorasick.Automaton()
        for sound in self.words:
            self.automaton.add_word(sound, sound)
        self.automaton.make_automaton()

    def find(self, text: str):
        """(start, end, word), where nothing begins or ends within a syllable or a word of Latin letters."""
        if not self.words:
            return
        syllables = _syllables(text)
        begins, ends, spoken = {}, {}, ""
        for number, (syllable, place) in enumerate(syllables):
            is_letter = len(syllable) == 1 and text[place].isascii()
            after_letter = number > 0 and text[syllables[number - 1][1]].isascii()
            before_letter = number + 1 < len(syllables) and text[syllables[number + 1][1]].isascii()
            if not (is_letter and after_letter):
                begins[len(spoken)] = place
            spoken += syllable
            if not (is_letter and before_letter):
                ends[len(spoken)] = place + 1
        for last, sound in self.automaton.iter(spoken):
            start, end = last + 1 - len(sound), last + 1
            if start in begins and end in ends:
                for word in self.words[sound]:
                    yield begins[start], ends[end], word


_sounds: dict[str, str] = {}


def _syllables(text: str) -> list[tuple[str, int]]:
    """What is heard, and at which place it is written; what is not heard (spaces, punctuation) is left out."""
    found = []
    for place, character in enumerate(text):
        if character not in _sounds:
            _sounds[character] = _sound_of(fold(character))
        if _sounds[character]:
            found.append((_sounds[character], place))
    return found


def _sound_of(folded: str) -> str:
    if len(folded) == 1 and any(first <= ord(folded) <= last for first, last in HAN):
        return lazy_pinyin(folded)[0]
    return folded


# Replaced as a whole, so that threads see either list and never half of one.
_kept = (object(), WordList([]))


def current() -> WordList:
    """One query as long as nothing has changed."""
    global _kept
    version = CommentWordVersion.objects.values_list("value", flat=True).first()
    known, words = _kept
    if version != known:
        words = WordList(CommentWord.objects.active())
        _kept = (version, words)
    return words


def kept() -> WordList:
    """The list as this process last knew it, without asking: after current(), for the many texts of a page."""
    return _kept[1]
