from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments import reporting, throttling
from comments.forms import ReportForm
from comments.views.thread import article_with_comments, public_comment
from comments.visitor import visitor_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk, number):
    article = article_with_comments(pk)
    comment = public_comment(article, number)
    form = ReportForm(request.POST or None, label_suffix="")
    context = {"article": article, "comment": comment, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "comments/report.html", context, status=422 if form.errors else 200)
    visitor = visitor_of(request)
    if not throttling.REPORTS.take(visitor.prefix):
        reason = "您所在的网络近来举报得太多，请过一会儿再试"
        return render(request, "comments/refused.html", {"article": article, "reason": reason}, status=429)
    reporting.report(comment, visitor, form.cleaned_data["reason"], form.cleaned_data["details"])
    response = render(request, "comments/reported.html", context)
    visitor.remember(response)
    return response
