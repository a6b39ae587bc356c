"""What the screens about one article share: the way to it, and the frame around them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse

from news.desk import revising
from news.models import Article


def article_at(model_admin, request, pk: int) -> Article:
    """The article as the desk has it, for who may see it; anybody else is refused. What it says is a revision, so
    that a form can say which one was looked at.
    """
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if not model_admin.get_queryset(request).filter(pk=pk).exists():
        raise Http404
    return revising.working_copy(revising.keep_pace(pk))


def render(model_admin, request, template: str, article: Article, title: str, context: dict) -> TemplateResponse:
    frame = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "article": article,
        "title": f"{title}：{article.title}",
        "screen": title,
        "editable": model_admin.has_change_permission(request, article),
    }
    return TemplateResponse(request, f"admin/news/article/{template}.html", frame | context)
