"""The cast, how many examples properties are tried with, and how test databases are emptied."""

import importlib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import Phase, settings

from coding.models import Release, State, protection, reference
from tests.factories import Cast, make_cast, make_sheet

# Some chance examples each time; many on the gate, always the same, so that a change is judged and
# not luck. A busy machine fails no property. By day a failing example is shown as it was found:
# to look for a smaller one can take minutes, and the gate does.
AS_FOUND = (Phase.explicit, Phase.reuse, Phase.generate)
settings.register_profile("quick", max_examples=25, deadline=None, phases=AS_FOUND)
settings.register_profile("gate", max_examples=150, deadline=None, derandomize=True)
settings.load_profile("quick")


# What these show of the record is the same whichever database keeps it. Modules of theirs that ask
# every page once, search, order, count queries or lock rows mark themselves.
SHOWING = ("admin", "views")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what can differ between databases: what uses one, but for what only shows pages."""
    for item in items:
        fixtures = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
        room = item.path.relative_to(Path(__file__).parent).parts[0]
        if room not in SHOWING and (fixtures or item.get_closest_marker("django_db")):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_their_database():
    """TransactionTestCase deletes all rows between tests, which the guards refuse on SQLite.

    They come back with post_migrate, which the emptying itself ends with.
    """
    emptied = connection.ops.execute_sql_flush

    def without_guards(sql_list):
        protection.remove()
        reference._kept.clear()
        return emptied(sql_list)

    connection.ops.execute_sql_flush = without_guards
    yield
    connection.ops.execute_sql_flush = emptied


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory) -> Path | None:
    """The test database, with states and wars read, as they are in a process that serves.

    Of one in SQLite a copy is kept as it was migrated, for sites that tests run as processes.
    """
    with django_db_blocker.unblock():
        reference.read_lists()
        if connection.vendor != "sqlite":
            return None
        copy = tmp_path_factory.mktemp("migrated") / "site.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
    return copy


@pytest.fixture
def seeded(transactional_db):
    """A transactional test's database with what the migrations put there, which emptying takes."""
    seed = importlib.import_module("coding.migrations.0002_roles_and_first_release")
    with connection.schema_editor() as editor:
        seed.make_roles(apps, editor)
    Release.objects.get_or_create(label=seed.FIRST_OPEN_RELEASE)
    facts = importlib.import_module("coding.migrations.0003_reference")
    if not State.objects.exists():
        with connection.schema_editor() as editor:
            facts.load_facts(apps, editor)


@pytest.fixture
def cast(db) -> Cast:
    """The people every story is told with."""
    return make_cast()


@pytest.fixture
def sheet(cast):
    """One sheet in the record, with an answer to each question."""
    return make_sheet(4765)
