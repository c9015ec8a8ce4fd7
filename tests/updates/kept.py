"""Databases as earlier states of this project made them, each with what it exported.

They stand in kept.tar.xz, a folder for each state, named by its last migration: the database as
SQL for SQLite and for PostgreSQL, and the export. One archive, since what they share – the lists
of states and wars, above all – is packed but once.
"""

import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from tests.postgresql import create_database, drop_database

ARCHIVE = Path(__file__).parent / "kept.tar.xz"
Rows = list[dict[str, Any]]


def states() -> list[str]:
    with tarfile.open(ARCHIVE) as archive:
        return sorted({name.partition("/")[0] for name in archive.getnames()})


def unpack(state: str, folder: Path) -> None:
    with tarfile.open(ARCHIVE) as archive:
        # Python before 3.11.4 knows no filters.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        members = [name for name in archive if name.name.startswith(f"{state}/")]
        archive.extractall(folder, members)


class KeptDatabase:
    """One of them, made anew where the tests' own database stands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.own = connection.settings_dict

    @property
    def url(self) -> str:
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.folder / 'site.sqlite3'}"
        own = self.own
        return f"postgres://{own['USER']}:{own['PASSWORD']}@{self._server}/{self._name}"

    @property
    def _server(self) -> str:
        return f"{self.own['HOST']}:{self.own['PORT'] or 5432}"

    @property
    def _name(self) -> str:
        return f"{self.own['NAME']}_updated"

    @contextmanager
    def made(self) -> Iterator["KeptDatabase"]:
        """Make it, and take it away again."""
        said = (self.folder / f"{connection.vendor}.sql").read_text()
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.folder / "site.sqlite3")) as made:
                made.executescript(said)
            yield self
            return
        with connection.cursor() as cursor:
            drop_database(cursor, self._name)
            create_database(cursor, self._name)
        with self._connected() as made:
            made.execute(said.encode())
        yield self
        with connection.cursor() as cursor:
            drop_database(cursor, self._name)

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.folder / "site.sqlite3")) as opened:
                yield opened
        else:
            with psycopg.connect(self.url, autocommit=True) as opened:
                yield opened

    def rows(self) -> dict[str, Rows]:
        """Return every row of the site's own tables, in the order of their keys."""
        with self._connected() as opened:
            listed = opened.execute(TABLES[connection.vendor]).fetchall()
            return {table: self._read(opened, table) for (table,) in listed}

    def _read(self, opened: Any, table: str) -> Rows:
        cursor = opened.execute(f"SELECT * FROM {table} ORDER BY 1")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


OURS = "LIKE 'coding\\_%' ESCAPE '\\' OR {0} = 'auth_user' OR {0} = 'auth_user_groups'"
TABLES = {
    "sqlite": f"SELECT name FROM sqlite_master WHERE type = 'table' AND (name {OURS})".format(
        "name"
    ),
    "postgresql": "SELECT table_name FROM information_schema.tables WHERE "
    f"table_schema = 'public' AND (table_name {OURS})".format("table_name"),
}
