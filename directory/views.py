from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directory.forms import SearchForm
from directory.models import Group, Service, groups_with_services


@require_safe
def index(request):
    form = SearchForm(request.GET)
    words = form.words()
    if words or form.errors:
        found = Service.objects.public().for_listing().search(words)
        return render(request, "directory/results.html", {"words": words, "services": list(found[:50]), "form": form})
    groups = groups_with_services()
    context = {
        "emergency": [service for group in groups if group.is_emergency for service in group.listed],
        "groups": [group for group in groups if not group.is_emergency],
    }
    return render(request, "directory/index.html", context)


@require_safe
def group(request, slug):
    group = get_object_or_404(Group, slug=slug)
    services = Service.objects.public().for_listing().filter(group=group)
    return render(request, "directory/group.html", {"group": group, "services": list(services)})


@require_safe
def service(request, pk):
    services = Service.objects.public().for_listing().prefetch_related("channels")
    return render(request, "directory/service.html", {"service": get_object_or_404(services, pk=pk)})
