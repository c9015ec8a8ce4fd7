"""The move to another database, SQLite or PostgreSQL: copies every row, then compares all.

It is one transaction of the target, so after a move that fails or is killed the target has only the
rows of migrations.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DataError, Error, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from coding import protection
from coding.backup.contents import (
    CHUNK,
    Model,
    applied_migrations,
    contents_of,
    differing,
    known_migrations,
    rows_at_once,
    rows_of,
    why_newer,
    why_not_empty,
)
from coding.backup.failures import NotMoved
from coding.codebook.batches import batches
from coding.export.reports import Reporting, silent, watched
from coding.models.snapshots import snapshot
from coding.models.tables import tables
from coding.outages import on_one_line
from coding.search.updating_index import index_again, index_tables

TARGET = "target"
_MIGRATIONS: Any = MigrationRecorder.Migration  # when each was applied moves, too
MOST_AT_ONCE = 500  # rows of one statement


@dataclass(frozen=True)
class MovedDatabase:
    """What was moved; ``left_behind`` are tables with rows that no model describes."""

    rows: int
    tables: int
    left_behind: list[str]


def move(settings: dict[str, Any], progress: Reporting = silent) -> MovedDatabase:
    """Copy everything into the database that the settings name. Raises NotMoved."""
    _require_ready(settings)
    with _opened(settings):
        with _faults_of_target(settings):
            held = why_not_empty(TARGET)
            if held:
                raise NotMoved(f"The target has {held} already. Name an empty database.")
            call_command("migrate", database=TARGET, interactive=False, verbosity=0)
        with transaction.atomic(using=TARGET):
            protection.remove(TARGET)
            every = {**tables(), _MIGRATIONS._meta.db_table: _MIGRATIONS}
            _empty(every)
            with snapshot():
                for model in watched(every.values(), progress, "tables", len(every)):
                    _copy_or_name(model)
            _set_sequences(list(every.values()))
            index_again(TARGET)
            connections[TARGET].check_constraints()
            rows = _compare()
            protection.install(TARGET)
    known = {*every, *index_tables()}
    left = [table for table, number in rows_of().items() if number and table not in known]
    return MovedDatabase(rows, len(every), left)


def _require_ready(settings: dict[str, Any]) -> None:
    here = connections[DEFAULT_DB_ALIAS].settings_dict
    place = ("ENGINE", "NAME", "HOST", "PORT")
    if [str(here[part]) for part in place] == [str(settings.get(part, "")) for part in place]:
        raise NotMoved("The target is the site’s own database.")
    if newer := why_newer(applied_migrations()):
        raise NotMoved(f"The site’s database is of {newer}. Move it with that version.")
    if waiting := sorted(known_migrations() - set(applied_migrations())):
        raise NotMoved(f"The migration {waiting[0]} waits here: manage.py migrate comes first.")


@contextmanager
def _opened(settings: dict[str, Any]) -> Iterator[None]:
    """Register the target as a second database while the block runs."""
    configured = connections.configure_settings({DEFAULT_DB_ALIAS: {}, TARGET: settings})
    connections.settings[TARGET] = configured[TARGET]
    try:
        yield
    finally:
        connections[TARGET].close()
        del connections[TARGET]
        del connections.settings[TARGET]


@contextmanager
def _faults_of_target(settings: dict[str, Any]) -> Iterator[None]:
    """Raise database errors as NotMoved, naming the target instead of the site's own database."""
    try:
        yield
    except Error as error:
        host = settings.get("HOST")
        where = f"{settings['NAME']} at {host}" if host else settings["NAME"]
        raise NotMoved(
            f"The target {where} cannot be opened, or its tables cannot be made "
            f"({on_one_line(error)}). Look at its address, and whether its role may make tables."
        ) from error


def _empty(every: dict[str, Model]) -> None:
    """Delete the rows of migrations. Foreign keys are checked at the end."""
    connection = connections[TARGET]
    with connection.cursor() as cursor:
        for table in every:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


def _copy_or_name(model: Model) -> None:
    """Copy the table. Raises NotMoved where the target cannot hold what is in a row.

    SQLite keeps texts that PostgreSQL refuses, as those with a null character.
    """
    try:
        _copy(model)
    except DataError as error:
        raise NotMoved(
            f"A row of {model._meta.db_table} cannot be kept in the target ({on_one_line(error)}). "
            "Look there for it, and move again once it is put right."
        ) from error


def _copy(model: Model) -> None:
    """Copy the rows unchanged, with their keys; no default is set and nothing is recounted."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    source: models.QuerySet[Any] = models.QuerySet(model, using=DEFAULT_DB_ALIAS)
    target: Any = models.QuerySet(model, using=TARGET)
    rows = source.order_by("pk").iterator(rows_at_once(model, CHUNK))
    while some := list(islice(rows, rows_at_once(model, MOST_AT_ONCE))):
        size = connections[TARGET].ops.bulk_batch_size(fields, some)
        for batch in batches(some, size):
            target._insert(batch, fields, using=TARGET, raw=True)


def _set_sequences(every: list[Model]) -> None:
    """Set the target's sequences to continue after the copied keys."""
    connection = connections[TARGET]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), every):
            cursor.execute(statement)


def _compare() -> int:
    """Compare every table on both sides, as they are now; return the number of rows."""
    with snapshot():
        here = contents_of()
    other = differing(here, contents_of(TARGET))
    if other:
        raise NotMoved(
            f"After copying, {other[0]} is not the same on both sides. If somebody was writing "
            "meanwhile, stop the site and move again."
        )
    return sum(held.rows for held in here.values())
