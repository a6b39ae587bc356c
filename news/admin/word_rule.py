"""词表: what the checks look for."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html, format_html_join

from news import word_list
from news.admin.word_list import WordListAdmin
from news.fields import ParagraphField
from news.models import WordRule
from news.word_csv import WORD_RULES
from news.words import Hit

LONGEST_TRIAL = 20_000


class TrialForm(forms.Form):
    text = ParagraphField(
        label="文字", max_length=LONGEST_TRIAL, widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"})
    )


@admin.register(WordRule)
class WordRuleAdmin(WordListAdmin):
    table = WORD_RULES
    file_name = "cibiao"
    trial_form = TrialForm
    fields = ["word", "kind", "replacement", "exceptions", "level", "note", "active"]
    list_display = ["word", "kind", "replacement", "level", "note", "active"]
    list_filter = ["kind", "level", "active"]
    search_fields = ["word", "replacement", "note"]
    ordering = ["kind", "word"]

    def tried(self, given: dict) -> dict:
        hits = word_list.current().find(given["text"])
        return {"marked": highlighted(given["text"], hits), "rules": list({hit.rule: None for hit in hits})}


def highlighted(text: str, hits: list[Hit]):
    """The text as HTML, each hit marked with its level and what to do; of hits that overlap the first counts."""
    pieces, position = [], 0
    for hit in hits:
        if hit.start < position:
            continue
        what = hit.rule.replacement or hit.rule.note or hit.rule.word
        pieces.append((text[position : hit.start], hit.rule.level, what, text[hit.start : hit.end]))
        position = hit.end
    marks = format_html_join("", '{}<mark class="hit-{}" title="{}">{}</mark>', pieces)
    return format_html("{}{}", marks, text[position:])
