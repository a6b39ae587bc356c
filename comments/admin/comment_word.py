from django import forms
from django.contrib import admin

from comments import word_list
from comments.highlighting import highlighted
from comments.models import CommentWord
from comments.word_csv import TABLE
from news.admin.word_list import WordListAdmin
from news.fields import ParagraphField


class TrialForm(forms.Form):
    name = forms.CharField(label="称呼", max_length=20, required=False)
    body = ParagraphField(
        label="内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"})
    )


@admin.register(CommentWord)
class CommentWordAdmin(WordListAdmin):
    """评论词表: what the gate refuses and what it marks."""

    table = TABLE
    file_name = "pinglun-cibiao"
    try_template = "comments/admin/try_words.html"
    list_display = ["word", "action", "category", "by_pinyin", "active", "hits", "hit_at"]
    list_filter = ["active", "action", "category", "by_pinyin"]
    search_fields = ["word", "note"]
    search_help_text = "按词或说明查找"
    list_per_page = 100
    actions = ["switch_on", "switch_off"]
    fields = ["word", "action", "category", "by_pinyin", "exceptions", "note", "active", "hits", "hit_at"]
    readonly_fields = ["hits", "hit_at"]

    class Media:
        css = {"all": ["css/admin/checks.css"]}

    def trial(self, request) -> dict:
        """What the list says of a name and a comment, without counting a hit."""
        form = TrialForm(request.POST if request.method == "POST" else None, label_suffix="")
        context = {"form": form, "found": [], "rows": []}
        if form.is_valid():
            words = word_list.current()
            hits = {field: words.find(form.cleaned_data[field]) for field in ("name", "body")}
            context["found"] = [
                (form[field].label, highlighted(form.cleaned_data[field], [(hit.start, hit.end) for hit in found]))
                for field, found in hits.items()
                if form.cleaned_data[field]
            ]
            keys = {hit.pk for found in hits.values() for hit in found}
            context["rows"] = [row for row in words.rows.values() if row.pk in keys]
            context["is_refused"] = any(row.action == CommentWord.Action.REJECT for row in context["rows"])
        return context

    @admin.action(description="启用所选的词", permissions=["change"])
    def switch_on(self, request, queryset):
        self.message_user(request, f"已启用 {queryset.update(active=True)} 个词")

    @admin.action(description="停用所选的词", permissions=["change"])
    def switch_off(self, request, queryset):
        self.message_user(request, f"已停用 {queryset.update(active=False)} 个词")
