"""What a database holds: of each table the number of its rows, and a hash of all they say.

Values are hashed as Python has them, so SQLite and PostgreSQL give the same hash for the same rows.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from coding.models.tables import tables

CHUNK = 2000  # rows read at a time
FILES_AT_ONCE = 20  # rows of a table that holds files


@dataclass(frozen=True)
class Contents:
    """How many rows a table has, and the hash of what they say."""

    rows: int
    sha256: str


Model = type[models.Model]


def contents_of(using: str = DEFAULT_DB_ALIAS) -> dict[str, Contents]:
    """Return the contents of each table. A caller that needs one moment opens a snapshot."""
    return {table: _contents(model, using) for table, model in sorted(tables().items())}


def _contents(model: Model, using: str) -> Contents:
    hashed, number = sha256(), 0
    names = sorted(field.attname for field in model._meta.concrete_fields)
    every: models.QuerySet[Any] = models.QuerySet(model, using=using)
    rows = every.order_by("pk").values_list(*names)
    for row in rows.iterator(rows_at_once(model, CHUNK)):
        hashed.update(json.dumps(row, default=_plain, sort_keys=True).encode())
        number += 1
    return Contents(number, hashed.hexdigest())


def rows_at_once(model: Model, usually: int) -> int:
    """Return how many rows to hold in memory at a time: few for tables with files."""
    has_files = any(isinstance(field, models.BinaryField) for field in model._meta.concrete_fields)
    return FILES_AT_ONCE if has_files else usually


def _plain(value: Any) -> Any:
    """Return a database value in a form that JSON can store."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)


def rows_of(using: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """Return the number of rows of every table in the database, also of tables without a model."""
    connection = connections[using]
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return counts


def applied_migrations(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the migrations that a database has, as "coding.0001_initial"."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


@cache
def migrations_here() -> dict[tuple[str, str], Migration]:
    """Return the migrations of this version of the site, by app and name.

    They are read once, which takes longer than all else that ``/health/`` looks at.
    """
    return MigrationLoader(None).disk_migrations


def known_migrations() -> set[str]:
    replaced = {key for migration in migrations_here().values() for key in migration.replaces}
    return {f"{app}.{name}" for app, name in {*migrations_here(), *replaced}}


def why_newer(migrations: Iterable[str]) -> str | None:
    """Return by which of its migrations a database is of a newer version of the site, if it is."""
    newer = sorted(set(migrations) - known_migrations())
    own = next((name for name in newer if name.startswith("coding.")), None)
    return f"a newer version of the site, which has the migration {own}" if own else None


def why_not_empty(using: str = DEFAULT_DB_ALIAS) -> str | None:
    """Return what people stored in a database; None if it has only the rows of migrations."""
    rows = rows_of(using)
    people, sheets = rows.get("auth_user", 0), rows.get("coding_sheet", 0)
    return f"{people} accounts and {sheets} sheets" if people or sheets else None


def differing(these: dict[str, Contents], other: dict[str, Contents]) -> list[str]:
    """Return the tables that do not hold the same."""
    return sorted(name for name in {*these, *other} if these.get(name) != other.get(name))
