"""Snapshots: everything that is read inside is as it was at the first read."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


class _Open(threading.local):
    """Whether this thread, and so its connection, is in a snapshot."""

    is_open = False


_now = _Open()


def only_reads() -> bool:
    """Whether a snapshot is open, in which nothing can be written."""
    return _now.is_open


@contextmanager
def snapshot() -> Iterator[None]:
    """Let everything inside be read as of one moment, without blocking writers.

    On SQLite, the site's transactions take the write lock when they begin. A plain BEGIN does not,
    and in WAL mode a reader then sees one state however long it reads. If a transaction is open
    already, its view holds.
    """
    was_open, _now.is_open = _now.is_open, True
    try:
        with _transaction():
            yield
    finally:
        _now.is_open = was_open


@contextmanager
def _transaction() -> Iterator[None]:
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
