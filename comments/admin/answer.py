"""The page on which a comment is answered in the name of the site."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from comments.answering import answer
from comments.fields import PlainTextField, few_line_breaks
from comments.models import Comment
from comments.moderation import Overtaken

ANSWERABLE = [Comment.State.PENDING, Comment.State.APPROVED]


class AnswerForm(forms.Form):
    body = PlainTextField(
        label="回复",
        max_length=1000,
        validators=[few_line_breaks],
        error_messages={"required": "请填写回复"},
        help_text="最多 1000 字；立即公开，署本站名称，带“本站”标记",
        widget=forms.Textarea(attrs={"rows": 6, "autofocus": True}),
    )
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    submission = forms.UUIDField(widget=forms.HiddenInput)


def addresses(model_admin) -> list:
    def view(request, pk):
        return screen(model_admin, request, pk)

    return [path("<int:pk>/answer/", model_admin.admin_site.admin_view(view), name="comments_comment_answer")]


def screen(model_admin, request, pk):
    if not (model_admin.has_change_permission(request) and request.user.has_perm("comments.answer_comment")):
        raise PermissionDenied
    is_sent = request.method == "POST"
    shown = Comment.objects.select_related("article__category", "parent").filter(pk__lt=2**63)
    # Whoever has written an answer gets it back, whatever has become of the comment.
    comment = get_object_or_404(shown if is_sent else shown.filter(state__in=ANSWERABLE), pk=pk)
    initial = {"version": comment.version, "submission": uuid.uuid4()}
    form = AnswerForm(request.POST if is_sent else None, initial=initial, label_suffix="")
    if form.is_valid():
        given = form.cleaned_data
        try:
            reply = answer(comment.pk, given["version"], request.user, given["body"], given["submission"])
        except Overtaken:
            comment.refresh_from_db()
            form.data = form.data.copy()
            form.data["version"] = comment.version
            form.add_error(None, "评论有了变化，或者它回复的评论没有公开。请看过再回复，写好的话还在下面。")
        else:
            messages.success(request, f"已回复，读者现在看得到（编号 {reply.number}）")
            return HttpResponseRedirect(reverse("admin:comments_comment_queue"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "以本站名义回复",
        "opts": model_admin.opts,
        "comment": comment,
        "form": form,
    }
    return TemplateResponse(request, "comments/admin/answer.html", context)
