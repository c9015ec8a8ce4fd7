"""Writes rows by hand: the ORM takes longer to write the statement than a database to run it."""

from collections.abc import Iterable, Sequence, Sized
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

from coding.codebook.batches import batches

CHUNK = 150  # rows written by one statement


def placeholders(values: Sized) -> str:
    """Return a placeholder for each value, in brackets: "(%s, %s)"."""
    return f"({', '.join(['%s'] * len(values))})"


class SavedOften(Model):
    """Rows that nearly every step adds: the statement is put together once for a table (ADR 6).

    All else that saving does is Django's.
    """

    class Meta:
        abstract = True

    def _do_insert(
        self, manager: Any, using: str, fields: Any, returning_fields: Any, raw: bool
    ) -> list[tuple[int]]:
        if raw:  # a fixture is written as it is
            return super()._do_insert(manager, using, fields, returning_fields, raw)  # type: ignore[misc]
        with connections[using].cursor() as cursor:
            statement = _statement(type(self), tuple(field.column for field in fields), 1)
            cursor.execute(statement, _values(self, fields, connections[using]))
            return [cursor.fetchone()]


def insert_new(rows: Sequence[Model], using: str = DEFAULT_DB_ALIAS) -> list[Any]:
    """Insert new rows of one table and return their keys; no signal is sent."""
    keys: list[Any] = []
    for some in batches(rows, CHUNK):
        fields = [field for field in some[0]._meta.local_concrete_fields if not field.primary_key]
        statement = _statement(type(some[0]), tuple(field.column for field in fields), len(some))
        values = [_values(model, fields, connections[using]) for model in some]
        with connections[using].cursor() as cursor:
            cursor.execute(statement, [value for row in values for value in row])
            keys += [key for (key,) in cursor.fetchall()]
    return keys


def _values(row: Model, fields: Iterable[Any], connection: Any) -> list[Any]:
    """Return the row's values for the database, converted as the ORM does."""
    return [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]


@lru_cache(100)
def _statement(model: type[Model], columns: tuple[str, ...], number: int) -> str:
    table, named = f'"{model._meta.db_table}"', ", ".join(f'"{column}"' for column in columns)
    rows, key = ", ".join([placeholders(columns)] * number), f'{table}."{model._meta.pk.column}"'
    return f"INSERT INTO {table} ({named}) VALUES {rows} RETURNING {key}"


def delete(model: type[Model], keys: Sequence[Any], connection: Any) -> None:
    """Delete rows by their primary keys."""
    quote = connection.ops.quote_name
    table, column = quote(model._meta.db_table), quote(model._meta.pk.column)
    for some in batches(keys, CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE {column} IN {placeholders(some)}", some)


def insert(
    model: type[Model], rows: Sequence[Sequence[Any]], connection: Any, *, renewing: str = ""
) -> None:
    """Insert rows with values for all columns, converted for the database.

    ``renewing`` is the key column; existing rows with the same key are updated.
    """
    quote = connection.ops.quote_name
    columns = [quote(field.column) for field in model._meta.local_concrete_fields]
    renewed = ", ".join(f"{name} = excluded.{name}" for name in columns)
    on_conflict = f" ON CONFLICT ({quote(renewing)}) DO UPDATE SET {renewed}" if renewing else ""
    for some in batches(rows, CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) "
                f"VALUES {', '.join([placeholders(columns)] * len(some))}{on_conflict}",
                [value for row in some for value in row],
            )
