from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments import reporting, throttling, writing
from comments.forms import AppealForm
from comments.models import Comment
from comments.views.thread import see_other
from comments.visitor import visitor_of

UNKNOWN = "没有这个编号的未通过评论，请核对编号。评论可能已经通过，或已由作者撤回。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request):
    """The form, or, for a number that has been appealed, what has become of it. Whoever has the number may know; the
    words are shown to the device alone that wrote them.
    """
    visitor = visitor_of(request)
    asked = request.POST if request.method == "POST" else request.GET
    form = AppealForm(request.POST or None, label_suffix="", initial={"number": request.GET.get("number", "")[:40]})
    if request.method == "POST" and form.is_valid():
        if not throttling.APPEALS.take(visitor.prefix):
            form.add_error(None, "您所在的网络近来申诉得太多，请过一会儿再试。")
            return render(request, "comments/appeal.html", {"form": form}, status=429)
        comment = Comment.objects.filter(number=form.cleaned_data["number"]).first()
        if comment is None or not reporting.appeal(comment, visitor, form.cleaned_data["text"]):
            form.add_error("number", UNKNOWN)
        else:
            return see_other(f"{reverse('comments:appeal')}?number={comment.number}")
    comment = Comment.objects.filter(number=asked.get("number", "")[:40].strip().upper().replace("\x00", "")).first()
    made = comment and comment.appeals.select_related("decision").order_by("-id").first()
    context = {"form": form, "appeal": made, "comment": comment}
    context["is_own"] = comment is not None and writing.is_own(comment, visitor)
    context["may_appeal"] = (
        comment is None or (refusal := comment.refusal()) and (made is None or made.decision_id != refusal.pk)
    )
    return render(request, "comments/appeal.html", context, status=422 if form.errors else 200)
