"""Reported comments, with what readers say against them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from comments.handling import Overtaken, dismiss_reports, uphold_reports
from comments.models import Comment, Report
from comments.moderation import Act
from comments.reasons import USUAL_GROUND, Reason

ON_A_PAGE = 30
MOST_READ = 20  # reports of one comment


class HandleForm(forms.Form):
    comment = forms.IntegerField(min_value=1, max_value=10**18)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    last_report = forms.IntegerField(min_value=1, max_value=10**18)
    deed = forms.ChoiceField(choices=[("uphold", "uphold"), ("dismiss", "dismiss")])
    reason = forms.ChoiceField(choices=Reason.choices)
    note = forms.CharField(max_length=200, required=False)


def addresses(model_admin) -> list:
    def view(request):
        return screen(model_admin, request)

    return [path("reports/", model_admin.admin_site.admin_view(view), name="comments_comment_reports")]


def screen(model_admin, request):
    if not request.user.has_perm("comments.view_report"):
        raise PermissionDenied
    may_decide = model_admin.has_change_permission(request) and request.user.has_perm("comments.change_report")
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        return receive(request)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "举报",
        "opts": model_admin.opts,
        "comments": reported(),
        "may_decide": may_decide,
        "reasons": Reason.choices,
    }
    return TemplateResponse(request, "comments/admin/reports.html", context)


def reported() -> list[Comment]:
    """Those with the most open reports first, each with its newest `read_reports`. Two queries."""
    comments = Comment.objects.filter(reports__gt=0).select_related("article__category", "parent")
    comments = list(comments.defer("article__body").order_by("-reports", "id")[:ON_A_PAGE])
    reports: dict[int, list[Report]] = {comment.pk: [] for comment in comments}
    for report in Report.objects.open().filter(comment__in=comments).order_by("-id"):
        if len(reports[report.comment_id]) < MOST_READ:
            reports[report.comment_id].append(report)
    for comment in comments:
        comment.read_reports = reports[comment.pk]
    return [comment for comment in comments if comment.read_reports]


def receive(request):
    form = HandleForm(request.POST)
    if not form.is_valid():
        raise PermissionDenied
    given = form.cleaned_data
    seen = [given["comment"], given["version"], given["last_report"]]
    try:
        if given["deed"] == "uphold":
            reason = given["reason"]
            act = Act(Comment.State.REJECTED, request.user, reason, USUAL_GROUND[reason], given["note"])
            uphold_reports(*seen, act)
        else:
            dismiss_reports(*seen, request.user, given["note"])
        stays = given["deed"] == "dismiss"
        messages.success(request, "举报已处理，评论没有改动" if stays else "评论已不再显示，举报已处理")
    except Overtaken:
        messages.warning(request, "别人刚处理过，或评论有了变化，没有改动")
    return HttpResponseRedirect(request.path)
