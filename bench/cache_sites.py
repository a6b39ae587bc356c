"""The applications that bench/cache.py serves; BENCH_SITE names the one of this process."""

import gzip
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayuan.settings")

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path

django.setup()

from dayuan.urls import urlpatterns  # noqa: E402
from operations.page_cache import KeptPages  # noqa: E402

KIND = os.environ["BENCH_SITE"]
page = Client(headers={"host": "localhost", "accept-encoding": "gzip"}).get("/").content
connection.close()  # workers are forked from this process
LOCMEM = ["django.middleware.cache.UpdateCacheMiddleware", "django.middleware.cache.FetchFromCacheMiddleware"]
assert gzip.decompress(page)

if KIND != "ours":
    # Neither has any other middleware, nor a line in the log: the least that Django can do.
    urlpatterns.insert(0, path("", lambda request: HttpResponse(page, headers={"Content-Encoding": "gzip"})))
    settings.MIDDLEWARE = LOCMEM if KIND == "LocMem" else []
bare = locmem = WSGIHandler()
ours = KeptPages(WSGIHandler())
