"""/health/live/: the process answers. /health/ready/: it can serve."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from news import timetable


@never_cache
@require_safe
def live(request):
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request):
    """200 when the database answers and every migration is in; else 503 with the name of what is missing.

    A late timetable or a waiting queue of mails keeps no page from being right, so they are told, in seconds (null if
    the timetable never ran), and no more.
    """
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        waiting = {} if pending else {"timetable_late_seconds": timetable.lateness(), "queue_seconds": queue_age()}
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "missing": "database"}, status=503)
    if pending:
        return JsonResponse({"status": "unavailable", "missing": "migrations"}, status=503)
    return JsonResponse({"status": "ok", **waiting})


def queue_age() -> int:
    """Seconds that the oldest task which could run has waited for the worker; 0 with nothing to do."""
    oldest = DBTaskResult.objects.ready().aggregate(oldest=Min("enqueued_at"))["oldest"]
    return int((timezone.now() - oldest).total_seconds()) if oldest else 0
