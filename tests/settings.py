import tempfile

from dayuan.settings import *  # noqa: F403 - the site's settings, made quick and kept away from its files

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = tempfile.mkdtemp(prefix="dayuan-media-")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True  # nothing is collected for tests
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
