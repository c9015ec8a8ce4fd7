"""The numbers that SQLite gives next: of each table, the one that its last row had."""

from django.db import connection, models

from coding.models.guarded_tables import Model
from coding.models.tables import tables

NEXT_NUMBERS = "sqlite_sequence"


def numbered() -> dict[str, Model]:
    """Return the tables whose rows the database numbers."""
    every = tables().items()
    return {name: model for name, model in every if isinstance(model._meta.pk, models.AutoField)}


def last_numbers() -> dict[str, int]:
    """Return the number that each table's last row had; tables without rows may not be in it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, seq FROM {NEXT_NUMBERS}")
        return dict(cursor.fetchall())


def highest_numbers() -> dict[str, int]:
    """Return the number of the last row that each table has now, asked in one statement."""
    asked = " UNION ALL ".join(
        f"SELECT '{name}', MAX({model._meta.pk.column}) FROM {name}"
        for name, model in numbered().items()
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {name: highest or 0 for name, highest in cursor.fetchall()}


def highest_number(model: Model) -> int:
    return int(model._base_manager.aggregate(key=models.Max("pk"))["key"] or 0)


def go_on_behind_the_last_row(model: Model) -> None:
    """Let SQLite number the next row of a table right behind the last one that is there."""
    name, number = model._meta.db_table, highest_number(model)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {NEXT_NUMBERS} WHERE name = %s", [name])
        cursor.execute(f"INSERT INTO {NEXT_NUMBERS} (name, seq) VALUES (%s, %s)", [name, number])
