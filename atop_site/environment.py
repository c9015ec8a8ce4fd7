"""Strict readers for settings from the environment; each says how to fix a mistake."""

import os
import secrets
import tempfile
import zoneinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

KEPT_SECONDS = 60  # a connection, between two requests
_OPTIONS: dict[str, dict[str, Any]] = {
    "django.db.backends.sqlite3": {
        # Take the write lock when a transaction begins: the default, deferred mode fails at once
        # when two transactions that have read both come to write.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA foreign_keys=ON;",
    },
    "django.db.backends.postgresql": {
        # A statement that a connection has asked five times is prepared: planning the queries of a
        # page took longer than answering them.
        "server_side_binding": True,
        "prepare_threshold": 5,
        # A server that is switched off or cut off is noticed after seconds, not hours.
        "connect_timeout": 5,
        "keepalives_idle": 20,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
    },
}


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


def read_zone(name: str, default: str) -> str:
    """Return the name of a time zone that this machine knows."""
    value = read_text(name, default)
    if value not in zoneinfo.available_timezones():
        raise ImproperlyConfigured(
            f"{name} is “{value}”, which is no time zone. Name one as in America/Chicago, or leave "
            "it out for UTC."
        )
    return value


def read_folder(name: str, default: Path) -> Path:
    """Return the folder, which is made where it is missing."""
    folder = Path(read_text(name, str(default)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is {folder}, which cannot be made ({error.strerror}). "
            "Name a folder that the site's user may write to."
        ) from error
    return folder


def read_place(name: str, default: Path) -> Path:
    """Return a folder that others write and the site only reads; it may come to be later."""
    place = Path(read_text(name, str(default)))
    if not place.is_absolute() or os.path.isfile(place):
        raise ImproperlyConfigured(
            f"{name} is “{place}”. Give the whole path of a folder, as in /srv/atop/exports."
        )
    return place


def read_database(name: str, default_file: Path) -> dict[str, Any]:
    """Return the database that the variable names; options that it gives come on top of ours."""
    try:
        database: dict[str, Any] = dict(
            dj_database_url.config(
                name,
                default=f"sqlite:///{default_file}",
                conn_max_age=KEPT_SECONDS,
                conn_health_checks=True,  # after a restart of the database no request fails
            )
        )
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} cannot be read: {error} Use postgres://USER:PASSWORD@HOST:5432/NAME, "
            "sqlite:///FILE, or leave it out for the SQLite file in VAR_DIR."
        ) from error
    ours = _OPTIONS.get(database["ENGINE"], {})
    return {**database, "OPTIONS": {**ours, **database.get("OPTIONS", {})}}


def read_secret(name: str, default_file: Path) -> str:
    """Return the secret from NAME, from the file that NAME_FILE points to, or from the default.

    The default file is made, readable by its owner only, where neither variable is set.
    """
    value, path = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if value and path:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set. Keep one of them.")
    if not value:
        if not path:
            _make_secret(default_file)
        value = _read_file(f"{name}_FILE", Path(path or default_file))
    if len(value) < 32:
        raise ImproperlyConfigured(
            f"{name} is shorter than 32 characters. Set a longer one, or leave out {name} and "
            f"{name}_FILE: then one is made in VAR_DIR."
        )
    return value


def _read_file(name: str, path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} points to {path}, which cannot be read ({error.strerror}). "
            "Name a file that holds the secret, readable by the site's user."
        ) from error


def _make_secret(path: Path) -> None:
    """Make the file once, whole or not at all, whoever else is starting at the same time."""
    if path.exists():
        return
    try:
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:  # made with mode 0600
            draft.write(secrets.token_urlsafe(50))
            draft.flush()
            os.link(draft.name, path)
    except FileExistsError:
        return
    except OSError as error:
        raise ImproperlyConfigured(
            f"No secret can be made in {path.parent} ({error.strerror}). Set VAR_DIR to a folder "
            "that the site's user may write to, or SECRET_KEY_FILE to a file with a secret."
        ) from error


def read_site_url(name: str, default: str) -> tuple[bool, str]:
    """Return (whether the site is served over HTTPS, its host name) from its public address."""
    value = read_text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} is “{value}”. Give scheme and host only, as in https://atop.example.org."
        )
    return parts.scheme == "https", parts.hostname
