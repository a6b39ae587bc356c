import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayuan.settings")
application = get_wsgi_application()
# What is kept is given out before Django begins a request.
application = import_string(settings.KEPT_PAGES)(application)
