"""All settings of the site. What differs between machines is read from the environment.

docs/settings.md explains each variable with its default; a test keeps the two together.
"""

import os
from pathlib import Path

from csp.constants import SELF

from atop_site.databases import read_database, read_replicas
from atop_site.environment import (
    LOOPBACK,
    read_flag,
    read_folder,
    read_hour,
    read_issuer,
    read_log,
    read_mail,
    read_number,
    read_one,
    read_place,
    read_private,
    read_secret,
    read_site_url,
    read_some,
    read_span,
    read_text,
    read_zone,
)

os.umask(0o077)  # only the site's user can read the files that the site or a command makes

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = read_folder("VAR_DIR", BASE_DIR / "var")
EXPORT_DIR = read_place("EXPORT_DIR", BASE_DIR / "export")

DEBUG = read_flag("DEBUG", default=False)
SECRET_KEY = read_secret("SECRET_KEY", VAR_DIR / "secret-key")
SITE_URL, IS_HTTPS, SITE_HOST = read_site_url("SITE_URL", "http://127.0.0.1:8000")
# Real use, not a trial on this machine: no demonstration account may sign in.
IS_IN_USE = not DEBUG and (IS_HTTPS or SITE_HOST not in LOOPBACK)
ALLOWED_HOSTS = [SITE_HOST, "127.0.0.1", "[::1]", "localhost"]
PROXIES = read_number("PROXIES", default=1 if IS_HTTPS else 0)  # HTTPS ends at one

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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "coding.health.Health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "coding.middleware.OnePolicy",
    "coding.middleware.PrivatePages",
    "coding.security.middleware.SecurityLog",
    "atop_site.sessions.Sessions",
    "django.middleware.common.CommonMiddleware",
    "coding.request_limits.RequestLimits",  # before a form is read
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "coding.middleware.SignInFirst",  # deny by default
    "allauth.account.middleware.AccountMiddleware",
    "coding.accounts.duties.Duties",
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
    {  # accounts, admin, and templates of form libraries
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

POOLER = read_flag("POOLER", default=False)
DATABASES = {"default": read_database("DATABASE_URL", VAR_DIR / "atop.sqlite3", is_pooled=POOLER)}
REPLICAS = read_replicas("REPLICA_URL", DATABASES["default"], is_pooled=POOLER)
DATABASES |= REPLICAS
DATABASE_ROUTERS = ["coding.replica.Router"] if REPLICAS else []
REPLICA_LAG = read_number("REPLICA_LAG", default=10)  # seconds
if REPLICAS:
    MIDDLEWARE.append("coding.replica.FromReplica")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["atop_site.authentication.OneQueryBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "coding:home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = [  # the first makes new ones; an older one is replaced when its owner signs in
    "atop_site.authentication.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "coding.accounts.passwords.NotPublished"},
]
CONTACT = read_text("CONTACT", "")

# Second factors and single sign-on are allauth's; settings missing here keep its defaults.
SECOND_FACTOR_FOR = read_some("SECOND_FACTOR_FOR", ("reader", "coder", "reviewer", "admin"))
ACCOUNT_ADAPTER = "coding.accounts.adapters.Accounts"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
MFA_ADAPTER = "coding.accounts.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "activate_totp": "coding.forms.second_factor.AddApp",
    "add_webauthn": "coding.forms.second_factor.AddPasskey",
    "authenticate_webauthn": "coding.forms.second_factor.ShowPasskey",
    "login_webauthn": "coding.forms.second_factor.SignInByPasskey",
    "reauthenticate_webauthn": "coding.forms.second_factor.ConfirmByPasskey",
}
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS  # browsers allow it for localhost alone
OIDC_ISSUER = read_issuer("OIDC_ISSUER")
OIDC_NAME = read_text("OIDC_NAME", "Single sign-on")
OIDC_MATCH = read_one("OIDC_MATCH", ("email", "username"))
SOCIALACCOUNT_ADAPTER = "coding.accounts.single_sign_on.SingleSignOn"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME,
                "client_id": read_text("OIDC_CLIENT_ID", ""),
                "secret": read_private("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

MAIL = read_mail("EMAIL_URL")
EMAIL_BACKEND = MAIL.backend
EMAIL_HOST = MAIL.host
EMAIL_PORT = MAIL.port
EMAIL_HOST_USER = MAIL.user
EMAIL_HOST_PASSWORD = MAIL.password
EMAIL_USE_SSL = MAIL.use_ssl
EMAIL_USE_TLS = MAIL.use_starttls
EMAIL_TIMEOUT = 10
EMAIL_DAILY_HOUR = read_hour("EMAIL_DAILY_HOUR", default=7)  # in TIME_ZONE
EMAIL_QUOTES = read_flag("EMAIL_QUOTES", default=False)
DEFAULT_FROM_EMAIL = read_text("EMAIL_FROM", f"ATOP coding site <atop@{SITE_HOST}>")

LANGUAGE_CODE = "en-us"
USE_I18N = False
TIME_ZONE = read_zone("TIME_ZONE", "UTC")
USE_TZ = True
FORMAT_MODULE_PATH = "atop_site.formats"

# Shared by a site's processes and machines: one-time codes already used, and counts of attempts.
CACHES = {"default": {"BACKEND": "atop_site.shared_cache.JsonDatabaseCache"}}

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "atop_site.static_files.StaticFiles"},
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
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
# Question 19 has 22 fields for each member, question 24 five for each pair of members.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000  # printed sheets of one batch; more come in a ZIP
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
# Browsers accept a cookie of such a name only from this host, over HTTPS and for all its pages.
OWN_HOST = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{OWN_HOST}sessionid"
CSRF_COOKIE_NAME = f"{OWN_HOST}csrftoken"
WROTE_COOKIE = f"{OWN_HOST}wrote"
KNOWN_BROWSER_COOKIE = f"{OWN_HOST}known"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "atop_site.messages.Messages"
CSRF_TRUSTED_ORIGINS = [f"https://{SITE_HOST}"] if IS_HTTPS else []
CSRF_FAILURE_VIEW = "coding.middleware.csrf_failure"
SESSION_ENGINE = "atop_site.sessions"
SESSION_IDLE = read_span("SESSION_IDLE", "8h")
SESSION_LONGEST = read_span("SESSION_LONGEST", "14d")
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())

SECURITY_LOG = read_log("SECURITY_LOG")  # for log collectors; events are rows, too

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"format": "{message}", "style": "{"},  # the message is JSON already
    },
    "filters": {
        "one-line": {"()": "atop_site.log_lines.OneLineEach"},
        "not-on-terminal": {"()": "atop_site.log_lines.NotOnTerminal"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["one-line"]},
        "security": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["not-on-terminal"],
        },
        "security-file": {
            "class": "atop_site.log_lines.EventFile",
            "formatter": "json",
            "filename": SECURITY_LOG or os.devnull,
            "delay": True,
        },
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "coding.security": {
            "handlers": ["security-file" if SECURITY_LOG else "security"],
            "propagate": False,
        },
    },
}
