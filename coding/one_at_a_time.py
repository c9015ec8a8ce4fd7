"""Jobs of which only one may run at a time, across all machines of the site.

On PostgreSQL the job holds a lock in the database. The lock belongs to a transaction on its own
connection: a pooler keeps that connection until the transaction ends, and the server ends it when
the process dies. The transaction has read nothing, so it delays no vacuum. On SQLite all processes
are on one machine, and a file next to the database is locked; the system releases it when the
process ends or dies.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections

_OURS = 0x41544F50  # "ATOP": tells these locks from those of other programs


class Job(Enum):
    """A kind of job, with the number of its lock."""

    EXPORT = 1
    BACKUP = 2
    IMPORT = 3
    DESK = 4
    FREEZE = 5
    NOTICES = 6


@contextmanager
def one_at_a_time(job: Job, failure: type[Exception]) -> Iterator[None]:
    """Run the block; raise ``failure`` if another process of the site runs the same job."""
    by_database = connection.vendor == "postgresql"
    with _locked_by_database(job) if by_database else _locked_by_file(job) as is_ours:
        if not is_ours:
            raise failure(
                f"Another {job.name.lower()} is running, on this machine or on another one. "
                "Try again when it has ended."
            )
        yield


@contextmanager
def _locked_by_file(job: Job) -> Iterator[bool]:
    path = Path(f"{connection.settings_dict['NAME']}.{job.name.lower()}.lock")
    try:
        lock = path.open("a")
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path} cannot be written ({error.strerror}). Let the site's user write into that "
            "folder: it is VAR_DIR, unless DATABASE_URL names a file elsewhere."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _locked_by_database(job: Job) -> Iterator[bool]:
    apart = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with apart.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_OURS, job.value])
            is_ours = bool(cursor.fetchone()[0])
        yield is_ours
    finally:
        with suppress(Error), apart.cursor() as cursor:
            cursor.execute("ROLLBACK")  # the server notices a closed connection a little later
        apart.close()
