import re

from django.core.paginator import EmptyPage, Paginator
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments.forms import CommentForm
from comments.models import Comment
from comments.visitor import visitor_of
from news.models import Article

PER_PAGE = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request, pk):
    """The approved comments on an article and the form for a new one; `?fragment=1` leaves out the page around them."""
    article = get_object_or_404(Article.objects.published().select_related("category__parent").defer("body"), pk=pk)
    if request.method == "POST":
        return _receive(request, article) if article.accepts_comments() else _show(request, article, status=403)
    # A form costs a captcha: who has just sent one, or reads on, gets it when asked for.
    wants_form = not {"sent", "page"} & request.GET.keys()
    return _show(request, article, _new_form(request, article) if wants_form and article.accepts_comments() else None)


def _receive(request, article):
    if "new_captcha" in request.POST:
        return _show(request, article, _new_form(request, article, request.POST["new_captcha"]))
    # One transaction: a parallel post of the same captcha waits for this one's comment, or finds the captcha spent.
    with transaction.atomic():
        form = CommentForm(request.POST, article=article, visitor=visitor_of(request))
        if form.is_valid():
            form.save()
    if not form.is_valid():
        return _show(request, article, form.prepare(), status=429 if form.is_throttled() else 422)
    if _is_fragment(request):
        return _show(request, article, sent=True)
    response = HttpResponseRedirect(f"{reverse('comments:comments', args=[article.pk])}?sent=1#comments")
    response.status_code = 303
    return response


def _new_form(request, article, kind: str = "") -> CommentForm:
    """An empty form, or one with another captcha and the words that were already written."""
    words = {name: request.POST.get(name, "") for name in ("name", "body", "reply_to")}
    form = CommentForm(initial=words, article=article, visitor=visitor_of(request))
    return form.prepare(kind)


def _show(request, article, form=None, *, sent=False, status=200):
    approved = Comment.objects.for_article(article).approved()
    context = {
        "article": article,
        "form": form,
        "is_open": article.accepts_comments(),
        "page": _page(approved, request.GET.get("page", "1") if request.method != "POST" else "1"),
        "sent": sent or request.GET.get("sent") == "1",
    }
    template = "comments/_section.html" if _is_fragment(request) else "comments/comments.html"
    return render(request, template, context, status=status)


def _page(comments, number: str):
    if not re.fullmatch("[1-9][0-9]{0,5}", number):
        raise Http404
    try:
        return Paginator(comments, PER_PAGE).page(int(number))
    except EmptyPage as error:
        raise Http404 from error


def _is_fragment(request) -> bool:
    return request.GET.get("fragment") == "1"
