"""What the search engines fetch from us for the pushing."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from news.models import Article

MOST_DEAD_LINKS = 50_000  # what 百度 reads of one file


@require_safe
def key_file(request, key):
    """The proof of IndexNow that who pushes owns the site. Only the configured key has a file."""
    if not settings.INDEXNOW_KEY or not constant_time_compare(key, settings.INDEXNOW_KEY):
        raise Http404
    return HttpResponse(key, content_type="text/plain; charset=utf-8")


@require_safe
def dead_links(request):
    """The addresses of withdrawn articles, one a line, newest first: for 死链提交 in 百度's webmaster tools.

    Each answers 410 with a notice, so the list tells nothing that is not public.
    """
    articles = Article.objects.withdrawn_publicly().select_related("category").only("category__path")
    lines = [f"{settings.SITE_URL}{article.get_absolute_url()}\n" for article in articles[:MOST_DEAD_LINKS]]
    return HttpResponse("".join(lines), content_type="text/plain; charset=utf-8")
