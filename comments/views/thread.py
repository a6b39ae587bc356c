"""The comments of an article, one thread of them, and what came since."""

import re
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comments import threads, writing
from comments.converters import NumberConverter
from comments.forms import CommentForm
from comments.models import ArticleCount, Comment, Refusal
from comments.threads import Order
from comments.visitor import visitor_of
from news.models import Article

MOST_NEW = 100
MOST = 32_503_680_000_000  # milliseconds: the year 3000
MOST_GIVEN_BACK = 2_000  # characters of what can't be sent any more
WORDS = ("name", "body", "notify", "reply_to")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request, pk):
    """The approved comments on an article and the form for a new one; `?fragment=1` leaves out the page around them."""
    article = article_with_comments(pk)
    if request.method == "POST":
        return _receive(request, article) if article.accepts_comments() else _show(request, article, status=403)
    # A form costs a captcha: who has just sent one, or reads on, gets it when asked for.
    wants_form = not {"sent", "after", "sort"} & request.GET.keys()
    return _show(request, article, _new_form(request, article) if wants_form and article.accepts_comments() else None)


@never_cache
@require_safe
def thread(request, pk, number):
    """One thread: the root and its replies, from the one that is named, or from the first."""
    article = article_with_comments(pk)
    visitor = visitor_of(request)
    shown = Comment.objects.for_article(article).shown_or_tombstone().select_related("root", "parent")
    named = get_object_or_404(shown, number=number)
    root, is_reply = named.root or named, named.root_id is not None
    after = number_in(request.GET)
    try:
        page = threads.replies_of(root, after, visitor, first=named if is_reply and not after else None)
    except Comment.DoesNotExist as error:
        raise Http404 from error
    threads.mark_liked([root], visitor)
    writing.mark_own([root, *page.comments], visitor)
    context = {"article": article, "root": root, "named": named, "page": page, "after": after, "is_reply": is_reply}
    return render(request, "comments/thread.html", context | {"is_open": article.accepts_comments()})


@never_cache
@require_safe
def new(request, pk):
    """How many comments have become public since a moment (milliseconds), {"new": n}; nobody counts beyond 100."""
    if not re.fullmatch("[0-9]{1,15}", request.GET.get("since", "")):
        raise Http404
    article = article_with_comments(pk)
    since = datetime.fromtimestamp(min(int(request.GET["since"]), MOST) / 1000, UTC)
    published = Comment.objects.for_article(article).approved().filter(published_at__gt=since)
    return JsonResponse({"new": published[:MOST_NEW].count()})


def article_with_comments(pk: int) -> Article:
    """The published article with its `comment_count`, or 404."""
    count = ArticleCount.objects.filter(article=OuterRef("pk")).values("approved")
    articles = Article.objects.published().select_related("category__parent").defer("body")
    return get_object_or_404(articles.annotate(comment_count=Subquery(count)), pk=pk)


def public_comment(article: Article, number: str) -> Comment:
    return get_object_or_404(Comment.objects.for_article(article).approved(), number=number)


def number_in(asked) -> str:
    """Behind which comment the page begins, or 404 for what is no number at all."""
    after = asked.get("after", "")
    if after and not re.fullmatch(NumberConverter.regex, after):
        raise Http404
    return after


def is_fragment(request) -> bool:
    return request.GET.get("fragment") == "1"


def see_other(address: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def _receive(request, article):
    if "new_captcha" in request.POST:
        return _show(request, article, _new_form(request, article, request.POST["new_captcha"]))
    visitor = visitor_of(request)
    # One transaction: a parallel post of the same captcha waits for this one's comment, or finds the captcha spent.
    with transaction.atomic():
        form = CommentForm(request.POST, article=article, visitor=visitor)
        if form.is_valid():
            form.save()
    if not form.is_valid():
        Refusal.objects.count_today(form.refusal_codes())
        return _show(request, article, form.prepare(), status=429 if form.is_throttled() else 422)
    if is_fragment(request):
        response = _show(request, article, visitor=visitor, sent=form.asked)
    else:
        response = see_other(f"{reverse('comments:comments', args=[article.pk])}?sent={form.asked}#comments")
    visitor.remember(response)
    return response


def _new_form(request, article, kind: str = "") -> CommentForm:
    """An empty form, or one with another captcha and the words that were already written."""
    sent = request.POST if request.method == "POST" else request.GET
    words = {name: sent.get(name, "") for name in (WORDS if request.method == "POST" else ["reply_to"])}
    form = CommentForm(initial=words, article=article, visitor=visitor_of(request))
    return form.prepare(kind)


def _show(request, article, form=None, *, visitor=None, sent="", status=200):
    drawn_at = int(timezone.now().timestamp() * 1000)
    visitor = visitor or visitor_of(request)
    asked = request.GET if request.method != "POST" else {}
    order = Order(asked["sort"]) if asked.get("sort") in Order.values else Order.NEWEST
    try:
        page = threads.page_of(article, order, number_in(asked), visitor, writing.own_comments(article, visitor))
    except Comment.DoesNotExist as error:
        raise Http404 from error
    listed = [comment for root in page.comments for comment in [root, *root.shown_replies]]
    writing.mark_own([*listed, *page.own], visitor)
    context = {
        "article": article,
        "form": form,
        "answered": form.answered() if form else None,
        "drawn_at": drawn_at,
        "is_open": article.accepts_comments(),
        "page": page,
        "order": order,
        "orders": Order,
        "is_first": not asked.get("after"),
        "sent": sent or asked.get("sent", ""),
        "words": request.POST.get("body", "")[:MOST_GIVEN_BACK],
    }
    template = "comments/_section.html" if is_fragment(request) else "comments/comments.html"
    return render(request, template, context, status=status)
