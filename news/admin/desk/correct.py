"""更正: the screen on which a published article is corrected before its readers."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from news.desk import correcting
from news.fields import ParagraphField
from news.models import Article


class CorrectionForm(forms.Form):
    text = ParagraphField(
        label="更正内容",
        max_length=500,
        help_text="写明错在哪里、正确的是什么，如“文中第二段‘3月’应为‘5月’”。发布后不能收回，写错了再发一条。",
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )


def urls(model_admin) -> list:
    def view(request, pk):
        return correct(model_admin, request, pk)

    return [path("<int:pk>/correct/", view, name="news_article_correct")]


def correct(model_admin, request, pk):
    article = Article.objects.select_related("category__parent").filter(pk=pk).first()
    if article is None or not article.visible_to(request.user):
        raise Http404
    if not request.user.has_perm("news.correct_article"):
        raise PermissionDenied
    obstacles = [*article.moving_obstacles(request.user), *article.correcting_obstacles()]
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and not obstacles and form.is_valid():
        try:
            correcting.correct(pk, request.user, form.cleaned_data["text"])
        except ValidationError as error:  # withdrawn at this moment
            obstacles = error.messages
        else:
            model_admin.message_user(request, "更正已发布，文章和“更正与撤稿”页上都能看到。")
            return redirect("admin:news_article_correct", pk)
    for obstacle in obstacles:
        model_admin.message_user(request, f"不能更正：{obstacle}。", messages.WARNING)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "更正",
        "opts": model_admin.opts,
        "article": article,
        "form": None if obstacles else form,
        "corrections": article.corrections.select_related("created_by"),
    }
    return TemplateResponse(request, "admin/news/article/correct.html", context)
