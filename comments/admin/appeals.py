"""Appeals of writers against refusals."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from comments.handling import Orphaned, Overtaken, answer_appeal
from comments.models import Appeal

ON_A_PAGE = 30


class AnswerForm(forms.Form):
    appeal = forms.IntegerField(min_value=1, max_value=10**18)
    deed = forms.ChoiceField(choices=[("grant", "grant"), ("dismiss", "dismiss")])
    answer = forms.CharField(max_length=200, required=False)
    own = forms.BooleanField(required=False)


def addresses(model_admin) -> list:
    def view(request):
        return screen(model_admin, request)

    return [path("appeals/", model_admin.admin_site.admin_view(view), name="comments_comment_appeals")]


def screen(model_admin, request):
    if not request.user.has_perm("comments.view_appeal"):
        raise PermissionDenied
    may_decide = model_admin.has_change_permission(request) and request.user.has_perm("comments.change_appeal")
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        return receive(request)
    appeals = Appeal.objects.open().select_related(
        "decision__moderator", "comment__article__category", "comment__parent"
    )
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "申诉",
        "opts": model_admin.opts,
        "appeals": appeals.defer("comment__article__body")[:ON_A_PAGE],
        "may_decide": may_decide,
    }
    return TemplateResponse(request, "comments/admin/appeals.html", context)


def receive(request):
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise PermissionDenied
    given = form.cleaned_data
    refused_by = Appeal.objects.filter(pk=given["appeal"]).values_list("decision__moderator", flat=True).first()
    if refused_by == request.user.pk and not given["own"]:
        messages.warning(request, "这条是您自己拒绝的，请由同事复核；没有别人时勾选“由我复核”再处理")
        return HttpResponseRedirect(request.path)
    try:
        answer_appeal(given["appeal"], given["deed"] == "grant", request.user, given["answer"])
        messages.success(request, "申诉成立，评论已公开" if given["deed"] == "grant" else "申诉不成立，答复已保存")
    except Orphaned:
        messages.warning(request, "它回复的评论没有公开，不能通过；可以答复作者")
    except Overtaken:
        messages.warning(request, "别人刚处理过，或评论有了变化，没有改动")
    return HttpResponseRedirect(request.path)
