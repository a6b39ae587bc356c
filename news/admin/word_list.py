"""What every list of words has in the admin: its way in and out as CSV, and a box to try it."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from news import word_csv
from news.admin.model_admin import NewsroomAdmin

MOST_SHOWN = 100


class FileForm(forms.Form):
    file = forms.FileField(label="CSV 文件", widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))

    def __init__(self, *args, table: word_csv.Table, **kwargs):
        super().__init__(*args, **kwargs)
        most = f"最大 {word_csv.MOST_BYTES // 1_000_000} MB、{word_csv.MOST_ROWS:,} 行"
        self.fields["file"].help_text = f"{most}；第一行写列名：{'、'.join(table.columns)}"

    def clean_file(self):
        try:
            return word_csv.decoded(self.cleaned_data["file"].read(word_csv.MOST_BYTES + 1))
        except word_csv.Unreadable as reason:
            raise ValidationError(str(reason)) from reason


class AnswerForm(forms.Form):
    """The file that was looked at, coming back to be taken."""

    content = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=word_csv.MOST_BYTES)


class WordListAdmin(NewsroomAdmin):
    """Of `table.model`. Subclasses say what their trial is: `trial(request)` returns the context of `try_template`."""

    table: word_csv.Table
    file_name: str  # of the export, without date and ending
    try_template: str
    change_list_template = "admin/news/word_list/change_list.html"

    def trial(self, request) -> dict:
        raise NotImplementedError

    def get_urls(self):
        views = {"import": self.import_view, "export": self.export_view, "try": self.try_view}
        paths = [
            path(f"{name}/", self.admin_site.admin_view(view), name=self._name(name)) for name, view in views.items()
        ]
        return [*paths, *super().get_urls()]

    def _name(self, view: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{view}"

    def export_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        name = f"{self.file_name}-{timezone.localdate():%Y%m%d}.csv"
        # With the mark by which Excel knows UTF-8.
        content = word_csv.written(self.table, self.model.objects.all()).encode("utf-8-sig")
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)

    def import_view(self, request):
        """First the file, then what it would change, then, once that is confirmed, the change."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        answer = AnswerForm(request.POST if "content" in request.POST else None)
        is_file = request.method == "POST" and not answer.is_bound
        form = FileForm(*([request.POST, request.FILES] if is_file else []), table=self.table)
        changes = text = None
        if answer.is_valid() or form.is_valid():
            text = answer.cleaned_data["content"] if answer.is_bound else form.cleaned_data["file"]
            try:
                changes = self._take(request, text) if answer.is_bound else word_csv.compare(text, self.table)
            except word_csv.Unreadable as reason:
                form = FileForm(table=self.table)
                form.errors["file"] = form.error_class([str(reason)])
        if changes and answer.is_bound:
            counts = f"新增 {len(changes.added)} 个，修改 {len(changes.changed)} 个，没有变化 {changes.same} 个"
            self.message_user(request, f"词表已导入：{counts}，有错没有导入 {len(changes.errors)} 行。")
            return redirect(reverse(f"admin:{self._name('changelist')}"))
        context = {"form": form, "changes": changes, "content": text, "most": MOST_SHOWN}
        return self._page(request, "admin/news/word_list/import.html", "导入词表", context)

    @transaction.atomic
    def _take(self, request, text: str) -> word_csv.Changes:
        rows = self.model.objects
        list(rows.order_by("pk").select_for_update().values_list("pk"))  # nobody changes what is compared
        changes, now = word_csv.compare(text, self.table), timezone.now()
        for row in changes.changed:
            row.updated_at = now  # which bulk_update would leave
        rows.bulk_create(changes.added, batch_size=1000, ignore_conflicts=True)
        rows.bulk_update(changes.changed, [*self.table.fields, "updated_at"], batch_size=500)
        for row in changes.changed[:MOST_SHOWN]:
            self.log_change(request, row, "导入词表")
        return changes

    def try_view(self, request):
        """A text typed here, with what the list finds in it marked."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._page(request, self.try_template, "试一试词表", self.trial(request))

    def _page(self, request, template: str, title: str, context: dict):
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **context}
        return TemplateResponse(request, template, context)
