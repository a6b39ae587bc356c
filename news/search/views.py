from django.core.paginator import Paginator
from django.db.models import Func, TextField, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from news.frame import read_with_children
from news.models import Article
from news.search import suggestions
from news.search.asking import LONGEST, SORTS, TIMES, asked
from news.search.excerpts import excerpt, marked, plain
from news.search.finding import PER_PAGE, Found, TookTooLong, find

# Characters of a body among which an excerpt is looked for.
WINDOW = 20_000


@require_safe
def search(request) -> HttpResponse:
    frame, categories = read_with_children()
    question = asked(request.GET, categories)
    context = {
        "frame": frame,
        "asked": question,
        "categories": categories,
        "times": [(value, label) for value, (label, days) in TIMES.items()],
        "sorts": SORTS.items(),
        "longest": LONGEST,
    }
    try:
        context |= _answer(question)
    except TookTooLong:
        response = render(request, "news/search.html", {**context, "took_too_long": True}, status=503)
        response["Cache-Control"] = "no-store"
        return response
    return render(request, "news/search.html", context)


def _answer(question) -> dict:
    if question.is_empty():
        return {}
    found = find(question)
    if not found.ids:
        near, popular = suggestions.suggestions(question.words)
        return {"found": found, "near": near, "popular": popular}
    paginator = Paginator(found.ids, PER_PAGE)
    if question.page > paginator.num_pages:
        return {"found": found, "beyond": True}
    page = paginator.page(question.page)
    return {"found": found, "page": page, "results": _results(page.object_list, found)}


def _results(ids: list[int], found: Found) -> list[dict]:
    """Title, excerpt and place of each, in order. Who may be seen is asked here, whatever the index says."""
    fields = ["title", "summary", "published_at", "category__name", "category__path"]
    around = Func(
        "pk", "body", Value(found.words), Value(WINDOW), function="news_search_around", output_field=TextField()
    )
    articles = Article.objects.published().select_related("category").only(*fields).annotate(around=around).in_bulk(ids)
    return [
        {
            "article": article,
            "title": marked(article.title, found.words),
            "excerpt": excerpt([article.summary, plain(article.around)], found.words),
        }
        for article in map(articles.get, ids)
        if article
    ]
