"""Strict readers for settings from the environment; each says how to fix a mistake."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def read_text(name: str, default: str) -> str:
    """Return the variable, or the default when it is not set."""
    return os.environ.get(name, default)


def read_flag(name: str, *, default: bool) -> bool:
    """Return the variable as True or False; no other word is taken for either."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value not in ("True", "False"):
        raise ImproperlyConfigured(
            f"{name} is “{value}”. Set it to True or False, or leave it out."
        )
    return value == "True"


def read_secret(name: str) -> str:
    """Return the secret from NAME, or from the file that NAME_FILE points to."""
    value = os.environ.get(name)
    path = os.environ.get(f"{name}_FILE")
    if value and path:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set. Keep one of them.")
    if path:
        try:
            value = Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE points to {path}, which cannot be read ({error.strerror}). "
                "Name a file that holds the secret, readable by the site's user."
            ) from error
    if not value or len(value) < 32:
        raise ImproperlyConfigured(
            f"{name} is missing or shorter than 32 characters. Set {name}, or {name}_FILE to a "
            "file with it; `make run` makes one in var/secret-key."
        )
    return value


def read_site_url(name: str, default: str) -> tuple[bool, str]:
    """Return (whether the site is served over HTTPS, its host name) from its public address."""
    value = read_text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} is “{value}”. Give scheme and host only, as in https://atop.example.org."
        )
    return parts.scheme == "https", parts.hostname
