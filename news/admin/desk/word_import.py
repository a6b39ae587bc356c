"""从 Word 导入: a .docx becomes a draft."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from news import docx
from news.desk.drafting import draft_document
from news.docx_file import MOST_BYTES, Refused
from news.fields import LineField
from news.models import Category
from news.rights import rights_of


class WordImportForm(forms.Form):
    file = forms.FileField(
        label="Word 文件",
        help_text=f"只能是 .docx，不超过 {MOST_BYTES // 1024 // 1024} MB；.doc、.wps 请先另存为 .docx",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
    category = forms.ModelChoiceField(Category.objects.none(), label="栏目", empty_label="请选择")
    credit = LineField(
        label="图片来源",
        max_length=60,
        required=False,
        help_text="文档里有图片时必填：摄影者或供图单位",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["category"].queryset = Category.objects.select_related("parent").order_by("path")

    def clean_category(self):
        category = self.cleaned_data["category"]
        if not rights_of(self.user).may_edit(category):
            raise ValidationError(f"“{category}”不由您负责")
        return category

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            cleaned["document"] = docx.read(cleaned["file"], cleaned["file"].name)
        except Refused as reason:
            self.add_error("file", str(reason))
            return cleaned
        if cleaned["document"].pictures and not cleaned["credit"]:
            self.add_error("credit", "文档里有图片，请填写图片来源，再选一次文件")
        return cleaned


def urls(model_admin) -> list:
    return [path("word/", partial(import_view, model_admin), name="news_article_word")]


def import_view(model_admin, request):
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = WordImportForm(*sent, user=request.user)
    if form.is_valid() and (article := _draft(model_admin, request, form)):
        return redirect("admin:news_article_change", article.pk)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "从 Word 导入",
        "opts": model_admin.opts,
        "form": form,
    }
    return TemplateResponse(request, "admin/news/article/word_import.html", context)


def _draft(model_admin, request, form: WordImportForm):
    answers = form.cleaned_data
    try:
        article, left_out = draft_document(answers["document"], answers["category"], answers["credit"], request.user)
    except Refused as reason:
        form.add_error("file", str(reason))
        return None
    model_admin.log_addition(request, article, "从 Word 导入")
    model_admin.message_user(request, f"《{article}》已导入为草稿，请看一遍再送审或发布。", messages.SUCCESS)
    if left_out:
        model_admin.message_user(request, f"没有导入的内容：{'；'.join(left_out)}。", messages.WARNING)
    return article
