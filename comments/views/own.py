"""What writers do with their own comments."""

import re

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments import throttling, writing
from comments.forms import TOO_MANY, EditForm
from comments.gate.pressure import BUSY, is_pressed
from comments.models import Comment, Refusal
from comments.views.thread import MOST_GIVEN_BACK, article_with_comments, see_other
from comments.visitor import visitor_of

TOO_LATE = "这条评论已经不能修改或撤回：发表超过十分钟，或者已经处理过。"
OVERTAKEN = "这条评论刚才有了变化（例如您在另一个窗口改过，或编辑正在处理），请看过再改。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, number):
    article, comment, visitor = _own(request, pk, number)
    if not writing.may_change(comment, visitor):
        return _refuse(request, article, TOO_LATE)
    form = EditForm(request.POST or None, comment=comment, visitor=visitor)
    if request.method == "POST" and form.is_valid():
        pressed = is_pressed()
        if throttling.may_attempt(visitor.prefix, pressed):
            try:
                writing.edit(comment, form.cleaned_data["version"], visitor, form.judged_words())
            except writing.Overtaken:
                return _refuse(request, article, OVERTAKEN)
            return _back(article, "edited")
        form.add_error(None, ValidationError(BUSY * pressed + TOO_MANY, code="throttled"))
    Refusal.objects.count_today(form.refusal_codes())
    context = {"article": article, "comment": comment, "form": form}
    status = 429 if form.has_error(NON_FIELD_ERRORS, "throttled") else 422 if form.errors else 200
    return render(request, "comments/edit.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk, number):
    article, comment, visitor = _own(request, pk, number)
    if not writing.may_change(comment, visitor):
        return _refuse(request, article, TOO_LATE)
    if request.method != "POST":
        return render(request, "comments/withdraw.html", {"article": article, "comment": comment})
    version = request.POST.get("version", "")
    try:
        writing.withdraw(comment, int(version) if re.fullmatch("[0-9]{1,9}", version) else 0, visitor)
    except writing.Overtaken:
        return _refuse(request, article, OVERTAKEN)
    return _back(article, "withdrawn")


def _own(request, pk, number):
    article = article_with_comments(pk)
    comment = get_object_or_404(Comment.objects.for_article(article), number=number)
    visitor = visitor_of(request)
    if not writing.is_own(comment, visitor):
        raise Http404  # as if it were not there
    return article, comment, visitor


def _refuse(request, article, reason):
    """With what was written, so that it can be copied."""
    words = request.POST.get("body", "")[:MOST_GIVEN_BACK]
    context = {"article": article, "reason": reason, "words": words}
    return render(request, "comments/refused.html", context, status=409)


def _back(article, done):
    return see_other(f"{reverse('comments:comments', args=[article.pk])}?sent={done}#comments")
