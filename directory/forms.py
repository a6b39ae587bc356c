import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError

# Of no width, turning the direction of writing, or no character at all: nobody types them on purpose.
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]")
NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
MOST_MARKS = 2  # on one letter


class LineField(forms.CharField):
    """What a keeper of the directory types into one line."""

    def to_python(self, value):
        line = INVISIBLE.sub("", super().to_python(value))
        if NOT_TEXT.search(line):
            raise ValidationError("含有控制字符或改变文字方向的字符，请删去后再保存", code="control")
        marks = 0
        for sign in line:
            marks = marks + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
            if marks > MOST_MARKS:
                raise ValidationError("一个字上叠加的符号太多", code="zalgo")
        return line.strip()


class SearchForm(forms.Form):
    # CharField refuses NUL, which Postgres can't take; what is too long finds nothing anyway.
    q = forms.CharField(max_length=50, required=False, strip=True)

    def words(self) -> str:
        """What to search for; empty for an input that can't be searched for."""
        return self.cleaned_data["q"] if self.is_valid() else ""
