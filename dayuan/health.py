"""/health/live/: the process answers. /health/ready/: it can serve."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from news import timetable


@never_cache
@require_safe
def live(request):
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request):
    """200 when the database answers and every migration is in; else 503 with the name of what is missing.

    A late timetable keeps no page from being right, so it is told (seconds, null if it never ran) and no more.
    """
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        late = timetable.lateness() if not pending else None
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "missing": "database"}, status=503)
    if pending:
        return JsonResponse({"status": "unavailable", "missing": "migrations"}, status=503)
    return JsonResponse({"status": "ok", "timetable_late_seconds": late})
