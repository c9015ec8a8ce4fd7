"""Rows that many tests begin with are made once, and each test takes back only what it changed.

A fixture that is ``@shared`` makes rows and nothing else. What it made stays in the database, in a
transaction of its own around those of the tests, for as long as test after test asks for it. Each
is given a copy of what the fixture returned, pickled once. Transactional tests make their own.

In SQLite, once a schema was changed – guards taken away and put back –, every savepoint that is
rolled back makes it read the schema anew and prepare each statement anew, until the outermost
transaction ends: so what is shared is taken back whole, once tests have lost by that what it takes
to make it again.
"""

import functools
import inspect
import pickle
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

Maker = Callable[..., Any]


class Made(NamedTuple):
    maker: Maker
    transaction: ExitStack
    value: bytes
    database: DjangoDbBlocker  # by which it was let in, and is let in to take this back
    schema: int  # its version when this was made
    seconds: float  # of a core that it took


MADE: list[Made] = []  # what is there now, each in the transaction of the one before it
SCHEMA_CHANGED: list[bool] = []  # within these transactions: by whom, and who came after it
READING_ANEW = 0.02  # seconds of a core that each test then takes longer, about


def shared(make: Maker) -> Any:
    """Declare a fixture of rows, which may ask for other shared ones, ``db`` and ``tmp_path``."""
    assert not inspect.isgeneratorfunction(make), f"{make.__name__} would have to clear up"

    @functools.wraps(make)
    def given(**needed: Any) -> Any:
        for made in MADE:
            if made.maker is make:
                return pickle.loads(made.value)
        return make(**needed)

    given.shares = make
    return pytest.fixture(given)


def is_transactional(item: pytest.Item) -> bool:
    """Whether a test commits what it writes, and empties the database behind it."""
    marked = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return bool(
        {"transactional_db", "live_server"}.intersection(fixtures)
        or (marked and marked.kwargs.get("transaction"))
    )


def wanted(item: pytest.Item) -> list[Maker]:
    """Return what is shared of what the test asks for, each behind what it needs itself."""
    if is_transactional(item):
        return []
    return _wanted(item.module, frozenset(item.fixturenames))


@functools.cache
def _wanted(module: ModuleType, fixtures: frozenset[str]) -> list[Maker]:
    makers: list[Maker] = []
    for name in sorted(fixtures):
        _add(name, module, makers)
    return makers


def _add(name: str, module: ModuleType, makers: list[Maker]) -> bool:
    """Add the maker of a fixture, if all that it needs is shared, too; return whether it is."""
    make = getattr(_declared(name, module), "shares", None)
    if make is None:
        return name in ("db", "tmp_path")
    if not all(_add(parameter, module, makers) for parameter in inspect.signature(make).parameters):
        return False
    if make not in makers:
        makers.append(make)
    return True


def _declared(name: str, module: ModuleType) -> Any:
    """Return what has this name where a test looks for fixtures: its module, then the nearest
    conftest."""
    package, place = module.__name__, module
    while name not in vars(place) and package:
        package = package.rpartition(".")[0]
        place = sys.modules.get(f"{package}.conftest", place)
    return vars(place).get(name)


def take_back(wanted: list[Maker]) -> None:
    """Remove what was made, but for what is wanted still."""
    while [made.maker for made in MADE] != wanted[: len(MADE)]:
        _take_back_last()
    if SCHEMA_CHANGED:
        SCHEMA_CHANGED.append(True)
    if len(SCHEMA_CHANGED) * READING_ANEW > sum(made.seconds for made in MADE):
        while MADE:
            _take_back_last()
    if not MADE:
        SCHEMA_CHANGED.clear()


def _take_back_last() -> None:
    made = MADE.pop()
    with made.database.unblock(), made.transaction:
        transaction.set_rollback(True)
    note_changed_schema(made.schema)


def note_changed_schema(now: int | None = None) -> None:
    """Note that a test, before it is taken back, or what was taken back, changed the schema."""
    if MADE and MADE[-1].schema != (schema() if now is None else now):
        SCHEMA_CHANGED.append(True)


def schema() -> int:
    """Return the version of SQLite's schema; none is 0, where a test closed the connection, too."""
    if connection.vendor != "sqlite" or connection.connection is None:
        return 0
    (version,) = connection.connection.execute("PRAGMA schema_version").fetchone()
    return version


def add(wanted: list[Maker], folders: pytest.TempPathFactory, database: DjangoDbBlocker) -> None:
    """Make what is wanted and not there yet."""
    for maker in wanted[len(MADE) :]:
        before = time.process_time()
        with ExitStack() as begun:
            begun.enter_context(transaction.atomic())
            value = pickle.dumps(maker(**_given(maker, folders)))
            connection.check_constraints()  # as at the end of a transaction: nothing waits
            seconds = time.process_time() - before
            MADE.append(Made(maker, begun.pop_all(), value, database, schema(), seconds))


def _given(maker: Maker, folders: pytest.TempPathFactory) -> dict[str, Any]:
    there = {made.maker.__name__: made.value for made in MADE} | {"db": pickle.dumps(None)}
    names = inspect.signature(maker).parameters
    return {
        name: folders.mktemp("rows") if name == "tmp_path" else pickle.loads(there[name])
        for name in names
    }
