"""The whole site as a server asks it, what is kept in front of Django included."""

import io

from django.test import RequestFactory
from django.utils.encoding import iri_to_uri

from dayuan.wsgi import application


def ask(path, method="GET", **environ) -> tuple[str, dict, bytes]:
    """As a server asks: status line, headers and body."""
    told = {}

    def start_response(status, headers, exc_info=None):
        told.update(status=status, headers=dict(headers))

    environ = RequestFactory().generic(method, iri_to_uri(path), headers={"host": "localhost"}, **environ).environ
    environ["PATH_INFO"] = environ["PATH_INFO"].encode().decode("latin-1")  # which Django has turned into words
    answer = application(environ | {"wsgi.errors": io.StringIO()}, start_response)
    try:
        return told["status"], told["headers"], b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
