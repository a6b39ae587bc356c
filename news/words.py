"""Finds listed words in a text, however they are written: in another width, case or script (繁简), with accents,
with spaces, invisible characters or punctuation between their characters.

Both the words and the text are folded character by character, so that every hit leads back to its place in the
original. One walk over the text finds all words at once (Aho-Corasick): the time does not grow with their number.
"""

import functools
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress

import ahocorasick
from opencc_jieba_pyo3 import OpenCC

SENSITIVE, MISTYPED = "sensitive", "mistyped"
# Between pieces of text that no word runs across: paragraphs, cells, fields.
BARRIER = "\x1d"
LEAST_CHARACTERS = 2  # a single character would fire everywhere
MOST_HITS = 1_000  # nobody reads more; a hostile text has a hit at every character
# Letters that nothing is drawn for.
BLANK = set("\u115f\u1160\u3164\uffa0")
# Scripts that put no space between words begin here.
FIRST_EAST_ASIAN = 0x2E80
HAN = [(0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F)]


@dataclass(frozen=True)
class Rule:
    """A word to look for. `innocent`: phrases that excuse it where they overlap it, as 装修 in 按装修."""

    word: str
    kind: str
    level: str = "warning"
    replacement: str = ""
    note: str = ""
    innocent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """`text[start:end]` is the rule's word in some writing."""

    start: int
    end: int
    rule: Rule


class _Folding(dict):
    """Character → what is compared: nothing for what may stand between, mostly one character otherwise."""

    def __init__(self):
        self[BARRIER] = BARRIER
        self.simplified = _simplified()

    def __missing__(self, character: str) -> str:
        kept = [
            c for c in unicodedata.normalize("NFKD", character) if unicodedata.category(c)[0] in "LN" and c not in BLANK
        ]
        folded = "".join(self.simplified.get(c, c) for c in "".join(kept).casefold())
        self[character] = folded
        return folded


def _simplified() -> dict[str, str]:
    """Traditional → simplified, one character each; the converter itself, which takes 100 MB, is let go."""
    characters = [chr(code) for first, last in HAN for code in range(first, last + 1)]
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, converted, strict=True)
    return {traditional: simple for traditional, simple in pairs if simple != traditional}


@functools.cache
def _folding() -> _Folding:
    return _Folding()


def fold(text: str) -> str:
    return "".join(map(_folding().__getitem__, text))


class Matcher:
    """All rules, ready to look for. Never changed once made: threads may share it."""

    def __init__(self, rules: Iterable[Rule]):
        self.words: dict[str, _Word] = {}
        for rule in rules:
            folded = fold(rule.word)
            if len(folded) >= LEAST_CHARACTERS:
                self.words.setdefault(folded, _Word(folded)).add(rule)
        self.automaton = ahocorasick.Automaton()
        for folded, word in self.words.items():
            self.automaton.add_word(_as_bytes(folded), word)
        self.automaton.make_automaton()

    def find(self, text: str) -> list[Hit]:
        """The hits in `text` in their order, at most MOST_HITS."""
        if not self.words:
            return []
        folded = _Folded(text, list(map(_folding().__getitem__, text)))
        encoded, hits = folded.text.encode(), []
        count = position = 0  # characters, bytes
        for last_byte, word in self.automaton.iter(_as_bytes(folded.text)):
            count += len(encoded[position : last_byte + 1].decode())
            position = last_byte + 1
            hits += folded.hits(count - len(word.folded), count - 1, word)
            if len(hits) >= MOST_HITS:
                break
        return sorted(hits, key=lambda hit: (hit.start, -hit.end))[:MOST_HITS]


class _Word:
    """Rules whose words are the same once folded."""

    def __init__(self, folded: str):
        self.folded = folded
        self.is_spaced = any(map(_spaced, folded))
        self.rules: list[tuple[Rule, list[str]]] = []  # each with its phrases, folded

    def add(self, rule: Rule) -> None:
        phrases = [fold(phrase) for phrase in (rule.replacement, *rule.innocent)]
        self.rules.append((rule, [phrase for phrase in phrases if phrase]))


def _as_bytes(text: str) -> str:
    """The automaton looks through the followers of a state one by one: of bytes there are few, of characters
    thousands after the first state alone.
    """
    return text.encode().decode("latin-1")


class _Folded:
    def __init__(self, text: str, pieces: list[str]):
        self.original, self.pieces = text, pieces
        self.text = "".join(pieces)

    @functools.cached_property
    def places(self) -> list[int]:
        """For every folded character the place of the one that it came from."""
        places = list(compress(range(len(self.pieces)), self.pieces))
        if len(places) == len(self.text):  # of each character one is left or none, as nearly always; this is faster
            return places
        return [place for place, piece in enumerate(self.pieces) for _ in piece]

    def hits(self, first: int, last: int, word: _Word) -> Iterator[Hit]:
        start, end = self.places[first], self.places[last] + 1
        if word.is_spaced and (self._joined(first - 1, first) or self._joined(last, last + 1)):
            return  # "ass" in "class"
        joints = self._joints(first, last) if word.is_spaced else []
        for rule, phrases in word.rules:
            if any(joints) and not all(joints) and joints != _joints_of(rule.word):
                continue  # "as S", but neither "a.s.s" nor what was listed as two words
            if rule.kind == MISTYPED and not _is_plain(self.original[start:end], rule.word):
                continue
            if not (phrases and any(self._overlaps(phrase, first, last) for phrase in phrases)):
                yield Hit(start, end, rule)

    def _joints(self, first: int, last: int) -> list[bool]:
        """For every two Latin letters that follow each other: whether nothing visible stands between them."""
        pairs = [n for n in range(first, last) if _spaced(self.text[n]) and _spaced(self.text[n + 1])]
        return [self._joined(n, n + 1) for n in pairs]

    def _joined(self, one: int, other: int) -> bool:
        """Whether the two folded neighbours, if there are two, are letters of one Latin word."""
        if one < 0 or other == len(self.text) or not (_spaced(self.text[one]) and _spaced(self.text[other])):
            return False
        between = self.original[self.places[one] + 1 : self.places[other]]
        return all(unicodedata.category(character) in {"Cf", "Mn", "Me"} for character in between)

    def _overlaps(self, phrase: str, first: int, last: int) -> bool:
        """Whether the phrase stands where the hit is, and reaches beyond it."""
        at = self.text.find(phrase, max(0, first - len(phrase) + 1), last + len(phrase))
        while at >= 0:
            if at < first or at + len(phrase) - 1 > last:
                return True
            at = self.text.find(phrase, at + 1, last + len(phrase))
        return False


@functools.lru_cache(maxsize=1000)
def _joints_of(word: str) -> list[bool]:
    folded = _Folded(word, [_folding()[character] for character in word])
    return folded._joints(0, len(folded.text) - 1)


def _spaced(character: str) -> bool:
    return character.isalnum() and ord(character) < FIRST_EAST_ASIAN


def _is_plain(written: str, word: str) -> bool:
    """Whether no punctuation stands inside: “不要随意按，装好再说” mistypes nothing."""
    return all(
        unicodedata.category(character)[0] not in "PS" or character in word
        for character in unicodedata.normalize("NFKC", written)
    )
