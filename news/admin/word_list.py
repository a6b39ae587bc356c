"""A list of words in the admin: its way in and out as CSV, and a box to try it."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from news import csv_list
from news.admin.model_admin import NewsroomAdmin

MOST_SHOWN = 100


class FileForm(forms.Form):
    file = forms.FileField(label="CSV 文件", widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))

    def __init__(self, *args, columns, **kwargs):
        super().__init__(*args, **kwargs)
        limits = f"最大 {csv_list.MOST_BYTES // 1_000_000} MB、{csv_list.MOST_ROWS:,} 行"
        self.fields["file"].help_text = f"{limits}；第一行写列名：{'、'.join(columns)}"

    def clean_file(self):
        try:
            return csv_list.decoded(self.cleaned_data["file"].read(csv_list.MOST_BYTES + 1))
        except csv_list.Unreadable as reason:
            raise ValidationError(str(reason)) from reason


class AnswerForm(forms.Form):
    """The file that was looked at, coming back to be taken."""

    content = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=csv_list.MOST_BYTES)


class WordListAdmin(NewsroomAdmin):
    """Needs `table`, the `file_name` of what is exported, a `trial_form`, tried(), and the template of the trial
    at admin/<app>/<model>/try.html.
    """

    table: csv_list.CsvList
    file_name: str
    trial_form: type[forms.Form]
    change_list_template = "admin/word_list/change_list.html"

    class Media:
        css = {"all": ["css/admin/checks.css"]}

    def tried(self, given: dict) -> dict:
        """What the list finds in the cleaned data of the trial's form, for its template."""
        raise NotImplementedError

    def get_urls(self):
        views = {"import": self.import_view, "export": self.export_view, "try": self.try_view}
        paths = [
            path(f"{page}/", self.admin_site.admin_view(view), name=self._name_of(page)) for page, view in views.items()
        ]
        return [*paths, *super().get_urls()]

    def _name_of(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def export_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        name = f"{self.file_name}-{timezone.localdate():%Y%m%d}.csv"
        # With the mark by which Excel knows UTF-8.
        content = self.table.written(self.model.objects.all()).encode("utf-8-sig")
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)

    def import_view(self, request):
        """First the file, then what it would change, then, once that is confirmed, the change."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        answer = AnswerForm(request.POST if "content" in request.POST else None)
        files = [request.POST, request.FILES] if request.method == "POST" and not answer.is_bound else []
        form = FileForm(*files, columns=self.table.columns)
        changes = text = None
        if answer.is_valid() or form.is_valid():
            text = answer.cleaned_data["content"] if answer.is_bound else form.cleaned_data["file"]
            try:
                changes = self._take(request, text) if answer.is_bound else self.table.compare(text)
            except csv_list.Unreadable as reason:
                form = FileForm(columns=self.table.columns)
                form.errors["file"] = form.error_class([str(reason)])
        if changes and answer.is_bound:
            counts = f"新增 {len(changes.added)} 个，修改 {len(changes.changed)} 个，没有变化 {changes.same} 个"
            name = self.opts.verbose_name
            self.message_user(request, f"{name}已导入：{counts}，有错没有导入 {len(changes.errors)} 行。")
            return redirect(f"admin:{self._name_of('changelist')}")
        shown = {"changes": changes, "content": text, "most": MOST_SHOWN, "lists": changes and self._lists(changes)}
        return self._page(request, "admin/word_list/import.html", "导入", form=form, **shown)

    def _lists(self, changes: csv_list.Changes) -> list[tuple]:
        """(title, how many, the first of them with what is said of each), for the page."""
        lists = [("新增", changes.added), ("修改", changes.changed)]
        return [
            (title, len(rows), [(row, self.table.about(row)) for row in rows[:MOST_SHOWN]]) for title, rows in lists
        ]

    @transaction.atomic
    def _take(self, request, text: str) -> csv_list.Changes:
        changes = self.table.take(text)
        for row in changes.changed[:MOST_SHOWN]:
            self.log_change(request, row, f"导入{self.opts.verbose_name}")
        return changes

    def try_view(self, request):
        """Words typed here, with what the list finds in them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = self.trial_form(request.POST if request.method == "POST" else None)
        found = self.tried(form.cleaned_data) if form.is_valid() else None
        template = f"admin/{self.opts.app_label}/{self.opts.model_name}/try.html"
        return self._page(request, template, "试一试", form=form, found=found)

    def _page(self, request, template: str, deed: str, **context):
        title = f"{deed}{self.opts.verbose_name}"
        context |= {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, template, context)
