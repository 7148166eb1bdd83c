"""Settings. What differs between places comes from the environment or the data folder."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONCE, SELF

from bangfu.operations.database import database_urls, django_database
from bangfu.operations.datafolder import VAULT_KEY, data_folder

FOLDER = data_folder()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = FOLDER.django_secret_key()
VAULT_KEY_FILE = FOLDER.secret_file(VAULT_KEY)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("BANGFU_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django.forms",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "tablericons",
    "procrastinate.contrib.django",
    "bangfu.scope",
    "bangfu.audit",
    "bangfu.acts",
    "bangfu.accounts",
    "bangfu.vault",
    "bangfu.jobs",
    "bangfu.organisations",
    "bangfu.standards",
    "bangfu.registry",
    "bangfu.programmes",
    "bangfu.eligibility",
    "bangfu.funds",
    "bangfu.intake",
    "bangfu.notices",
    "bangfu.casework",
    "bangfu.rounds",
    "bangfu.reporting",
    "bangfu.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "bangfu.web.middleware.NoDevices",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bangfu.web.compression.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "bangfu.web.addresses.NoNumbersInAddresses",
    "bangfu.web.middleware.ErrorsInWords",
    "bangfu.web.middleware.ActingOfficer",
    "bangfu.web.again.BackInHistory",
    "bangfu.web.kept.KeptForms",
    "bangfu.web.attempts.RefusalsTold",
]

ROOT_URLCONF = "bangfu.config.urls"
WSGI_APPLICATION = "bangfu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Each area keeps its templates beside its views; what all share is the app's own.
        "DIRS": sorted(PACKAGE.glob("web/*/templates")),
        "OPTIONS": {
            "loaders": [
                (
                    "bangfu.web.rendering.loader.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "bangfu.web.templatetags.forms",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "bangfu.web.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "bangfu.web.forms_base.Renderer"

OWNER_URL, APP_URL = database_urls()
DATABASES = {"default": django_database(APP_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_ON_APP_READY = "bangfu.jobs.queue.on_app_ready"
PROCRASTINATE_IMPORT_PATHS = [
    "bangfu.eligibility.tasks",
    "bangfu.intake.tasks",
    "bangfu.jobs.tasks",
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["bangfu.accounts.hashing.InTurn"]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
# What is counted together is decided by the handler; see there.
AXES_HANDLER = "bangfu.accounts.lockout.Lockout"
AXES_CLIENT_IP_CALLABLE = "bangfu.accounts.lockout.client_address"
AXES_USERNAME_CALLABLE = "bangfu.accounts.lockout.counted_name"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_RESET_ON_SUCCESS = True
# A lock ends a quarter of an hour after it began, however long somebody goes on guessing.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# No password that was typed is kept, not even a wrong one or one that was about to be chosen.
AXES_SENSITIVE_PARAMETERS = ["username", "password", "old", "new", "again"]
# Who signed in and when is in our own log, which only grows.
AXES_DISABLE_ACCESS_LOG = True
SESSION_ENGINE = "bangfu.accounts.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "bangfu.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# A place that serves over TLS says so; a single machine on loopback has no certificate.
# "1": a web server in front holds the certificate. "own": `bangfu up` itself does, and sets this.
BEHIND_TLS = os.environ.get("BANGFU_TLS") == "1"
OVER_TLS = BEHIND_TLS or os.environ.get("BANGFU_TLS") == "own"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = OVER_TLS
if OVER_TLS:  # no other host, no subdomain and no plain page can set a cookie of such a name
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_HSTS_SECONDS = 31_536_000 if OVER_TLS else 0
# The web server in front writes X-Forwarded-For itself; unsaid, that header is anybody's to write.
FORWARDED_FOR = os.environ.get("BANGFU_FORWARDED_FOR") == "1"
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = OVER_TLS
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = FOLDER.static_root
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# An upload stays in memory until it is sealed: nothing personal in temporary files.
FILE_UPLOAD_HANDLERS = ["bangfu.web.uploads.InMemory"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "bangfu.operations.logs.WithoutValues",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # The framework's error reports carry request data and local variables: never personal here.
    # An address holds a file number, so a refused form is not logged either.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
    },
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "bangfu.web.errors.NothingPersonal"
