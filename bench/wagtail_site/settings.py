"""What `wagtail start` writes, without DEBUG, with our language, time zone and database."""

import json
import os

SECRET_KEY = "only for the benchmark"
ALLOWED_HOSTS = ["localhost"]
INSTALLED_APPS = [
    "paper",
    *[f"wagtail.{name}" for name in "contrib.forms contrib.redirects embeds sites users snippets documents".split()],
    *["wagtail.images", "wagtail.search", "wagtail.admin", "wagtail", "modelcluster", "taggit", "django_filters"],
    *[f"django.contrib.{name}" for name in "admin auth contenttypes sessions messages staticfiles".split()],
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "wagtail.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {"default": {**json.loads(os.environ["BENCH_DATABASE"]), "CONN_MAX_AGE": 600}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = os.environ["BENCH_MEDIA"]
WAGTAIL_SITE_NAME = "大院"
WAGTAILADMIN_BASE_URL = "http://localhost"
