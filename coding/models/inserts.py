"""Inserts rows by hand: the ORM takes longer to write the statement than a database to run it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model

CHUNK = 150  # rows written by one statement


def insert(
    model: type[Model], rows: Sequence[Sequence[Any]], connection: Any, *, renewing: str = ""
) -> None:
    """Insert rows of all columns, with values as the database takes them.

    ``renewing`` is the column of the key where rows that are there get new values.
    """
    quote = connection.ops.quote_name
    columns = [quote(one.column) for one in model._meta.local_concrete_fields]
    places = f"({', '.join(['%s'] * len(columns))})"
    renewed = ", ".join(f"{name} = excluded.{name}" for name in columns)
    on_conflict = f" ON CONFLICT ({quote(renewing)}) DO UPDATE SET {renewed}" if renewing else ""
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) "
                f"VALUES {', '.join([places] * len(some))}{on_conflict}",
                [value for row in some for value in row],
            )
