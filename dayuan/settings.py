"""The settings of a site, all from the environment: .env.example has every variable with one line."""

import ipaddress
import re
import warnings
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg2 import ProgrammingError
from psycopg2.extensions import make_dsn

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.smart_cast = False
environ.Env.read_env(BASE_DIR / ".env")


def required(name: str) -> str:
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set")
    return value


def refuse(name: str, reason: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} {reason}: {env.str(name)!r}")


def flag(name: str) -> bool:
    # django-environ reads any unknown word as False; a typing error must not switch something off silently.
    value = env.str(name, default="false").lower()
    if value not in {"true", "false"}:
        raise refuse(name, "must be true or false")
    return value == "true"


def whole_number(name: str, default: int, most: int) -> int:
    value = env.str(name, default=str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 20 and int(value) <= most):
        raise refuse(name, f"must be a whole number up to {most}")
    return int(value)


WEB_ADDRESS = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")


def web_address(name: str) -> str:
    value = required(name).rstrip("/")
    if not WEB_ADDRESS.fullmatch(value):
        raise refuse(name, "must look like https://www.example.cn")
    return value


def host_names(name: str) -> list[str]:
    # "*" would let strangers choose the host that pages are asked for by.
    hosts = env.list(name, default=[])
    if not all(re.fullmatch(r"[a-z0-9.-]+", host) for host in hosts):
        raise refuse(name, "must be a list of host names such as m.example.cn")
    return hosts


def mail_address(name: str) -> str:
    value = env.str(name, default="")
    if value and not re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+", value):
        raise refuse(name, "must look like editor@example.cn")
    return value


def push_key(name: str, pattern: str) -> str:
    value = env.str(name, default="")
    if value and not re.fullmatch(pattern, value):
        # Never with the value: it is a secret.
        raise ImproperlyConfigured(f"{name} must look like {pattern}")
    return value


def written_as(name: str, pattern: str, like: str) -> str:
    value = env.str(name, default="").strip()
    if value and not re.fullmatch(pattern, value):
        raise refuse(name, f"must look like {like}")
    return value


def networks(name: str) -> list:
    try:
        return [ipaddress.ip_network(item) for item in env.list(name, default=[])]
    except ValueError as error:
        raise refuse(name, "must be a list of networks such as 10.0.0.0/8") from error


def database(name: str) -> dict:
    required(name)
    # Never with the value, as the others: it holds a password.
    wrong = ImproperlyConfigured(f"{name} must look like postgres://user:password@host:5432/name")
    try:
        with warnings.catch_warnings(action="ignore"):  # we say it ourselves, in one line
            config = env.db_url(name)
    except ValueError as error:
        raise wrong from error
    if config.get("ENGINE") != "django.db.backends.postgresql" or not config["NAME"]:
        raise wrong
    config["HOST"] = config["HOST"] or config.get("OPTIONS", {}).pop("host", "")
    try:
        make_dsn(**config.get("OPTIONS", {}))
    except ProgrammingError as error:
        raise ImproperlyConfigured(f"{name} has an option that Postgres doesn't know") from error
    return config


def redis_address(name: str) -> str:
    value = env.str(name, default="")
    if value and not re.fullmatch(r"(?:rediss?|unix)://\S+", value):
        raise ImproperlyConfigured(f"{name} must look like redis://127.0.0.1:6379/0")  # it may hold a password
    return value


def mail_server(name: str) -> dict:
    try:
        return env.email_url(name)
    except (KeyError, ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} must look like smtp+tls://user:password@host:587") from error


