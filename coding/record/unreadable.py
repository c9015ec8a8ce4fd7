"""Which values in text columns are not valid text: SQLite accepts any bytes there.

Checked only if reading failed, since it reads everything once more.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from coding.backup.contents import CHUNK, Model, tables
from coding.record.faults import Misfit


def faults() -> Iterator[Misfit]:
    """Yield each value that cannot be read as text, in all tables; none on PostgreSQL."""
    if connection.vendor != "sqlite":
        return
    for model in tables().values():
        yield from _of(model)


def _of(model: Model) -> Iterator[Misfit]:
    """Read the rows as bytes on the raw connection: Django's cursors would decode them."""
    quote, table = connection.ops.quote_name, str(model._meta.db_table)
    columns = [str(field.column) for field in model._meta.local_concrete_fields]
    asked = ", ".join(f"CAST({quote(name)} AS blob)" for name in columns)
    kinds = ", ".join(f"typeof({quote(name)})" for name in columns)
    key = quote(str(model._meta.pk.column))
    cursor = connection.connection.cursor()
    cursor.execute(f"SELECT {key}, {asked}, {kinds} FROM {quote(table)} ORDER BY {key}")
    while rows := cursor.fetchmany(CHUNK):
        for pk, *values in rows:
            told = zip(columns, values, values[len(columns) :], strict=False)
            for name, raw, kind in told:
                if kind == "text" and not _is_text(raw):
                    yield Misfit(f"{table} {pk}, {name}", "Its bytes are no text.", "text in UTF-8")


def _is_text(raw: Any) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
