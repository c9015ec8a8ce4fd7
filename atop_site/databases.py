"""Strict readers of the addresses of databases."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from atop_site.environment import read_text

KEPT_SECONDS = 3600  # before a connection is renewed; a new one plans each statement again (ADR 6)
LONGEST_WAIT = 20  # seconds for what another connection holds; then people are told
_OPTIONS: dict[str, dict[str, Any]] = {
    "django.db.backends.sqlite3": {
        # Take the write lock when a transaction begins: the default, deferred mode fails at once
        # when two transactions that have read both come to write.
        "transaction_mode": "IMMEDIATE",
        "timeout": LONGEST_WAIT,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA foreign_keys=ON;",
    },
    "django.db.backends.postgresql": {
        # A statement is prepared once a connection has run it five times: planning the queries of a
        # page took longer than answering them.
        "server_side_binding": True,
        "prepare_threshold": 5,
        # Without it, one forgotten lock on a table holds every thread, and no page says why.
        "options": f"-c lock_timeout={LONGEST_WAIT}s",
        # A server that is switched off or cut off is noticed after seconds, not hours.
        "connect_timeout": 5,
        "keepalives_idle": 20,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
    },
}


def read_database(name: str, default_file: Path, *, is_pooled: bool = False) -> dict[str, Any]:
    """Return the database at the address in the variable, or the default one in the file.

    ``is_pooled`` says that a pooler may give each transaction another connection.
    """
    url = read_text(name, f"sqlite:///{default_file}")
    database = database_at(url, name, instead=", or leave it out for the SQLite file in VAR_DIR")
    if not is_pooled:
        return database
    if "postgresql" not in database["ENGINE"]:
        raise ImproperlyConfigured(
            f"POOLER is True, but {name} names no PostgreSQL server. Leave one of them out."
        )
    # The next transaction may use another connection, so nothing may be left on this one; and
    # PgBouncer lets no connection begin with options.
    plain = {**database["OPTIONS"], "prepare_threshold": None}
    plain.pop("options", None)
    return {**database, "OPTIONS": plain, "DISABLE_SERVER_SIDE_CURSORS": True}


def database_at(url: str, name: str, *, instead: str = "") -> dict[str, Any]:
    """Return the database at an address; options in the address override the site's own.

    ``instead`` says how to do without an address, for the error message.
    """
    fix = f"Use postgres://USER:PASSWORD@HOST:5432/NAME or sqlite:////FILE{instead}."
    try:
        database: dict[str, Any] = dict(
            dj_database_url.parse(
                url,
                conn_max_age=KEPT_SECONDS,
                conn_health_checks=True,  # no request fails after a restart of the database
            )
        )
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is no address of a database. {fix}") from error
    if database["ENGINE"] not in _OPTIONS:
        raise ImproperlyConfigured(f"{name} is neither PostgreSQL nor SQLite. {fix}")
    if "sqlite" in database["ENGINE"] and not os.path.isabs(database["NAME"]):
        raise ImproperlyConfigured(
            f"{name} names the file “{database['NAME']}” without its whole path: it would "
            f"be looked for in whatever folder a command is started. {fix}"
        )
    options = {**_OPTIONS[database["ENGINE"]], **database.get("OPTIONS", {})}
    return {**database, "OPTIONS": options}


def read_replicas(name: str, of: dict[str, Any], *, is_pooled: bool) -> dict[str, Any]:
    """Return the replica that the variable names, under its alias; {} where it is not set."""
    if not os.environ.get(name):
        return {}
    replica = read_database(name, Path(), is_pooled=is_pooled)
    if replica["ENGINE"] != of["ENGINE"] or "postgresql" not in replica["ENGINE"]:
        raise ImproperlyConfigured(
            f"{name} is set, but it and DATABASE_URL do not both name a PostgreSQL server. Use "
            f"postgres://USER:PASSWORD@HOST:5432/NAME for both, or leave {name} out."
        )
    return {"replica": {**replica, "TEST": {"MIRROR": "default"}}}
