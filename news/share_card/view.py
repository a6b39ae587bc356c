import threading
import time
from collections import deque

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from news.models import Article
from news.share_card.drawing import card as drawn
from news.share_card.image import share_image, version_of, words_of

KEPT = 24 * 60 * 60  # seconds
A_MINUTE = 120  # cards that a process draws at most: who walks through the archive gets the plain one

one_at_a_time = threading.Lock()
drawings: deque[float] = deque(maxlen=A_MINUTE)


@require_safe
def card(request, pk, version):
    """The card of an article that readers can see. Whoever asks for an older one is led to the newest.

    Not immutable, though its address would allow it: a withdrawn title must be gone at once.
    """
    article = get_object_or_404(Article.objects.published().select_related("category", "cover").defer("body"), pk=pk)
    if version != version_of(article):
        return redirect(share_image(article).url)
    png = _kept_or_drawn(article, version)
    if png is None:
        return redirect(static("img/card.png"))
    return HttpResponse(png, content_type="image/png", headers={"ETag": f'"{version}"'})


def _kept_or_drawn(article: Article, version: str) -> bytes | None:
    key = f"card-{article.pk}-{version}"
    with one_at_a_time:  # of many who ask for the same new card one draws it
        png = cache.get(key)
        if png is None and _may_draw():
            png = drawn(**words_of(article))
            cache.set(key, png, KEPT)
    return png


def _may_draw() -> bool:
    now = time.monotonic()
    if len(drawings) == A_MINUTE and now - drawings[0] < 60:
        return False
    drawings.append(now)
    return True
