"""The pages of readers: the same for everyone, without cookie or token."""

import re
from itertools import groupby

from django.conf import settings
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from news.article_page import article_page
from news.front_page import front_page
from news.models import Article, Category, Tag
from news.paging import KeyPaginator
from news.prepared import Prepared
from news.register import register, with_articles
from news.share import qr_code

PER_PAGE = 20
PINNED = 3  # at the top of a category's first page
TO_READ = Prepared(lambda pk: Article.objects.for_reading().filter(pk=pk), pk=int)
PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


def page_of(request, articles) -> Page:
    """The page of a list of articles that ?page= asks for; see page_in()."""
    return page_in(request, KeyPaginator(articles, PER_PAGE))


def page_in(request, paginator: Paginator) -> Page:
    """The page that ?page= asks for. Raises Http404 for anything that is not a page of this list."""
    number = request.GET.get("page", "1")
    if not PAGE_NUMBER.fullmatch(number):
        raise Http404
    try:
        return paginator.page(int(number))
    except EmptyPage as error:
        raise Http404 from error


@require_safe
def home(request):
    return render(request, "home.html", front_page())


@require_safe
def category(request, path):
    category = get_object_or_404(Category.objects.select_related("parent"), path=path)
    family = category.parent or category
    articles = Article.objects.published().in_category(category).for_listing()
    pinned = list(articles.pinned()[:PINNED])
    context = {
        "category": category,
        "family": family,
        "children": list(family.children.all()),
        "pinned": pinned,
        "page": page_of(request, articles.exclude(pk__in=[article.pk for article in pinned])),
    }
    return render(request, "news/category.html", context)


@require_safe
def article(request, path, pk):
    article = next(iter(TO_READ(pk=pk)), None)
    if article is None:
        raise Http404
    if article.state == Article.State.WITHDRAWN:
        return render(request, "news/withdrawn.html", {"article": article}, status=410)
    if not article.is_published():
        raise Http404
    if path != article.category.path:
        return redirect(article, permanent=True)
    return render(request, "news/article.html", article_page(article))


@require_safe
def article_code(request, path, pk):
    """The article's address as a QR code: who reads on a big screen scans it into WeChat."""
    article = get_object_or_404(Article.objects.published().select_related("category").defer("body"), pk=pk)
    if path != article.category.path:
        return redirect(article.get_code_url(), permanent=True)
    code = qr_code(settings.SITE_URL + article.get_absolute_url())
    return HttpResponse(code, content_type="image/svg+xml")


@require_safe
def saved(request):
    """What a reader keeps stands in their browser alone; the page is the same for everybody."""
    return render(request, "news/saved.html")


@require_safe
def tag(request, name):
    tag = get_object_or_404(Tag.objects.called([name]))
    page = page_of(request, Article.objects.published().tagged(tag).for_listing())
    if not page.object_list:
        raise Http404  # a tag of drafts alone must not be found by guessing
    if tag.name != name:
        return redirect(tag, permanent=True)
    return render(request, "news/tag.html", {"tag": tag, "page": page})


@require_safe
def archive(request, year=None):
    articles = Article.objects.published()
    months = (articles.in_year(year) if year else articles).months()
    if year and not months:
        raise Http404
    years = [(number, list(of_year)) for number, of_year in groupby(months, key=lambda month: month[0].year)]
    return render(request, "news/archive.html", {"year": year, "years": years})


@require_safe
def archive_month(request, year, month):
    page = page_of(request, Article.objects.published().in_month(year, month).for_listing())
    if not page.object_list:
        raise Http404
    return render(request, "news/archive_month.html", {"year": year, "month": month, "page": page})


@require_safe
def corrections(request):
    page = page_in(request, register())
    return render(request, "news/corrections.html", {"page": page, "rows": with_articles(page.object_list)})
