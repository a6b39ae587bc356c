from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path

from comments import queue, statistics

PERIODS = {"7": 7, "30": 30, "90": 90}


def addresses(model_admin) -> list:
    def view(request):
        return screen(model_admin, request)

    return [path("statistics/", model_admin.admin_site.admin_view(view), name="comments_comment_statistics")]


def screen(model_admin, request):
    if not request.user.has_perm("comments.view_decision"):
        raise PermissionDenied
    days = PERIODS.get(request.GET.get("days"), 30)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "审核统计",
        "opts": model_admin.opts,
        "period": days,
        "periods": PERIODS.values(),
        "waiting": queue.number_waiting(),
        "since": queue.waits_since(),
        **statistics.since(days),
    }
    return TemplateResponse(request, "comments/admin/statistics.html", context)
