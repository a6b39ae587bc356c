"""Words by how they sound: 威信 and weixin are found as 微信. Every character has its first reading, on both sides, so
that a word is always found in its own writing.
"""

import functools
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

import ahocorasick
from pypinyin import lazy_pinyin

from news.words import HAN, LEAST_CHARACTERS, fold

INVISIBLE = {"Cf", "Mn", "Me"}


class _Readings(dict):
    """Character → what is heard: a syllable, a letter or figure, or nothing (spaces, punctuation)."""

    def __missing__(self, character: str) -> str:
        folded = fold(character)
        is_han = len(folded) == 1 and any(first <= ord(folded) <= last for first, last in HAN)
        self[character] = lazy_pinyin(folded)[0] if is_han else folded
        return self[character]


_readings = _Readings()


class Sounds:
    """The sounds of all words, ready to look for. Never changed once made: threads may share it."""

    def __init__(self, words: Iterable[str]):
        self.words: dict[str, list[_Heard]] = {}
        for word in words:
            if len(fold(word)) >= LEAST_CHARACTERS:
                heard = _Heard(word)
                self.words.setdefault(heard.sound, []).append(heard)
        self.automaton = ahocorasick.Automaton()
        for sound, same in self.words.items():
            self.automaton.add_word(sound, same)
        self.automaton.make_automaton()

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, word), where nothing begins or ends within a syllable or a word of Latin letters."""
        if not self.words:
            return
        heard = _Heard(text)
        for last, words in self.automaton.iter(heard.sound):
            if places := heard.places(last + 1 - len(words[0].sound), last + 1):
                for word in words:
                    if heard.agrees(*places, word):
                        yield *places, word.text


class _Heard:
    def __init__(self, text: str):
        self.text = text
        self.pieces = list(map(_readings.__getitem__, text))
        self.sound = "".join(self.pieces)

    @functools.cached_property
    def ends(self) -> list[int]:
        """For every character where it ends in the sound. Only made when something was found."""
        return list(accumulate(map(len, self.pieces)))

    def places(self, start: int, end: int) -> tuple[int, int] | None:
        """Where sound[start:end] is written; None if that is a part of a syllable or of a word of Latin letters."""
        first, last = bisect_right(self.ends, start), bisect_left(self.ends, end)
        begins_within = self.ends[first] - len(self.pieces[first]) != start
        if begins_within or self.ends[last] != end or self._goes_on(first, -1) or self._goes_on(last, 1):
            return None
        return first, last + 1

    def _goes_on(self, place: int, step: int) -> bool:
        """Whether the letter at that place has another beside it, with nothing that is seen between."""
        if not _is_letter(self.text[place]):
            return False
        place += step
        while 0 <= place < len(self.text) and unicodedata.category(self.text[place]) in INVISIBLE:
            place += step
        return 0 <= place < len(self.text) and _is_letter(self.text[place])

    def agrees(self, first: int, end: int, word: "_Heard") -> bool:
        """Whether the word neither splits nor joins a syllable of text[first:end], as 西安 does 先; letters fit all."""
        if self.pieces[first:end] == word.pieces:
            return True
        others = word.syllables(0, len(word.text))
        return not any(
            start < other_end and other_start < end and (start, end) != (other_start, other_end)
            for start, end in self.syllables(first, end)
            for other_start, other_end in others
        )

    def syllables(self, first: int, end: int) -> list[tuple[int, int]]:
        """Of the Chinese characters in text[first:end]: from where to where each is heard, counted from the first."""
        found, offset = [], 0
        for character, piece in zip(self.text[first:end], self.pieces[first:end], strict=True):
            if piece and not _is_letter(character):
                found.append((offset, offset + len(piece)))
            offset += len(piece)
        return found


@functools.cache
def _is_letter(character: str) -> bool:
    folded = fold(character)
    return folded.isascii() and folded.isalpha()
