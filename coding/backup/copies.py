"""How a database is copied into a file and back: one way for each kind."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from django.db import connection

from coding.backup import postgresql, sqlite


@dataclass(frozen=True)
class DatabaseKind:
    """The functions for one kind of database.

    ``copy`` writes the state that the connection sees into a file. ``rows_in`` reads such a file
    completely and counts the rows of each table; it raises BackupFailed. ``put_back`` replaces the
    live database, or changes nothing.
    """

    label: str
    file: str
    name: Callable[[], str]
    copy: Callable[[Path], None]
    rows_in: Callable[[Path], dict[str, int]]
    put_back: Callable[[Path], None]


def _kind(label: str, file: str, ways: ModuleType) -> DatabaseKind:
    return DatabaseKind(label, file, ways.name, ways.copy, ways.rows_in, ways.put_back)


KINDS = {
    "sqlite": _kind("SQLite", "database.sqlite3", sqlite),
    "postgresql": _kind("PostgreSQL", "database.dump", postgresql),
}


def this_kind() -> DatabaseKind:
    return KINDS[connection.vendor]
