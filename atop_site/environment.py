"""Strict readers for settings from the environment; each says how to fix a mistake."""

import os
import re
import secrets
import tempfile
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_MAIL_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


def read_text(name: str, default: str) -> str:
    """Return the variable, or the default when it is not set."""
    return os.environ.get(name, default)


def read_flag(name: str, *, default: bool) -> bool:
    """Return the variable as True or False; any other word is an error."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value not in ("True", "False"):
        raise ImproperlyConfigured(
            f"{name} is “{value}”. Set it to True or False, or leave it out."
        )
    return value == "True"


def read_number(name: str, default: int) -> int:
    """Return a whole number, 0 or more."""
    value = read_text(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise ImproperlyConfigured(f"{name} is “{value}”. Give a whole number, as in {default}.")
    return int(value)


def read_hour(name: str, default: int) -> int:
    """Return an hour of the day, 0 to 23."""
    hour = read_number(name, default)
    if hour > 23:
        raise ImproperlyConfigured(f"{name} is {hour}. Give an hour of the day, 0 to 23.")
    return hour


def read_span(name: str, default: str) -> timedelta:
    """Return a duration given in minutes, hours or days."""
    value = read_text(name, default)
    parts = re.fullmatch(r"([1-9][0-9]{0,3})([mhd])", value)
    if parts is None:
        raise ImproperlyConfigured(
            f"{name} is “{value}”. Give minutes, hours or days, as in 30m, 8h or {default}."
        )
    unit = {"m": "minutes", "h": "hours", "d": "days"}[parts[2]]
    return timedelta(**{unit: int(parts[1])})


def read_some(name: str, known: Iterable[str]) -> frozenset[str]:
    """Return some of the known words, separated by commas; none where the variable is not set."""
    given = frozenset(filter(None, map(str.strip, read_text(name, "").split(","))))
    unknown = ", ".join(sorted(given.difference(known)))
    if unknown:
        raise ImproperlyConfigured(
            f"{name} names “{unknown}”. Known are {', '.join(known)}; put commas between."
        )
    return given


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
    """Return the absolute path of the folder, which is made where it is missing."""
    value = read_text(name, str(default))
    if not value.strip():
        raise ImproperlyConfigured(f"{name} is empty. Name a folder, or leave it out.")
    folder = Path(value).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is {folder}, which cannot be made ({error.strerror}). "
            "Name a folder that the site's user may write to."
        ) from error
    return folder


def read_place(name: str, default: Path) -> Path:
    """Return a folder that others write and the site only reads; it need not exist yet."""
    place = Path(read_text(name, str(default)))
    if not place.is_absolute() or os.path.isfile(place):
        raise ImproperlyConfigured(
            f"{name} is “{place}”. Give the whole path of a folder, as in /srv/atop/exports."
        )
    return place


def read_log(name: str) -> str:
    """Return the path of a log file that lines are appended to; "" where it is not set."""
    value = read_text(name, "")
    fault = why_no_log(value) if value else None
    if fault:
        raise ImproperlyConfigured(
            f"{name} is “{value}”: {fault}. Name a file by its whole path, in a folder that the "
            "site's user may write to, or leave it out for standard error."
        )
    return value


def why_no_log(path: str) -> str | None:
    """Return why no line can be appended to a file."""
    folder = os.path.dirname(path)
    if not os.path.isabs(path):
        return "this is no whole path"
    if os.path.isdir(path):
        return "this is a folder"
    if not os.path.isdir(folder):
        return f"there is no folder {folder}"
    if not os.access(path if os.path.exists(path) else folder, os.W_OK):
        return "the site's user may not write it"
    return None


def read_private(name: str) -> str:
    """Return the value of NAME, or of the file that NAME_FILE points to; "" if neither is set."""
    value, path = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if value and path:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set. Keep one of them.")
    return value or (_read_file(f"{name}_FILE", Path(path)) if path else "")


def read_secret(name: str, default_file: Path) -> str:
    """Return the secret as ``read_private`` does, or from the default file.

    Where neither variable is set, the default file is made, readable by its owner only.
    """
    value = read_private(name)
    if not value:
        _make_secret(default_file)
        value = _read_file(f"{name}_FILE", default_file)
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
    """Make the file once and whole, even if several processes start at the same time."""
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


def read_site_url(name: str, default: str) -> tuple[str, bool, str]:
    """Return the site's public address, whether it uses HTTPS, and its host name."""
    value = read_text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} is “{value}”. Give scheme and host only, as in https://atop.example.org."
        )
    return value.rstrip("/"), parts.scheme == "https", parts.hostname


@dataclass(frozen=True)
class Mail:
    """The server that sends the site's e-mail; without one, notices are printed."""

    backend: str
    host: str
    port: int
    user: str
    password: str
    use_ssl: bool
    use_starttls: bool


def read_mail(name: str) -> Mail:
    """Return the server that the address names; none where it is not set."""
    value = read_private(name)
    parts = urlsplit(value)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if value and (parts.scheme not in _MAIL_PORTS or not parts.hostname or port == 0):
        raise ImproperlyConfigured(
            f"{name} cannot be read. Use smtps://USER:PASSWORD@HOST:465, or smtp://…:587 for "
            "STARTTLS, smtp+plain://localhost:25 for a relay on this machine, or leave it out for "
            "no e-mail."
        )
    return Mail(
        backend=f"django.core.mail.backends.{'smtp' if value else 'console'}.EmailBackend",
        host=parts.hostname or "",
        port=port or _MAIL_PORTS.get(parts.scheme, 0),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=parts.scheme == "smtps",
        use_starttls=parts.scheme == "smtp",
    )


def read_issuer(name: str) -> str:
    """Return the address of an OpenID Connect provider; "" where it is not set."""
    value = read_text(name, "").rstrip("/")
    parts = urlsplit(value)
    is_here = parts.hostname in LOOPBACK
    if value and not (parts.hostname and (parts.scheme == "https" or is_here)):
        raise ImproperlyConfigured(
            f"{name} is “{value}”. Give the issuer's whole address, as in https://login.example.org."
        )
    return value


def read_one(name: str, known: Sequence[str]) -> str:
    """Return one of the known words; the first where it is not set."""
    value = read_text(name, known[0])
    if value not in known:
        raise ImproperlyConfigured(f"{name} is “{value}”. Use one of {', '.join(known)}.")
    return value
