"""The cast, how many examples properties are tried with, and how test databases are emptied."""

import fcntl
import gc
import hashlib
import importlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from hypothesis import Phase, settings

from coding import protection
from coding.models import Release, State, reference
from coding.models.sealed_rows import seal_rights, seal_what_is_declared
from tests import shared_rows
from tests.factories import Cast, keep, make_cast, make_person, make_sheet
from tests.shared_rows import shared
from tests.whole_chain import link_everything

# Some chance examples each time; many on the gate, always the same, so that a change is judged and
# not luck. A busy machine fails no property. By day a failing example is shown as it was found:
# to look for a smaller one can take minutes, and the gate does.
AS_FOUND = (Phase.explicit, Phase.reuse, Phase.generate)
settings.register_profile("quick", max_examples=25, deadline=None, phases=AS_FOUND)
settings.register_profile("gate", max_examples=50, deadline=None, derandomize=True)
settings.load_profile("quick")


ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "migrated"
MIGRATED_BY = [
    *(ROOT / "coding" / room for room in ("migrations", "models", "codebook", "reference")),
    *(ROOT / "coding" / room for room in ("protection", "workflow/transitions.py")),
    *(ROOT / "coding" / "apps.py", ROOT / "atop_site", ROOT / "requirements.txt"),
]

# What these show of the record, or say as commands, is the same whichever database keeps it.
# Modules of theirs that ask every page once, search, order, count queries or lock rows mark
# themselves.
SHOWING = ("accounts", "admin", "management", "views", "test_new_declarations.py")
# Nor do these differ: files made of the same rows, and what becomes of them on the disk.
WRITING = tuple(
    f"export/test_{module}.py"
    for module in (
        *("comparison_csv", "datasets", "described", "failures", "nightly", "prints"),
        *("stored_exports", "taken_over", "workers"),
    )
)

# The rooms on which the promises rest; the gate measures what of their branches these tests walk.
# Those of `reference` bring the official lists in through the workflow.
MEASURED = ("codebook", "datasets", "desk", "history", "reference", "releases", "workflow")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what the gate measures, what can differ between databases, and what stays together;
    before pytest-xdist reads it. Order the tests, behind pytest-django, which puts last of all
    those that empty the database.

    What differs is what uses one, but for what only shows pages or writes files, and no line of
    acceptance; what empties its database has others at work there, and differs wherever it stands.
    Properties walk the branches that examples walk, a hundred times, and what the gate alone runs
    those of neighbours that run by day, too: neither is measured.
    """
    from tests.costly import is_for_the_gate  # which asks for the profile, chosen by now

    for item in items:
        fixtures = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
        uses_one = fixtures or item.get_closest_marker("django_db")
        place = item.path.relative_to(Path(__file__).parent)
        room = place.parts[0]
        differs = room not in SHOWING and str(place) not in WRITING
        differs = differs or shared_rows.is_transactional(item)
        if uses_one and (differs or item.get_closest_marker("acceptance")):
            item.add_marker(pytest.mark.database)
        is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        repeats = is_property or is_for_the_gate(item) or item.get_closest_marker("published")
        if room in MEASURED and not repeats:
            item.add_marker(pytest.mark.measured)
        if room != "browser" and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(_kept_together(item, room)))
    yield
    places = {group: place for place, group in enumerate(dict.fromkeys(map(_group, items)))}
    items.sort(key=lambda item: (_comes_later(item, places), places[_group(item)], _rows(item)))


def _group(item: pytest.Item) -> tuple[Path, bool]:
    return item.path, shared_rows.is_transactional(item)


def _rows(item: pytest.Item) -> list[str]:
    """Tests that begin with the same rows follow each other, so that these are made once."""
    return [make.__qualname__ for make in shared_rows.wanted(item)]


def _kept_together(item: pytest.Item, room: str) -> str:
    """A module's tests run on one core, where its rows are made once: those that empty the
    database, which come last of all, apart from the others."""
    return f"{room}.{item.path.stem}{'.emptying' * shared_rows.is_transactional(item)}"


def _comes_later(item: pytest.Item, places: dict[tuple[Path, bool], int]) -> bool:
    """What takes long comes first, so that no core waits for another at the end; but before that
    a module for the other core, which may have to migrate meanwhile."""
    return bool(places[_group(item)]) and not any(
        map(item.get_closest_marker, ("browser", "published"))
    )


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name the bytes of a file by what they are for: they may hold the time when they were made."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish() -> None:
    """What is imported by now stays: the collector of garbage need not look at it again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Any:
    """Where ``--cov`` asks for it, measure the branches that tests of some rooms walk."""
    measuring = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if measuring is None or item.get_closest_marker("measured"):
        return (yield)
    measuring.pause()
    _end_what_measures_beneath()
    try:
        return (yield)
    finally:
        measuring.resume()


