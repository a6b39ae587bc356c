"""Titles for the field 相关报道: words typed there are looked for among the published."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path

from news.forms import TitleQueryForm
from news.models import Article

SHOWN = 8


def urls(model_admin) -> list:
    return [path("suggest/", partial(suggest, model_admin), name="news_article_suggest")]


def suggest(model_admin, request):
    """{"articles": [{"number", "title"}, …]}, the newest first."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    form = TitleQueryForm(request.GET)
    found = Article.objects.published().titled(form.cleaned_data["q"]) if form.is_valid() else Article.objects.none()
    rows = found.values_list("pk", "title")[:SHOWN]
    return JsonResponse({"articles": [{"number": number, "title": title} for number, title in rows]})
