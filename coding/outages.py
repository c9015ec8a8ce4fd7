"""Outages: a database that is away, busy, read-only or forbidden, a full disk. No bugs of the site.

Two databases and the file system report them by exceptions of many classes. Only ``outage_of``
tells outages from bugs; pages, autosave, commands and the log call it.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from django.db import Error, InterfaceError, OperationalError, connection


class Outage(Enum):
    """The message for people, and the seconds after which to try again."""

    AWAY = "The site cannot reach its database at the moment.", 10
    BUSY = "The site’s database is busy at the moment.", 5
    FULL = "The disk of the site is full.", 30
    READ_ONLY = "The site’s database or disk can only be read at the moment.", 30
    CRAMPED = "The machine of the site is short of memory at the moment.", 30
    FORBIDDEN = "The site’s role in the database may not do this.", 30
    DAMAGED = "The disk or the database of the site reports a fault.", 30
    UNPREPARED = "The site is being updated: its database is not prepared for this version.", 30
    UNCOLLECTED = "The site is being updated: its styles and scripts are not in place.", 30

    def __init__(self, sentence: str, retry_after: int) -> None:
        self.sentence = sentence
        self.retry_after = retry_after


_BY_ERRNO = {
    errno.ENOSPC: Outage.FULL,
    errno.EDQUOT: Outage.FULL,
    errno.EROFS: Outage.READ_ONLY,
    errno.EIO: Outage.DAMAGED,
    errno.ESTALE: Outage.DAMAGED,  # a network folder that is away
    errno.ENOTCONN: Outage.DAMAGED,
    errno.ENODEV: Outage.DAMAGED,
    errno.ENXIO: Outage.DAMAGED,
    errno.ENOMEM: Outage.CRAMPED,
    errno.EMFILE: Outage.BUSY,
    errno.ENFILE: Outage.BUSY,
}
# How SQLite's messages begin; they are the same in every version and language.
_BY_SQLITE_WORDS = {
    "attempt to write a readonly": Outage.READ_ONLY,
    "access permission denied": Outage.READ_ONLY,
    "database disk image is malformed": Outage.DAMAGED,
    "database is locked": Outage.BUSY,
    "database or disk is full": Outage.FULL,
    "database schema is locked": Outage.BUSY,
    "database table is locked": Outage.BUSY,
    "disk I/O error": Outage.DAMAGED,
    "file is not a database": Outage.DAMAGED,
    "locking protocol": Outage.BUSY,
    "malformed database schema": Outage.DAMAGED,
    "no such column": Outage.UNPREPARED,
    "no such table": Outage.UNPREPARED,
    "out of memory": Outage.CRAMPED,
    "unable to open database": Outage.AWAY,
}
_BY_SQLITE_NAME = {  # where its words are about any fault of a disk
    "SQLITE_IOERR_SHMSIZE": Outage.FULL,  # no room for the file that readers share
}
# PostgreSQL's SQLSTATE codes by their beginnings; the longest match counts.
_BY_SQLSTATE = {
    "08": Outage.AWAY,  # connection exception
    "25006": Outage.READ_ONLY,  # read-only transaction, as on a replica
    "25P0": Outage.AWAY,  # the server ended a session that idled
    "28": Outage.AWAY,  # the password or role is refused
    "3D": Outage.AWAY,  # no such database
    "3F": Outage.UNPREPARED,  # no such schema
    "40": Outage.BUSY,  # deadlock, serialization failure
    "42501": Outage.FORBIDDEN,  # no right to it
    "42883": Outage.UNPREPARED,  # no such function
    "42P01": Outage.UNPREPARED,  # no such table
    "42703": Outage.UNPREPARED,  # no such column
    "53": Outage.BUSY,  # too many connections
    "53200": Outage.CRAMPED,
    "53100": Outage.FULL,
    "55P03": Outage.BUSY,  # lock not available
    "57": Outage.AWAY,  # shut down, starting up
    "57014": Outage.BUSY,  # statement timeout
    "58": Outage.DAMAGED,  # input or output error
    "XX001": Outage.DAMAGED,
    "XX002": Outage.DAMAGED,
}


# Serialization failure, deadlock, lock not available
_DEADLOCKS = ("40001", "40P01")
_CONFLICTS = (*_DEADLOCKS, "55P03")


def outage_of(error: BaseException | None) -> Outage | None:
    """Return the outage that an exception or its cause reports; None for a bug."""
    return next(filter(None, map(_reported_by, _causes(error))), None)


def is_conflict(error: BaseException) -> bool:
    """Whether another transaction conflicted, so that a retry may succeed."""
    return any(
        getattr(cause, "sqlstate", None) in _CONFLICTS
        or (isinstance(cause, sqlite3.Error) and _is_locked(cause))
        for cause in _causes(error)
    )


def is_deadlock(error: BaseException) -> bool:
    """Whether PostgreSQL ended the transaction for another one, however long either had taken."""
    return any(getattr(cause, "sqlstate", None) in _DEADLOCKS for cause in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception, and those from which it came."""
    while error is not None:
        yield error
        error = error.__cause__


