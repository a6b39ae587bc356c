"""What a reader may send as text: letters, signs and line breaks, nothing that hides or disturbs.

Everything here is linear in the length of the text; callers cap that length first (normalising is slow on some inputs).
"""

import re
import unicodedata
from itertools import pairwise

# Zero width, soft hyphens, direction marks and blank "letters": seen by nobody, used to slip past filters. Dropped.
INVISIBLE = dict.fromkeys(
    map(
        ord,
        "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200c\u200e\u200f"
        "\u2060\u2061\u2062\u2063\u2064\u2800\u3164\ufeff\uffa0",
    )
)
LINE_BREAKS = re.compile("\r\n|\r|\u2028|\u2029")
PICTOGRAPHS = "\u2190-\u2bff\U0001f000-\U0001faff"
# A joiner belongs between two parts of one emoji (👩‍🌾) and nowhere else, a vowel separator before a Mongolian a or e.
STRAY_JOINER = re.compile(f"(?<![{PICTOGRAPHS}\ufe0f])\u200d|\u200d(?![{PICTOGRAPHS}])")
STRAY_SEPARATOR = re.compile("(?<![\u1820-\u18aa])\u180e|\u180e(?![\u1820\u1821])")
# The longest emoji that there are have four parts; a chain of more is drawn on one line, however long.
PART = f"[{PICTOGRAPHS}][\U0001f3fb-\U0001f3ff]?\ufe0f?"
LONG_CHAIN = re.compile(f"((?:{PART}\u200d){{3}}{PART})\u200d")
# Marks over each other: Burmese, Tibetan and Hebrew write three (တို့ ཧཱུྃ); those that fit every letter are what piles
# are made of.
MOST_MARKS, MOST_MARKS_OF_NO_SCRIPT = 3, 2
OF_NO_SCRIPT = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe2f]")
# Signs drawn as one, between which no line can break. The longest syllables that people write have eleven (र्त्स्न्यां).
MOST_TOGETHER = 12
VIRAMA = 9  # the combining class of the signs that join two letters
ASAT = "\u103a"  # is of that class, but ends a syllable
# What clings to the sign before it, besides marks: am of Thai and Lao, half-width voice marks, colours of skin.
CLINGING = frozenset("\u0e33\u0eb3\uff9e\uff9f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
# Letters that cling to the sign behind them.
LEADING = frozenset(
    "\u0d4e\U000111c2\U000111c3\U0001193f\U00011941\U00011a3a\U00011a84\U00011a85\U00011a86\U00011a87\U00011a88"
    "\U00011a89\U00011d46\U00011f02"
)
# Two neighbours in a Korean syllable: its first, middle and last letters, and whole syllables.
L, V, T = "\u1100-\u115f\ua960-\ua97c", "\u1160-\u11a7\ud7b0-\ud7c6", "\u11a8-\u11ff\ud7cb-\ud7fb"
WHOLE = "\uac00-\ud7a3"
IN_SYLLABLE = re.compile(f"[{L}][{L}{V}{WHOLE}]|[{V}{WHOLE}][{V}{T}]|[{T}][{T}]")


class Unacceptable(ValueError):
    """The text can't be shown to others; its argument says why, in Chinese."""


def clean(text: str) -> str:
    """The text in NFC, with "\\n" as its line break, without invisible signs, at most one blank line in a row.

    Raises Unacceptable for control, direction, unassigned and private signs, broken bytes, piled-up marks and signs
    that hang together without end.
    """
    text = LINE_BREAKS.sub("\n", text).replace("\t", " ").translate(INVISIBLE)
    text = LONG_CHAIN.sub(r"\1", STRAY_SEPARATOR.sub("", STRAY_JOINER.sub("", text)))
    if any(_is_forbidden(sign) for sign in text):
        raise Unacceptable("含有不能显示的字符（控制符或乱码），请删去后再提交")
    text = unicodedata.normalize("NFC", text)
    if _has_piled_marks(text):
        raise Unacceptable("叠加的附加符号太多，请删去后再提交")
    if _hangs_together(text):
        raise Unacceptable("连成一串的符号太长，请删去后再提交")
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" +\n", "\n", text)).strip()


def skeleton(text: str) -> str:
    """What the eye reads in a name: width, case, spaces and punctuation folded away. For comparing only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LN")


def _is_forbidden(sign: str) -> bool:
    category = unicodedata.category(sign)
    if category == "Cn":
        # Newer than Python's tables: this year's emoji and rare Han characters are text, the rest is not.
        point = ord(sign)
        return not (0x1F000 <= point <= 0x1FAFF or 0x20000 <= point <= 0x3FFFD) or point & 0xFFFE == 0xFFFE
    return sign == "\ufffd" or (category[0] == "C" and sign not in "\n\u200d\u180e")


def _has_piled_marks(text: str) -> bool:
    run = 0
    for sign in text:
        run = run + 1 if _piles_up(sign) else 0
        if run > (MOST_MARKS_OF_NO_SCRIPT if OF_NO_SCRIPT.match(sign) else MOST_MARKS):
            return True
    return False


def _piles_up(sign: str) -> bool:
    # Tibetan writes consonants below each other with "marks"; they don't pile up over the neighbouring lines. Other
    # marks stand beside their letter and have a place of their own.
    is_beside = unicodedata.category(sign) == "Mc" and not unicodedata.combining(sign)
    return unicodedata.category(sign)[0] == "M" and not is_beside and not "\u0f90" <= sign <= "\u0fbc"


def _hangs_together(text: str) -> bool:
    """Whether more signs than anybody writes are one to the eye, and to the browser that breaks lines."""
    together = 0
    for before, sign in pairwise(f" {text}"):
        together = together + 1 if _clings(before, sign) else 1
        if together > MOST_TOGETHER:
            return True
    return False


def _clings(before: str, sign: str) -> bool:
    """The rules of UAX #29 by which clusters can be made endless."""
    if sign in CLINGING or before in LEADING or unicodedata.category(sign)[0] == "M":
        return True
    if unicodedata.combining(before) == VIRAMA and before != ASAT:
        return unicodedata.category(sign) == "Lo"
    return IN_SYLLABLE.match(before + sign) is not None
