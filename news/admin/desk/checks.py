"""发布前检查: the panel on the form, and the address that looks at words which are not saved yet."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from news import checks
from news.forms import ArticleForm
from news.models import Article


def urls(model_admin) -> list:
    view = partial(check_view, model_admin)
    return [
        path("check/", view, name="news_article_check_new"),
        path("<int:pk>/check/", view, name="news_article_check"),
    ]


def panel(form: ArticleForm, article: Article | None, user) -> dict:
    """What _checks.html shows beside a form: what the form was told, or how the saved words stand."""
    report = form.report or (checks.check(article, user) if article and not form.is_bound else None)
    new = article is None or article.pk is None
    address = reverse("admin:news_article_check_new") if new else reverse("admin:news_article_check", args=[article.pk])
    ticked = bool(report) and form.is_bound and not report.unconfirmed(form.confirmed())
    return {"report": report, "ticked": ticked, "check_address": address}


def check_view(model_admin, request, pk=None):
    """The panel's content: for the posted form, or, asked with GET, for what is saved."""
    article = _article(model_admin, request, pk)
    form_class = model_admin.get_form(request, article, change=article is not None)
    form = form_class(request.POST if request.method == "POST" else None, request.FILES or None, instance=article)
    if form.is_bound:
        form.data = form.data.copy()
        form.data["_check"] = ""
    mistakes = _mistakes(form)
    context = {
        **panel(form, article, request.user),
        "mistakes": mistakes,
        "may_publish": model_admin.has_publish_permission(request),
    }
    return TemplateResponse(request, "admin/news/article/_report.html", context)


def _article(model_admin, request, pk) -> Article | None:
    if pk is None:
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        return None
    article = model_admin.get_object(request, str(pk))
    if article is None:
        raise Http404
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    return article


def _mistakes(form) -> list[tuple[str, str, list[str]]]:
    """(field, label, reasons) of what keeps the form from being saved, beside that it was only to be checked."""
    rows = []
    for name, errors in form.errors.as_data().items():
        reasons = [message for error in errors if error.code != "checked" for message in error.messages]
        if reasons:
            known = name in form.fields
            rows.append((name if known else "", form.fields[name].label if known else "", reasons))
    return rows
