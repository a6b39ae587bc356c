"""By which spellings a service is found: its names, their pinyin, their initials."""

import unicodedata
from itertools import islice, product

from pypinyin import Style, lazy_pinyin, pinyin

MOST_READINGS = 16  # 重庆's 重 has two readings; a name of many such characters must not have thousands of initials


def fold(text: str) -> str:
    """`text` as it is compared: half width, lower case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def spellings(names: list[str], own_pinyin: str = "") -> list[str]:
    """Lines to search in: `N:` a name, `P:` its pinyin, `I:` initials; `own_pinyin` is the first name's, if given.

    The marks are capitals, which no folded word has: who types p finds what begins with it, not every line of pinyin.
    pypinyin reads a character by its neighbours and is mistaken now and then (长治): an editor's spelling goes first.
    """
    lines = []
    for name in filter(None, map(fold, names)):
        lines += [f"N:{name}", f"P:{fold(''.join(lazy_pinyin(name)))}"]
        lines += [f"I:{initials}" for initials in _initials(name)]
    if own_pinyin:
        syllables = own_pinyin.split()
        lines += [f"P:{fold(own_pinyin)}", f"I:{fold(''.join(syllable[0] for syllable in syllables))}"]
    return list(dict.fromkeys(lines))


def _initials(name: str) -> list[str]:
    readings = pinyin(name, style=Style.FIRST_LETTER, heteronym=True, errors=list)
    return ["".join(letters) for letters in islice(product(*readings), MOST_READINGS)]
