import tempfile

from dayuan.settings import *  # noqa: F403 - the site's settings, made quick and kept away from its files

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = tempfile.mkdtemp(prefix="dayuan-media-")
STATIC_ROOT = f"{MEDIA_ROOT}/static"  # stays empty: the live server prefers it, and what was collected once grows old
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True  # nothing is collected for tests
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# On a slow machine eight who save at once queue up for longer than anybody should wait on a site.
DATABASES["default"]["OPTIONS"]["options"] = DATABASES["default"]["OPTIONS"]["options"].replace(  # noqa: F405
    "lock_timeout=3s", "lock_timeout=60s"
)
