"""By which spellings a service is found: its names, their pinyin, their initials."""

import unicodedata
from itertools import islice, product

from pypinyin import Style, lazy_pinyin, pinyin

MOST_READINGS = 16  # 重庆's 重 has two readings; a name of many such characters must not have thousands of initials


def fold(text: str) -> str:
    """`text` as it is compared: half width, lower case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def spellings(names: list[str], own_pinyin: str = "") -> list[str]:
    """Lines to search in: `n:` a name, `p:` its pinyin, `i:` initials; `own_pinyin` is the first name's, if given.

    pypinyin reads a character by its neighbours and is mistaken now and then (长治): an editor's spelling goes first.
    """
    lines = []
    for name in filter(None, map(fold, names)):
        lines += [f"n:{name}", f"p:{fold(''.join(lazy_pinyin(name)))}"]
        lines += [f"i:{initials}" for initials in _initials(name)]
    if own_pinyin:
        syllables = own_pinyin.split()
        lines += [f"p:{fold(own_pinyin)}", f"i:{fold(''.join(syllable[0] for syllable in syllables))}"]
    return list(dict.fromkeys(lines))


def _initials(name: str) -> list[str]:
    readings = pinyin(name, style=Style.FIRST_LETTER, heteronym=True, errors=list)
    return ["".join(letters) for letters in islice(product(*readings), MOST_READINGS)]
