"""How the site waits for its turn to write where SQLite has another writer."""

import sqlite3
from contextlib import closing

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from atop_site.databases import database_at

pytestmark = pytest.mark.django_db
PATIENCE = 0.25  # seconds


@pytest.fixture
def file(tmp_path):
    return tmp_path / "one.sqlite3"


@pytest.fixture
def waiting(file):
    """The site's connection, of little patience."""
    settings = database_at(f"sqlite:///{file}", "The address")
    settings["OPTIONS"]["timeout"] = PATIENCE
    connection = ConnectionHandler({"default": settings})["default"]
    connection.ensure_connection()
    with closing(connection):
        yield connection


@pytest.fixture
def writer(waiting, file):
    """Somebody else, who writes."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def begin(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def test_who_waits_to_write_looks_again_soon_and_not_once_for_all_its_patience(waiting, writer):
    looks = []

    def looking(execute, *statement):
        looks.append(statement)
        if len(looks) == 3:
            writer.execute("COMMIT")
        return execute(*statement)

    with waiting.execute_wrapper(looking):
        begin(waiting)
    assert len(looks) == 3
    waiting.cursor().execute("CREATE TABLE mine (name TEXT)")


def test_its_patience_has_an_end_and_everything_else_waits_as_long(waiting, writer):
    with pytest.raises(OperationalError, match="database is locked"):
        begin(waiting)
    assert not waiting.in_atomic_block
    cursor = waiting.cursor()
    cursor.execute("PRAGMA busy_timeout")
    assert cursor.fetchone() == (1000 * PATIENCE,)


def test_what_is_no_lock_is_not_waited_for(waiting, monkeypatch):
    monkeypatch.setattr(waiting, "transaction_mode", "NONSENSE")
    with pytest.raises(OperationalError, match="syntax error"):
        begin(waiting)