def _is_locked(error: sqlite3.Error) -> bool:
    return str(error).startswith(("database is locked", "database table is locked"))


def _reported_by(error: BaseException) -> Outage | None:
    if isinstance(error, MemoryError):
        return Outage.CRAMPED
    if isinstance(error, OSError):
        return _of_disk(error)
    if isinstance(error, ValueError):  # Django has no class of its own for it
        is_static = str(error).startswith("Missing staticfiles manifest entry")
        return Outage.UNCOLLECTED if is_static else None
    if hasattr(error, "sqlstate"):  # an exception of psycopg
        return _of_postgresql(error)
    if error.__cause__ is not None:  # Django wraps the database's exception as the cause
        return None
    if isinstance(error, sqlite3.Error | Error):
        name = getattr(error, "sqlite_errorname", "")
        known = _BY_SQLITE_NAME.get(name) or _longest(_BY_SQLITE_WORDS, str(error))
        if known:
            return known
    return Outage.AWAY if isinstance(error, InterfaceError | OperationalError) else None


def _of_disk(error: OSError) -> Outage | None:
    # A full disk also keeps Python from finding a temporary folder.
    if str(error).startswith("[Errno 2] No usable temporary directory"):
        return Outage.FULL
    return _BY_ERRNO.get(error.errno or 0)


def _of_postgresql(error: BaseException) -> Outage | None:
    code: str | None = getattr(error, "sqlstate", None)
    if code:
        return _longest(_BY_SQLSTATE, code)
    kinds = {kind.__name__ for kind in type(error).__mro__}
    return Outage.AWAY if kinds & {"OperationalError", "InterfaceError"} else None


def _longest(table: dict[str, Outage], text: str) -> Outage | None:
    fitting = [start for start in table if text.startswith(start)]
    return table[max(fitting, key=len)] if fitting else None


def message_for_operator(error: BaseException) -> str | None:
    """Return a command's message about an outage and what to do; None for a bug of the site."""
    reason = on_one_line(error)
    if isinstance(error, PermissionError) and error.filename:
        return (
            f"{error.filename} is not open to the user who runs this ({error.strerror}). Run it as "
            "the site's user, or give that one the right."
        )
    outage = outage_of(error)
    if outage is Outage.UNPREPARED:
        where = connection.settings_dict["NAME"]
        return (
            f"The database {where} lacks tables of this version. Run manage.py migrate. ({reason})"
        )
    return f"{outage.sentence} ({reason})" if outage else None


def on_one_line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


@contextmanager
def waiting_at_most(seconds: int) -> Iterator[None]:
    """Make SQLite fail sooner where another process writes; PostgreSQL locks rows only."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {1000 * seconds}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")