def _end_what_measures_beneath() -> None:
    """On each core pytest-cov begins twice, and the first would go on while the second pauses."""
    from coverage import Coverage  # which only the gate needs

    while beneath := Coverage.current():
        beneath.stop()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Take back the rows that only tests before shared; a fixture of a module looks at all."""
    shared_rows.take_back(shared_rows.wanted(item))


@pytest.fixture(scope="session")
def _last_rows_taken_back(django_db_setup) -> Iterator[None]:
    yield
    shared_rows.take_back([])


@pytest.fixture
def _rows_to_share(request, _last_rows_taken_back, django_db_blocker, tmp_path_factory) -> None:
    with django_db_blocker.unblock():
        shared_rows.add(shared_rows.wanted(request.node), tmp_path_factory, django_db_blocker)


@pytest.fixture
def _django_db_helper(_rows_to_share, _django_db_helper) -> Iterator[None]:
    """Begin the transaction of a test within those of the rows that it shares."""
    yield
    shared_rows.note_changed_schema()


def _deleting(sql: str) -> list[str]:
    """Statements that delete what one truncates. Keys to other rows are looked at in the end."""
    if not sql.startswith("TRUNCATE"):
        return [sql]
    return [f"DELETE FROM {table}" for table in re.findall(r'"\w+"', sql)]


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_their_database():
    """TransactionTestCase deletes all rows between tests, which the guards refuse.

    They come back with post_migrate, which the emptying itself ends with. PostgreSQL makes new
    files for each table that it truncates; to delete the few rows there are is quicker.
    """
    emptied = type(connection.ops).execute_sql_flush

    def without_guards(self, sql_list):
        protection.remove()
        reference._kept.clear()
        return emptied(self, [statement for sql in sql_list for statement in _deleting(sql)])

    with pytest.MonkeyPatch.context() as patch:  # of the class: a browser's test has its connection
        patch.setattr(type(connection.ops), "execute_sql_flush", without_guards)
        yield


@pytest.fixture(scope="session")
def migrated(in_sqlite: Path) -> Path | None:
    """Where the database is kept as it was migrated, to begin with a copy; in SQLite alone.

    To migrate takes 15 seconds of a core.
    """
    return in_sqlite if connection.vendor == "sqlite" else None


@pytest.fixture(scope="session")
def in_sqlite() -> Path:
    """Where a database in SQLite is kept, if tests on SQLite ran before.

    The name follows from all that makes the database.
    """
    made = hashlib.sha256()
    for path in sorted(path for place in MIGRATED_BY for path in [place, *place.rglob("*")]):
        if path.is_file() and "__pycache__" not in path.parts:  # which other processes write
            made.update(path.read_bytes())
    return KEPT / f"{made.hexdigest()}.sqlite3"


@pytest.fixture(scope="session")
def _migrating(migrated) -> Iterator[IO[str] | None]:
    """A lock by which one core migrates where nothing is kept, and the other one waits for it."""
    if migrated is None or migrated.exists():
        yield None
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


@pytest.fixture(scope="session")
def django_db_keepdb(request, migrated, _migrating, django_db_modify_db_settings) -> bool:
    """Whether the test database is there: as a copy of the one that is kept, if there is one."""
    gc.disable()  # each migration makes all models anew: looking for garbage takes a fifth longer
    if migrated is None or not migrated.exists() or request.config.option.create_db:
        return request.config.option.reuse_db
    shutil.copy(migrated, connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    request, django_db_setup, django_db_keepdb, django_db_blocker, migrated, _migrating
) -> Iterator[Path | None]:
    """The test database, with states and wars read, as they are in a process that serves.

    Yields where it is kept as it was migrated, for sites that tests run as processes.
    """
    gc.enable()
    with django_db_blocker.unblock():
        reference.read_lists()
        if migrated and not migrated.exists():
            keep_migrated(connection.settings_dict["NAME"], migrated)
        let_others_begin(_migrating)
    yield migrated
    if django_db_keepdb and not request.config.option.reuse_db:
        with django_db_blocker.unblock():
            connection.close()
        Path(connection.settings_dict["TEST"]["NAME"]).unlink(missing_ok=True)


def let_others_begin(migrating: IO[str] | None) -> None:
    if migrating:
        fcntl.flock(migrating, fcntl.LOCK_UN)


def keep_migrated(database: str | Path, migrated: Path) -> None:
    """Keep a database, whole at any moment, instead of those that were migrated otherwise."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in set(KEPT.glob("*.sqlite3")) - {migrated}:
        old.unlink(missing_ok=True)
    writing = KEPT / f"{os.getpid()}.writing"
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("VACUUM INTO ?", [str(writing)])
    writing.replace(migrated)


@pytest.fixture
def seeded(transactional_db, django_db_setup):
    """A transactional test's database with what the migrations put there, which emptying takes."""
    if django_db_setup is None:
        seed_anew()
        return
    with closing(sqlite3.connect(django_db_setup)) as migrated:
        connection.ensure_connection()
        migrated.backup(connection.connection)
    connection.close()
    ContentType.objects.clear_cache()


def seed_anew() -> None:
    protection.remove()
    seed = importlib.import_module("coding.migrations.0002_roles_and_first_release")
    facts = importlib.import_module("coding.migrations.0003_reference")
    readers = importlib.import_module("coding.migrations.0033_readers")
    if not State.objects.exists():
        with connection.schema_editor() as editor:
            facts.load_facts(apps, editor)
        link_everything()
    config = apps.get_app_config("coding")
    module = config.models_module  # without it, the app hears of no migrate any more
    with connection.schema_editor() as editor:
        seed.make_roles(apps, editor)
        readers.make_role(apps, editor)
    config.models_module = module
    seal_what_is_declared()
    seal_rights(Group.objects.values_list("pk", flat=True))
    protection.install()
    if not Release.objects.exists():
        keep(Release(label=seed.FIRST_OPEN_RELEASE))


@shared
def cast(db) -> Cast:
    """The people every story is told with."""
    return make_cast()


@shared
def second_admin(cast):
    """Who confirms what the admin of the cast asked for."""
    return make_person("admin2", "Alma Second", "admin", is_staff=True)


@shared
def second_reviewer(cast):
    return make_person("reviewer2", "Ron Second", "reviewer")


@shared
def sheet(cast):
    """One sheet in the record, with an answer to each question."""
    return make_sheet(4765)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """As if what is done inside were committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
