"""All settings of the site. What differs between machines is read from the environment.

docs/settings.md explains each variable with its default; a test keeps the two together.
"""

import os
from pathlib import Path

from csp.constants import SELF

from atop_site.environment import (
    read_database,
    read_flag,
    read_folder,
    read_place,
    read_secret,
    read_site_url,
    read_zone,
)

os.umask(0o077)  # whatever the site or a command makes is readable by its own user only

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = read_folder("VAR_DIR", BASE_DIR / "var")
EXPORT_DIR = read_place("EXPORT_DIR", BASE_DIR / "export")

DEBUG = read_flag("DEBUG", default=False)
SECRET_KEY = read_secret("SECRET_KEY", VAR_DIR / "secret-key")
IS_HTTPS, SITE_HOST = read_site_url("SITE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = [SITE_HOST, "127.0.0.1", "localhost"]

INSTALLED_APPS = [
    "coding",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "simple_history",
    "crispy_forms",
    "crispy_bootstrap5",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "coding.middleware.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # deny by default
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "coding.middleware.ReaderZone",
    "coding.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "atop_site.urls"
WSGI_APPLICATION = "atop_site.wsgi.application"

TEMPLATES = [
    {  # the site's own pages
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "atop_site.jinja2.environment",
            "context_processors": [
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coding.context_processors.frame",
            ],
        },
    },
    {  # accounts, admin, and what form libraries bring
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "django"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": read_database("DATABASE_URL", VAR_DIR / "atop.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["atop_site.authentication.OneQueryBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "coding:home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en-us"
USE_I18N = False
TIME_ZONE = read_zone("TIME_ZONE", "UTC")
USE_TZ = True
FORMAT_MODULE_PATH = "atop_site.formats"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

FILE_UPLOAD_PERMISSIONS = 0o600  # of static files, too: the site serves them itself

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# History rows are the record: no page may put an old row back past the workflow.
SIMPLE_HISTORY_REVERT_DISABLED = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
# Question 19 has 22 boxes for each member, question 24 five for each pair of members.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_TRUSTED_ORIGINS = [f"https://{SITE_HOST}"] if IS_HTTPS else []
CSRF_FAILURE_VIEW = "coding.middleware.csrf_failure"
SESSION_ENGINE = "atop_site.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"one-line": {"()": "atop_site.log_lines.OneLineEach"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["one-line"],
        },
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
