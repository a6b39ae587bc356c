"""The last line: what a reader sees when we fail. Nothing here may ask the database."""

import sys

from django.db import InterfaceError, OperationalError
from django.shortcuts import render


def server_error(request):
    """Answer 503 while the database is gone or too slow, so that machines come back later; else 500."""
    gone = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    response = render(request, "503.html", status=503) if gone else render(request, "500.html", status=500)
    response["Cache-Control"] = "no-store"
    if gone:
        response["Retry-After"] = "30"
    return response
