"""流转记录: who did what to one article."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.urls import path

from news.admin.desk.article_screen import article_at, render
from news.models import Entry

PER_PAGE = 100


def urls(model_admin) -> list:
    def view(request, pk):
        return log_view(model_admin, request, pk)

    return [path("<int:pk>/log/", view, name="news_article_log")]


def log_view(model_admin, request, pk):
    if not request.user.has_perm("news.view_entry"):
        raise PermissionDenied
    article = article_at(model_admin, request, pk)
    page = Paginator(Entry.objects.of_article(pk), PER_PAGE).get_page(request.GET.get("p"))
    return render(model_admin, request, "log", article, "流转记录", {"page": page, "entries": page.object_list})
