"""Fields for what editors type: cleaned and checked before a form or a model sees it."""

import re
from datetime import datetime

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.templatetags.static import static
from django.utils import timezone

from news import markup
from news.models import Tag
from news.text import clean_line, clean_text

LONGEST_BODY = 500_000
MOST_TAGS = 20
BETWEEN_TAGS = re.compile(r"[\s,，、;；]+")


class LineField(forms.CharField):
    """A single line of text; see news/text.py for what may stand in it."""

    def to_python(self, value):
        return clean_line(super().to_python(value))


class ParagraphField(forms.CharField):
    widget = forms.Textarea

    def to_python(self, value):
        return clean_text(super().to_python(value))


class MomentField(forms.DateTimeField):
    """A time of Beijing, to the second, in the browser's own picker; in years that every part can store."""

    def __init__(self, **kwargs):
        kwargs["widget"] = forms.DateTimeInput(
            attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"
        )
        super().__init__(**kwargs)
        first, last = (timezone.make_aware(datetime(year, 1, 1)) for year in (1949, 2100))
        self.validators += [
            MinValueValidator(first, "时间不能早于 1949 年"),
            MaxValueValidator(last, "时间不能晚于 2100 年"),
        ]


class BodyWidget(CKEditorWidget):
    """CKEditor, given only what could also be published: the editor has holes of its own."""

    def get_context(self, name, value, attrs):
        self.config["contentsCss"] = static("css/admin-body.css")  # hashed, so not known before a page is drawn
        return super().get_context(name, value, attrs)

    def format_value(self, value):
        return markup.clean_html(value or "")


class BodyField(forms.CharField):
    widget = BodyWidget

    def __init__(self, **kwargs):
        kwargs["max_length"] = None
        super().__init__(**kwargs)

    def to_python(self, value):
        body = super().to_python(value)
        if len(body) > LONGEST_BODY:
            raise ValidationError(f"正文太长：{len(body):,} 个字符（含格式），最多 {LONGEST_BODY:,} 个")
        return markup.clean_html(body)


class TagNamesField(forms.CharField):
    """Tags by name, in one line; cleans to a list of names, none twice."""

    def prepare_value(self, value):
        # Names as words come from an address: /add/?tags=供暖,住房
        return "、".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value):
        return [clean_line(name) for name in dict.fromkeys(BETWEEN_TAGS.split(super().to_python(value))) if name]

    def has_changed(self, initial, data):
        return set(initial or []) != {name for name in BETWEEN_TAGS.split(data or "") if name}

    def run_validators(self, names):
        if len(names) > MOST_TAGS:
            raise ValidationError(f"标签太多，最多 {MOST_TAGS} 个")
        for name in names:
            for field_error in _errors_of_tag(name):
                raise ValidationError(f"“{name[:30]}”：{field_error}")


def _errors_of_tag(name: str) -> list[str]:
    try:
        Tag(name=name).full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return error.messages
    return []
