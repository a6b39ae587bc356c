"""词表: its list, its way in and out as CSV, and a box to try it."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from news import word_csv, word_list
from news.admin.model_admin import NewsroomAdmin
from news.fields import ParagraphField
from news.models import WordRule
from news.words import Hit

LONGEST_TRIAL = 20_000
MOST_SHOWN = 100


class FileForm(forms.Form):
    file = forms.FileField(
        label="CSV 文件",
        help_text=f"最大 {word_csv.MOST_BYTES // 1_000_000} MB、{word_csv.MOST_ROWS:,} 行；第一行写列名："
        + "、".join(word_csv.COLUMNS),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self):
        try:
            return word_csv.decoded(self.cleaned_data["file"].read(word_csv.MOST_BYTES + 1))
        except word_csv.Unreadable as reason:
            raise ValidationError(str(reason)) from reason


class AnswerForm(forms.Form):
    """The file that was looked at, coming back to be taken."""

    content = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=word_csv.MOST_BYTES)


class TrialForm(forms.Form):
    text = ParagraphField(
        label="文字", max_length=LONGEST_TRIAL, widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"})
    )


@admin.register(WordRule)
class WordRuleAdmin(NewsroomAdmin):
    fields = ["word", "kind", "replacement", "exceptions", "level", "note", "active"]
    list_display = ["word", "kind", "replacement", "level", "note", "active"]
    list_filter = ["kind", "level", "active"]
    search_fields = ["word", "replacement", "note"]
    ordering = ["kind", "word"]

    class Media:
        css = {"all": ["css/admin/checks.css"]}

    def get_urls(self):
        views = [
            path("import/", self.admin_site.admin_view(self.import_view), name="news_wordrule_import"),
            path("export/", self.admin_site.admin_view(self.export_view), name="news_wordrule_export"),
            path("try/", self.admin_site.admin_view(self.try_view), name="news_wordrule_try"),
        ]
        return [*views, *super().get_urls()]

    def export_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        name = f"cibiao-{timezone.localdate():%Y%m%d}.csv"
        # With the mark by which Excel knows UTF-8.
        content = word_csv.written(WordRule.objects.all()).encode("utf-8-sig")
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)

    def import_view(self, request):
        """First the file, then what it would change, then, once that is confirmed, the change."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        answer = AnswerForm(request.POST if "content" in request.POST else None)
        form = FileForm(request.POST, request.FILES) if request.method == "POST" and not answer.is_bound else FileForm()
        changes = text = None
        if answer.is_valid() or form.is_valid():
            text = answer.cleaned_data["content"] if answer.is_bound else form.cleaned_data["file"]
            try:
                changes = self._take(request, text) if answer.is_bound else word_csv.compare(text)
            except word_csv.Unreadable as reason:
                form = FileForm()
                form.errors["file"] = form.error_class([str(reason)])
        if changes and answer.is_bound:
            counts = f"新增 {len(changes.added)} 个，修改 {len(changes.changed)} 个，没有变化 {changes.same} 个"
            self.message_user(request, f"词表已导入：{counts}，有错没有导入 {len(changes.errors)} 行。")
            return redirect("admin:news_wordrule_changelist")
        return self._page(request, "import", "导入词表", form=form, changes=changes, content=text, most=MOST_SHOWN)

    @transaction.atomic
    def _take(self, request, text: str) -> word_csv.Changes:
        list(WordRule.objects.select_for_update().values_list("pk"))  # nobody changes what is compared
        changes, now = word_csv.compare(text), timezone.now()
        for rule in changes.changed:
            rule.updated_at = now  # which bulk_update would leave
        WordRule.objects.bulk_create(changes.added, batch_size=1000, ignore_conflicts=True)
        WordRule.objects.bulk_update(changes.changed, [*word_csv.FIELDS, "updated_at"], batch_size=500)
        for rule in changes.changed[:MOST_SHOWN]:
            self.log_change(request, rule, "导入词表")
        return changes

    def try_view(self, request):
        """A text typed here, with what the list finds in it marked."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = TrialForm(request.POST if request.method == "POST" else None)
        hits, marked = [], ""
        if form.is_valid():
            text = form.cleaned_data["text"]
            hits = word_list.current().find(text)
            marked = highlighted(text, hits)
        rules = list({hit.rule: None for hit in hits})
        return self._page(request, "try", "试一试词表", form=form, marked=marked, rules=rules, tried=form.is_bound)

    def _page(self, request, name: str, title: str, **context):
        context |= {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/news/wordrule/{name}.html", context)


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
