"""The last line: what a reader sees when we fail. Nothing here may ask the database."""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.shortcuts import render


def bad_request(request, exception):
    return render(request, "400.html", status=400)


def method_not_allowed(request):
    return render(request, "405.html", status=405)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


def server_error(request):
    """Answer 503 while the database is gone or too slow, so that machines come back later; else 500."""
    error = sys.exc_info()[1]
    # psycopg2 has no better class than the base for a connection that breaks during a query.
    gone = isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError
    response = render(request, "503.html" if gone else "500.html", status=503 if gone else 500)
    response["Cache-Control"] = "no-store"
    if gone:
        response["Retry-After"] = "30"
    return response
