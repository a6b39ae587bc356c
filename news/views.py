"""The pages of readers: the same for everyone, without cookie or token."""

from itertools import groupby

from django.conf import settings
from django.core.paginator import EmptyPage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from news import month_counts
from news.article_page import article_page
from news.category_page import category_page
from news.front_page import front_page
from news.models import Article, Tag
from news.paging import HeadlinePaginator, number_in, page_in
from news.prepared import Planned
from news.register import register, with_articles
from news.share import qr_code

MOST_OF_TAG = 1_000  # who wants older ones of a tag on very many articles searches
TO_READ = Planned(lambda pk: Article.objects.for_reading().filter(pk=pk), pk=int)


@require_safe
def home(request):
    return render(request, "home.html", front_page())


@require_safe
def category(request, path):
    try:
        page = category_page(path, number_in(request))
    except EmptyPage as error:
        raise Http404 from error
    if page is None:
        raise Http404
    return render(request, "news/category.html", page)


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
    tag = Tag.objects.called([name]).with_number(Article.objects.published(), MOST_OF_TAG + 1).first()
    if tag is None or not tag.number:
        raise Http404  # a tag of drafts alone must not be found by guessing
    if tag.name != name:
        return redirect(tag, permanent=True)
    articles = Article.objects.published().tagged(tag)
    if tag.number <= MOST_OF_TAG:
        articles = articles.sorted_anew()
    page = page_in(request, HeadlinePaginator(articles, number=min(tag.number, MOST_OF_TAG)))
    return render(request, "news/tag.html", {"tag": tag, "page": page, "has_more": tag.number > MOST_OF_TAG})


@require_safe
def archive(request, year=None):
    months = [(month, number) for month, number in month_counts.months().items() if year in {None, month.year}]
    if year and not months:
        raise Http404
    years = [(number, list(of_year)) for number, of_year in groupby(months, key=lambda month: month[0].year)]
    return render(request, "news/archive.html", {"year": year, "years": years})


@require_safe
def archive_month(request, year, month):
    articles, number = Article.objects.published().in_month(year, month), month_counts.number_in(year, month)
    page = page_in(request, HeadlinePaginator(articles, number=number))
    if not page.object_list:
        raise Http404
    return render(request, "news/archive_month.html", {"year": year, "month": month, "page": page})


@require_safe
def corrections(request):
    page = page_in(request, register())
    return render(request, "news/corrections.html", {"page": page, "rows": with_articles(page.object_list)})
