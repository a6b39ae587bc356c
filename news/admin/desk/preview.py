"""What readers will see, in a page of its own and beside the form: the newest words, or those typed so far."""

from functools import partial

from csp.constants import NONE
from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.clickjacking import xframe_options_sameorigin

from news.admin.states import state_of
from news.article_page import preview_page
from news.desk import revising
from news.models import Article

HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, no-store"}
# A preview is no reading and runs no script; nor would one that came with the text.
without_scripts = csp_replace({"script-src": [NONE]})


def urls(model_admin) -> list:
    return [
        path("<int:pk>/preview/", partial(saved, model_admin), name="news_article_preview"),
        path("preview/", partial(new, model_admin), name="news_article_preview_new"),
    ]


@without_scripts
@xframe_options_sameorigin
def saved(model_admin, request, pk):
    article = visible_article(model_admin, request, pk)
    if request.method != "POST":
        return page(request, article)
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    return _typed(model_admin, request, article)


@without_scripts
@xframe_options_sameorigin
def new(model_admin, request):
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    article = Article(created_by=request.user)
    article.working_tags = []
    return _typed(model_admin, request, article)


def visible_article(model_admin, request, pk) -> Article:
    """The article as the desk has it, if the user may see it. Raises Http404 and PermissionDenied."""
    article = model_admin.get_queryset(request).select_related("category__parent", "cover", "source").filter(pk=pk)
    if not article:
        raise Http404
    if not model_admin.has_view_permission(request, article[0]):
        raise PermissionDenied
    return revising.working_copy(article[0])


def page(request, article: Article, note: str = "", label: str = "") -> TemplateResponse:
    """The readers' page of it, with its state, or `label`, and `note` in its banner."""
    banner = {"state_label": label or state_of(article)[1], "note": note, "number": article.pk}
    context = {**preview_page(article), **banner}
    return TemplateResponse(request, "admin/news/article/preview.html", context, headers=HEADERS)


def _typed(model_admin, request, article: Article) -> TemplateResponse:
    """What stands in the form right now. What can't be saved as it is stays as it was, and the banner says so."""
    label = state_of(article)[1]  # by the times that count, not those being typed
    form_class = model_admin.get_form(request, article if article.pk else None, change=bool(article.pk))
    form = form_class(request.POST, instance=article)
    form.is_valid()
    article.working_tags = form.cleaned_data.get("tags", article.working_tags)
    wrong = [form.fields[name].label for name in form.errors if name in form.fields]
    note = "还没有保存的文字" + (f"；{'、'.join(wrong)}填得不对或没有填，没有更新" if wrong else "")
    return page(request, article, note, label)
