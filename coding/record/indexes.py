"""Whether indexes have all rows: in SQLite, one that lacks some hides them from queries.

What is looked up by its key or its name is read through an index, much of what is compared, too.
On PostgreSQL only a superuser could write such a thing, and it has a program that looks; it does
not use an index that it marks as not valid, and lets in what a unique one would refuse.
"""

from collections.abc import Iterator

from django.db import connection

from coding.record.faults import Misfit

_MENDED = "as the rows are: REINDEX makes indexes anew, and verify tells what they hid"
_NOT_VALID = """
    SELECT quote_ident(index.relname) FROM pg_index JOIN pg_class AS index ON oid = indexrelid
    WHERE relnamespace = current_schema()::regnamespace AND NOT (indisvalid AND indisready)
    ORDER BY 1
"""


def faults() -> Iterator[Misfit]:
    """Yield what SQLite finds wrong in its indexes, pages and constraints; or PostgreSQL marks."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            for (found,) in cursor.fetchall():
                if found != "ok":
                    yield Misfit("the file of the database", f"SQLite says: {found}.", _MENDED)
        else:
            cursor.execute(_NOT_VALID)
            for (index,) in cursor.fetchall():
                anew = f"made anew, by REINDEX INDEX {index}"
                yield Misfit(f"index {index}", "It is marked as not valid.", anew)
