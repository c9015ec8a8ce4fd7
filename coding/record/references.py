"""Whether each row that another one refers to is there; PostgreSQL sees to that by itself."""

from collections.abc import Iterator

from django.db import connection

from coding.record.faults import Misfit


def faults() -> Iterator[Misfit]:
    """Yield each reference to a row that is not there: a program may have switched this off."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, target, _ in cursor.fetchall():
            found = f"It refers to a row of {target} that is not there."
            yield Misfit(f"{table} {row}", found, "a reference to one that is")