SITE_NAME = env.str("SITE_NAME", default="大院")
SITE_URL = web_address("SITE_URL")
CONTACT_EMAIL = mail_address("CONTACT_EMAIL")
# What the law wants at the foot of every page; what is not stated is not shown.
ORGANISER = env.str("ORGANISER", default="").strip()
ICP_NUMBER = written_as("ICP_NUMBER", r"[一-龥]ICP[备证][0-9]{6,12}号(?:-[0-9]{1,3})?", "晋ICP备12345678号-1")
POLICE_NUMBER = written_as("POLICE_NUMBER", r"[一-龥]公网安备 ?[0-9]{14}号", "晋公网安备14010002000001号")
POLICE_BADGE = written_as("POLICE_BADGE", r"/(?:media|static)/[\w./-]+", "/media/badge.webp")
NEWS_LICENCE = written_as("NEWS_LICENCE", r"[0-9]{8,14}", "14120260001")
REPORT_PHONE = written_as("REPORT_PHONE", r"\+?[0-9](?:[0-9 -]{1,18})[0-9]", "0351-1234567")
REPORT_EMAIL = mail_address("REPORT_EMAIL")
DEBUG = flag("DEBUG")
SECRET_KEY = required("SECRET_KEY")

HTTPS = SITE_URL.startswith("https://")
HOST = urlsplit(SITE_URL).hostname
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [HOST, *host_names("EXTRA_HOSTS"), *(LOOPBACK if HOST in LOOPBACK else [])]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = networks("TRUSTED_PROXIES")

INSTALLED_APPS = [
    "dayuan",
    "news",
    "directory",
    "comments",
    "traffic",
    "operations",
    "dayuan.apps.Admin",
    "django.forms",  # FORM_RENDERER finds Django's own widgets through it
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.flatpages",
    "django.contrib.redirects",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "dayuan.apps.StaticFiles",
    "ckeditor",
    "captcha",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "dayuan.middleware.AccessLogMiddleware",
    "operations.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dayuan.middleware.ClientAddressMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "dayuan.middleware.PublicCacheMiddleware",
    "dayuan.middleware.RefusedMethodMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "dayuan.middleware.SessionKeyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "news.middleware.MovedAddressMiddleware",
    "django.contrib.flatpages.middleware.FlatpageFallbackMiddleware",
    "axes.middleware.AxesMiddleware",
    "news.middleware.DueUpdatesMiddleware",
]

ROOT_URLCONF = "dayuan.urls"
WSGI_APPLICATION = "dayuan.wsgi.application"
KEPT_PAGES = "operations.page_cache.KeptPages"
SITE_ID = 1
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dayuan.context.site",
                "news.frame.context",
            ],
        },
    },
]
# The captcha widget and CKEditor's widget are drawn by our templates and by theirs: one engine finds both.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=5,
    options=(
        f"-c statement_timeout={whole_number('STATEMENT_TIMEOUT_SECONDS', 15, most=86_400)}s"
        " -c lock_timeout=3s -c idle_in_transaction_session_timeout=60s"
    ),
)

