"""Type for the share cards: which font, which of its characters, and where a headline breaks."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

SHIPPED = Path(__file__).parent / "fonts" / "NotoSerifCJKsc-Bold-subset.otf"
# Debian's fonts-noto-cjk, whole: for a title with a rarer character, on a machine that has it.
WHOLE = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")
SIMPLIFIED = 2  # the place of that face in the collection
GETA = "〓"  # what a printer has always put for a character he lacks

WORD = re.compile(r"[A-Za-z0-9À-ÿ.,%'’+&@/:_-]+|.", re.DOTALL)
MOST_CLINGING = 8  # characters, so that nothing is wider than a line
NEVER_FIRST = set("，。、；：？！”’）》】〉」』…—·%％℃°,.;:?!)]}")
NEVER_LAST = set("“‘（《【〈「『([{￥$")


@lru_cache(maxsize=32)
def font(size: int, whole: bool = False) -> ImageFont.FreeTypeFont:
    path, index = (WHOLE, SIMPLIFIED) if whole else (SHIPPED, 0)
    return ImageFont.truetype(path, size, index=index, layout_engine=ImageFont.Layout.BASIC)


def settable(text: str) -> tuple[str, bool]:
    """`text` as it can be set, and whether it takes the whole font: emoji left out, 〓 for letters that nobody has."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if WHOLE.exists() and any(_is_letter(character) and not _has(character, False) for character in text):
        return _without_missing(text, whole=True), True
    return _without_missing(text, whole=False), False


def _without_missing(text: str, whole: bool) -> str:
    kept = (c if _has(c, whole) else GETA if _is_letter(c) else "" for c in text)
    return " ".join("".join(kept).split())


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


@lru_cache(maxsize=20_000)
def _has(character: str, whole: bool) -> bool:
    """Whether the font draws it as something else than the box for what it lacks."""
    if character == " ":
        return True
    face = font(20, whole)
    drawn = face.getmask(character)
    missing = face.getmask("\U0010fffd")
    return (drawn.size, bytes(drawn)) != (missing.size, bytes(missing)) and drawn.size != (0, 0)


def broken(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Lines no wider than `width`, words whole where they fit, no line beginning or ending where type must not.

    As few lines as it takes, and those about equally long.
    """
    pieces = [(piece, face.getlength(piece)) for piece in _pieces(text, face, width)]
    lines = _filled(pieces, width)
    while len(lines) > 1 and width > face.size:
        width -= face.size / 2
        tighter = _filled(pieces, width)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def _filled(pieces: list[tuple[str, float]], width: float) -> list[str]:
    lines, line, length = [], "", 0.0
    for piece, wide in pieces:
        if line and length + wide > width and piece != " ":
            lines.append(line.rstrip())
            line, length = "", 0.0
        if line or piece != " ":
            line, length = line + piece, length + wide
    return [*lines, line.rstrip()] if line else lines


def _pieces(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """What stays together: words, and characters with the punctuation that clings to them."""
    pieces: list[str] = []
    for word in WORD.findall(text):
        clings = pieces and (word[0] in NEVER_FIRST or pieces[-1][-1] in NEVER_LAST)
        if clings and len(pieces[-1]) + len(word) <= MOST_CLINGING:
            pieces[-1] += word
        elif face.getlength(word) > width:
            pieces.extend(word)
        else:
            pieces.append(word)
    return pieces
