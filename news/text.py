"""What may stand in a title, a name, a note: one rule for forms and importers.

Refused: control characters, characters that turn the direction of writing, halves of surrogate pairs, letters
under piles of marks (zalgo). Taken out: what has no width and so can't be seen. Kept: everything else.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError

MOST_MARKS = 2  # on one letter; Vietnamese and Thai need two
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Format characters that no editor types on purpose, and letters that are drawn as nothing.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\u2800\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Not the whole of category Cn: rare Han characters are added to Unicode every year, before Python knows them.
NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
LINE_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029]")


def clean_line(text: str) -> str:
    """One line: white space of any kind becomes single spaces, none at the ends. Raises ValidationError."""
    return re.sub(r"[ \t\n]+", " ", clean_text(text)).strip()


def clean_text(text: str) -> str:
    """Several lines: as clean_line, but line breaks (as "\\n") and tabs stay. Raises ValidationError."""
    text = INVISIBLE.sub("", LINE_BREAKS.sub("\n", text))
    if BIDI.search(text):
        raise ValidationError("含有改变文字方向的字符，请删去后再保存", code="bidi")
    if NOT_TEXT.search(text):
        raise ValidationError("含有控制字符或残缺的字符，请删去后再保存", code="control")
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if marks > MOST_MARKS:
            raise ValidationError("一个字上叠加的符号太多", code="zalgo")
    return text.strip()
