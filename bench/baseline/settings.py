"""Plain Django with admin, on the same database engine and options as the site.

What the site adds of its own (content policy, static files, refusal pages) is left out, which
favours this side a little.
"""

import os

from atop_site import settings as of_site

DATABASES = of_site.DATABASES
DEFAULT_AUTO_FIELD = of_site.DEFAULT_AUTO_FIELD
SECRET_KEY = of_site.SECRET_KEY
TIME_ZONE, USE_TZ = of_site.TIME_ZONE, of_site.USE_TZ
LANGUAGE_CODE, USE_I18N = of_site.LANGUAGE_CODE, of_site.USE_I18N

BENCH_CODES = "BENCH_CODES" in os.environ  # whether a sheet has its codes beside the answers
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "bench.baseline",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "simple_history",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]
ROOT_URLCONF = "bench.baseline.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,  # with DEBUG off, Django caches compiled templates
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
LOGIN_URL = "admin:login"
STATIC_URL = "static/"
