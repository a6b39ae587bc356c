from django.http import HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from directory.models import Service
from news.models import Article
from traffic.models import DailyClicks, DailyReadings


# No token: the pages that send this are the same for everyone, and nothing of the visitor's changes.
@csrf_exempt
@never_cache
@require_POST
def reading(request, pk):
    """Count one reading. The page sends it once it is seen, so what runs no scripts is not counted."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return HttpResponseForbidden()
    DailyReadings.objects.record(get_object_or_404(Article.objects.published().only("pk"), pk=pk))
    return HttpResponse(status=204)


@never_cache
@require_safe
def go(request, pk):
    """The counted way out to a service's official site."""
    service = get_object_or_404(Service.objects.public().exclude(official_url=""), pk=pk)
    if request.method == "GET":
        DailyClicks.objects.record(service)
    return redirect(service.official_url)
