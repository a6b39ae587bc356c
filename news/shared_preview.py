"""What somebody without an account sees of an article that isn't out: one revision, by a link of the desk."""

from csp.constants import NONE
from csp.decorators import csp_replace
from django.shortcuts import render
from django.views.decorators.http import require_safe

from news.article_page import preview_page
from news.desk import revising
from news.models import PreviewLink, Revision

# Nobody keeps it, finds it, or learns its address from where its links lead.
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


@csp_replace({"script-src": [NONE]})
@require_safe
def shared_preview(request, token):
    """Unknown, expired, revoked or without its article: the same page, so that it tells nothing."""
    link = PreviewLink.objects.living().of_token(token)
    found = link.select_related("article__category__parent", "article__cover", "article__source").first()
    try:
        if found is None:
            raise Revision.DoesNotExist
        article = revising.as_of(found.article, found.number)
    except Revision.DoesNotExist:
        response = render(request, "news/preview_gone.html", status=404)
    else:
        if request.method == "GET":
            PreviewLink.objects.filter(pk=found.pk).count_opening()
        context = {**preview_page(article), "expires_at": found.expires_at}
        response = render(request, "news/shared_preview.html", context)
    for name, value in HEADERS.items():
        response[name] = value
    return response
