"""Fields for what editors type: cleaned and checked before a form or a model sees it."""

import re
from datetime import datetime

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from news import markup
from news.models import Article, Tag
from news.models.article import MOST_RELATED
from news.text import clean_line, clean_text

LONGEST_BODY = 500_000
MOST_TAGS = 20
BETWEEN_TAGS = re.compile(r"[\s,，、;；]+")
NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{0,17}(?![0-9])")
ADDRESS_OF_ARTICLE = re.compile(r"(?:https?://[^/]+)?(?:/[a-z0-9/-]*/)?([1-9][0-9]{0,17})(?:\.html)?")


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


class RelatedWidget(forms.TextInput):
    """Numbers in a line, and below it what they stand for."""

    def __init__(self):
        super().__init__({"class": "vTextField", "data-suggest": "related", "autocomplete": "off"})

    def render(self, name, value, attrs=None, renderer=None):
        line = super().render(name, value, attrs, renderer)
        numbers = [int(number) for number in NUMBER.findall(value or "")][:MOST_RELATED]
        titles = zip(numbers, Article.objects.titles(numbers), strict=True) if numbers else []
        items = format_html_join("", '<li data-number="{}">{}</li>', titles)
        return format_html('{}<ol class="related-titles" data-related>{}</ol>', line, items)


class RelatedField(forms.CharField):
    """Articles by number or address, in one line; cleans to a list of numbers, none twice."""

    widget = RelatedWidget

    def prepare_value(self, value):
        return " ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value):
        words = BETWEEN_TAGS.split(super().to_python(value))
        found = [(word, ADDRESS_OF_ARTICLE.fullmatch(word)) for word in words if word]
        for word, match in found:
            if not match:
                raise ValidationError(f"“{word[:30]}”不是文章的编号或网址")
        return list(dict.fromkeys(int(match[1]) for _, match in found))

    def has_changed(self, initial, data):
        return " ".join(map(str, initial or [])) != (data or "").strip()

    def run_validators(self, numbers):
        if len(numbers) > MOST_RELATED:
            raise ValidationError(f"相关报道最多 {MOST_RELATED} 篇")


def _errors_of_tag(name: str) -> list[str]:
    try:
        Tag(name=name).full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return error.messages
    return []
