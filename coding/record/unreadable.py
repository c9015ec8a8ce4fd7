"""Which values are not of the kind of their column: SQLite accepts any, and any bytes as text.

Checked only if reading failed, since it reads everything once more.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection, models

from coding.backup.contents import CHUNK, Model
from coding.models.tables import tables
from coding.record.faults import Misfit, shown


def faults() -> Iterator[Misfit]:
    """Yield each value that cannot be read as what it is, in all tables; none on PostgreSQL."""
    if connection.vendor != "sqlite":
        return
    for model in tables().values():
        yield from _of(model)


def _of(model: Model) -> Iterator[Misfit]:
    """Read the rows as bytes on the raw connection: Django's cursors would decode them."""
    quote, table = connection.ops.quote_name, str(model._meta.db_table)
    fields = model._meta.local_concrete_fields
    columns = [str(field.column) for field in fields]
    numbers = {str(field.column) for field in fields if _is_number(field)}
    asked = ", ".join(f"CAST({quote(name)} AS blob)" for name in columns)
    kinds = ", ".join(f"typeof({quote(name)})" for name in columns)
    key = quote(str(model._meta.pk.column))
    cursor = connection.connection.cursor()
    cursor.execute(f"SELECT {key}, {asked}, {kinds} FROM {quote(table)} ORDER BY {key}")
    while rows := cursor.fetchmany(CHUNK):
        for pk, *values in rows:
            values_read = zip(columns, values, values[len(columns) :], strict=False)
            for name, raw, kind in values_read:
                if kind == "text" and not _is_text(raw):
                    yield Misfit(f"{table} {pk}, {name}", "Its bytes are no text.", "text in UTF-8")
                elif name in numbers and kind not in ("integer", "null"):
                    found = f"It is {_in_words(raw)}, which is no number."
                    yield Misfit(f"{table} {pk}, {name}", found, "a whole number")


def _is_number(field: Any) -> bool:
    kind = field.target_field if field.is_relation else field
    return isinstance(kind, models.IntegerField)


def _in_words(raw: bytes) -> str:
    return shown(raw.decode(errors="replace"))


def _is_text(raw: Any) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
