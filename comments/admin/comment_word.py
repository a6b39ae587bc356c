"""评论词表: what the gate refuses and what it marks."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction

from comments import word_list
from comments.fields import PlainTextField, one_line
from comments.gate.verdicts import Mark
from comments.highlighting import highlighted
from comments.models import CommentWord
from comments.word_csv import COMMENT_WORDS
from comments.word_list import Hit
from news.admin.word_list import MOST_SHOWN, WordListAdmin

LONGEST_TRIAL = 5_000


class TrialForm(forms.Form):
    """Name and words as a reader would send them, cleaned as those are."""

    name = PlainTextField(
        label="称呼",
        max_length=20,
        required=False,
        validators=[one_line],
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    body = PlainTextField(
        label="内容",
        max_length=LONGEST_TRIAL,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
    )

    def clean(self):
        if not self.errors and not any(self.cleaned_data.values()):
            raise ValidationError("请填写称呼或内容")


@admin.register(CommentWord)
class CommentWordAdmin(WordListAdmin):
    table = COMMENT_WORDS
    file_name = "pinglun-cibiao"
    trial_form = TrialForm
    list_display = ["word", "action", "category", "by_pinyin", "active", "hits", "hit_at"]
    list_filter = ["active", "action", "category", "by_pinyin"]
    search_fields = ["word", "note"]
    search_help_text = "按词、说明或类别查找"
    actions = ["switch_on", "switch_off"]
    fields = ["word", "action", "category", "by_pinyin", "exceptions", "note", "active", "hits", "hit_at"]
    readonly_fields = ["hits", "hit_at"]

    def get_search_results(self, request, queryset, search_term):
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        categories = [value for value, label in CommentWord.Category.choices if search_term and search_term in label]
        return (found | queryset.filter(category__in=categories) if categories else found), may_have_duplicates

    @admin.action(description="启用所选的词", permissions=["change"])
    def switch_on(self, request, queryset):
        self.message_user(request, f"已启用 {self._switch(queryset, active=True)} 个词")

    @admin.action(description="停用所选的词", permissions=["change"])
    def switch_off(self, request, queryset):
        self.message_user(request, f"已停用 {self._switch(queryset, active=False)} 个词")

    @transaction.atomic
    def _switch(self, queryset, active: bool) -> int:
        return CommentWord.objects.filter(pk__in=queryset.hold()).update(active=active)

    def tried(self, given: dict) -> dict:
        """As the gate would see it; nothing is counted."""
        words = word_list.current()
        texts = [(label, given[name], words.find(given[name])) for name, label in (("name", "称呼"), ("body", "内容"))]
        hits = [hit for _, _, found in texts for hit in found]
        return {
            "is_refused": any(hit.row.action == CommentWord.Action.REJECT for hit in hits),
            "mark": Mark.WORD.label,
            "texts": [
                (label, highlighted(text, [(hit.start, hit.end) for hit in hits])) for label, text, hits in texts
            ],
            "lines": list(dict.fromkeys(line for text in texts for line in lines(*text))),
            "most": MOST_SHOWN,
        }


@dataclass(frozen=True)
class Line:
    """A word that was found, and how it stood there."""

    row: CommentWord
    field: str
    written: str
    by_sound: bool


def lines(field: str, text: str, hits: list[Hit]) -> list[Line]:
    return [Line(hit.row, field, text[hit.start : hit.end], hit.by_sound) for hit in hits]