# Pages are kept in each process (operations/kept_pages.py). With Redis they draw them for each other, too; it must be
# ours alone, as what comes from it is believed.
REDIS_URL = redis_address("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:
    CACHES["pages"] = {
        "BACKEND": "operations.shared_pages.SharedPages",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": HOST,
        "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},  # to draw a page takes no longer
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media")))
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "dayuan.storage.StaticStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", **options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"OPTIONS": {"min_length": 10}},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "admin:login"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_VERBOSE = False  # its messages carry addresses and names, which belong in no log
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False  # `manage.py axes_reset_username` lets somebody in again

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "dayuan.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# Telling search engines what is new (news/pushing); off without a key.
INDEXNOW_KEY = push_key("INDEXNOW_KEY", "[A-Za-z0-9-]{8,128}")
INDEXNOW_ENDPOINT = "https://api.indexnow.org/indexnow"
BAIDU_PUSH_TOKEN = push_key("BAIDU_PUSH_TOKEN", "[A-Za-z0-9]{8,64}")
BAIDU_PUSH_ENDPOINT = "http://data.zz.baidu.com/urls"  # as 百度 names it; it knows no other

# Mail to the desk. Without a server nobody is told, and nothing waits to be sent.
MAIL_IS_SENT = bool(env.str("EMAIL_URL", default=""))
if MAIL_IS_SENT:
    globals().update(mail_server("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="") or CONTACT_EMAIL or f"webmaster@{HOST}"
# Work that may wait is a row of the database; `manage.py db_worker` does it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    }
}

# Days after publication at which comments close by themselves; 0 never closes them.
COMMENTS_CLOSE_AFTER_DAYS = whole_number("COMMENTS_CLOSE_AFTER_DAYS", 0, most=36_500)
# Hours after which a waiting comment is late, and its moderators are reminded; 0 reminds nobody.
COMMENTS_REMIND_AFTER_HOURS = whole_number("COMMENTS_REMIND_AFTER_HOURS", 24, most=8_760)
# Databases that know the province of an address (comments/region.py); without one no 属地 is shown.
IP_REGIONS_V4, IP_REGIONS_V6 = env.str("IP_REGIONS_V4", default=""), env.str("IP_REGIONS_V6", default="")

CAPTCHA_LENGTH = 5
CAPTCHA_TIMEOUT = 10  # minutes
CAPTCHA_FONT_SIZE = 40
CAPTCHA_LETTER_ROTATION = (-12, 12)  # more, and the library cuts the corners off
CAPTCHA_CHALLENGE_FUNCT = "comments.captcha.picture_challenge"
CAPTCHA_NOISE_FUNCTIONS = ["comments.captcha.noise"]
CAPTCHA_FILTER_FUNCTIONS = ["comments.captcha.frame"]

# CKEditor 4.22.1 has known holes that stay open: nothing it sends is trusted (news/markup.py cleans every write)
# and its upload and browse views are not mounted, so its warning says nothing that we have not acted on.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]
CKEDITOR_TOOLBAR = [
    ["Format", "Bold", "Italic"],
    ["NumberedList", "BulletedList", "Blockquote"],
    ["Link", "Unlink", "Image", "Table", "HorizontalRule", "SpecialChar"],
    ["RemoveFormat", "PasteText", "Undo", "Redo", "Find", "Maximize"],
]
CKEDITOR_CONFIGS = {
    "default": {
        "language": "zh-cn",
        "title": "正文",  # the name of the field for those who can't see it; CKEditor adds how to get help
        "width": "auto",
        "height": 420,
        "toolbar": CKEDITOR_TOOLBAR,
        "format_tags": "p;h2;h3;h4",
        "removePlugins": "elementspath,scayt,wsc,exportpdf,flash,forms,iframe,templates,uploadimage,uploadwidget",
        "removeDialogTabs": "image:advanced;image:Link;link:advanced;link:target",
        # static/js/admin/paste.js has the server clean what is pasted; without it the words alone come in.
        "forcePasteAsPlainText": "allow-word",
        "disableNativeSpellChecker": False,
        "entities": False,
        "filebrowserImageBrowseUrl": "/admin/news/picture/choose/",
        "filebrowserWindowWidth": "900",
        "filebrowserWindowHeight": "700",
        # Sizes as attributes: what stands in style="" is cleaned away.
        "disallowedContent": "img{*}; table{*}; td{*}; th{*}",
        # Elements without a button of their own, which imports bring: editing must not lose them.
        "extraAllowedContent": "img[width,height]; figure figcaption caption u s sub sup code pre; "
        "ol[start]; th[scope]; th td[colspan,rowspan]",
    }
}
CKEDITOR_CONFIGS["source"] = {**CKEDITOR_CONFIGS["default"], "toolbar": [["Source"], *CKEDITOR_TOOLBAR]}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "dayuan.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django's own request lines repeat the path that a visitor typed; dayuan.access has the route instead.
        "django.request": {"level": "ERROR"},
        # What was refused is what a visitor typed; the access log has the 400.
        "django.security": {"level": "CRITICAL"},
        "axes": {"level": "ERROR"},
    },
}
