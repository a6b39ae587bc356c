"""What the article form has to do with its autosave: what it shows, what a save ends, what a refused save keeps."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse

from news.admin.desk.autosave import FIELDS, TAB, VERSION, kept
from news.admin.desk.conflict_panel import panel
from news.markup import clean_html
from news.models import Autosave
from news.readable import readable

A_DAY = 24 * 60 * 60


def context(model_admin, request, article, form) -> dict:
    """What the templates of the form need, if it can be edited; else the words that wait until it can be again."""
    if article is not None and not model_admin.has_change_permission(request, article):
        may_change = model_admin.has_change_permission(request)
        return {"waiting": kept(request.user, article) if may_change else None}
    name = "admin:news_article_autosave" if article else "admin:news_article_autosave_new"
    return {
        "autosave_address": reverse(name, args=[article.pk] if article else []),
        # A form that was sent and came back is still the same window.
        "tab": tab_of(request),
        "conflicts": panel(form),
    }


def tab_of(request) -> str:
    tab = request.POST.get("tab", "")
    return tab if TAB.fullmatch(tab) else ""


def forget(request, article) -> None:
    """The words are saved for good. What another window of the same person holds stays."""
    if tab := tab_of(request):
        Autosave.objects.drop(request.user, article, tab)


def mark_saved(request, response):
    """Tell the browser, whose next page is another, that it may forget its own copy of what was sent."""
    if request.method == "POST" and response.status_code == 302 and (tab := tab_of(request)):
        place = {"path": reverse("admin:index"), "secure": settings.SESSION_COOKIE_SECURE, "samesite": "Lax"}
        response.set_cookie(f"saved-{tab}", "1", max_age=A_DAY, **place)
    return response


def refuse(model_admin, request, object_id):
    """The article can't be saved by this person any more: say why, and keep and show what they wrote."""
    if "body" not in request.POST or not model_admin.has_change_permission(request):
        raise PermissionDenied
    found = str(object_id).isascii() and str(object_id).isdigit() and len(str(object_id)) < 19
    article = model_admin.get_queryset(request).filter(pk=object_id).first() if found else None
    if article is not None and (tab := tab_of(request)):
        fields = {name: readable(request.POST[name]) for name in FIELDS & request.POST.keys()}
        version = request.POST.get("version", "")
        version = version if VERSION.fullmatch(version) else ""
        Autosave.objects.keep(request.user, article, tab=tab, replaces="", version=version, fields=fields)
    elif article is None and model_admin.model.objects.filter(pk=object_id if found else 0).exists():
        raise Http404  # somebody else's
    gone = ["这篇稿件已经不在了，可能被删除或移入了回收站"]
    return TemplateResponse(
        request,
        "admin/news/article/refused.html",
        {
            **model_admin.admin_site.each_context(request),
            "title": "没有保存",
            "opts": model_admin.opts,
            "article": article,
            "reasons": article.editing_obstacles(request.user) or ["没有修改的权限"] if article else gone,
            "words": {"title": request.POST.get("title", ""), "body": clean_html(request.POST["body"][:500_000])},
        },
        status=409 if article else 404,
    )
