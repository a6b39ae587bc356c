"""粘贴: what the editor's clipboard holds, cleaned as an article's body is."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path

from news.checks import discarded
from news.markup import clean_html


def urls(model_admin) -> list:
    return [path("clean/", partial(clean_view, model_admin), name="news_article_clean")]


def clean_view(model_admin, request):
    """{"html": the posted one, cleaned, "lost": sentences about what that took away}. Nothing is saved."""
    if not (model_admin.has_add_permission(request) or model_admin.has_change_permission(request)):
        raise PermissionDenied
    pasted = request.POST.get("html", "")
    lost = [finding.message for finding in discarded.check(pasted)]
    return JsonResponse({"html": clean_html(pasted), "lost": lost})
