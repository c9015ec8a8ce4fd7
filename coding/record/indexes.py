"""Whether the indexes of a SQLite file have all rows: one that lacks some hides them from queries.

What is looked up by its key or its name is read through an index, much of what is compared, too.
On PostgreSQL only a superuser could write such a thing, and it has a program that looks.
"""

from collections.abc import Iterator

from django.db import connection

from coding.record.faults import Misfit

_MENDED = "as the rows are: REINDEX makes indexes anew, and verify tells what they hid"


def faults() -> Iterator[Misfit]:
    """Yield what SQLite finds wrong in its indexes, pages and constraints."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        for (found,) in cursor.fetchall():
            if found != "ok":
                yield Misfit("the file of the database", f"SQLite says: {found}.", _MENDED)
