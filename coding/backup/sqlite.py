"""Copies of a SQLite database in use, made by SQLite itself; no other program is needed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from coding.backup.failures import BackupFailed

TIMEOUT = 60  # seconds for others to finish writing


def name() -> str:
    """Return the name of the site's database: that of its file."""
    return Path(str(connection.settings_dict["NAME"])).name


def copy(path: Path) -> None:
    """Copy the state that the connection sees, while others may write."""
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # a single file, without -wal and -shm


def rows_in(path: Path) -> dict[str, int]:
    """Let SQLite check each page of the file and each reference in it; count the rows."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as copy:
            (result,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
            if result != "ok":
                raise BackupFailed(f"{path} is damaged: {result}.")
            if lost := copy.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupFailed(
                    f"{path}: a row of {lost[0]} names one of {lost[2]} that is missing."
                )
            names = copy.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ).fetchall()
            return {
                table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
                for (table,) in names
            }
    except sqlite3.DatabaseError as error:
        raise BackupFailed(f"{path} is damaged: {error}.") from error


def put_back(path: Path) -> None:
    """Overwrite the site's own file in one transaction: open connections stay valid."""
    try:
        _overwrite(path)
    except sqlite3.Error as error:
        raise BackupFailed(f"The database could not be written ({error}).") from error


def _overwrite(path: Path) -> None:
    place = str(connection.settings_dict["NAME"])
    connection.close()
    with (
        closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as copy,
        closing(sqlite3.connect(place, timeout=TIMEOUT)) as live,
    ):
        copy.backup(live, progress=_give_up)


def _give_up(status: int, *pages: int) -> None:
    """Stop where others still hold the file after ``TIMEOUT``: Python would try for ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise BackupFailed(f"Others were writing to it for {TIMEOUT} s. Stop the site first.")
