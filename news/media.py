"""The pictures of the library over HTTP, for `make run`; in production nginx serves the same files the same way."""

import os
import stat

from django.http import Http404, HttpResponse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from news import picture_files

TYPES = {".webp": "image/webp", ".jpg": "image/jpeg"}
HEADERS = {
    # A name never gets other content.
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def picture(request, name):
    """One file of a picture. `name` has the shape that picture_files.FILE demands."""
    path = picture_files.path_of(name)
    try:
        with open(path, "rb", opener=_plain_file) as file:
            headers = {**HEADERS, "Last-Modified": http_date(os.fstat(file.fileno()).st_mtime)}
            return HttpResponse(file.read(), content_type=TYPES[path.suffix], headers=headers)
    except OSError as error:
        raise Http404 from error


def _plain_file(path: str, flags: int) -> int:
    """Open a file, but no link, which could lead out of the folder, and no pipe, which would keep us waiting."""
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileNotFoundError(path)
    return descriptor
