"""A site in a real database, and another database beside it to restore into."""

from contextlib import contextmanager

import pytest
from django.db import connection

from coding import protection
from coding.models import reference
from coding.models.chain import Link
from tests.factories import approved_change, draft, make_cast, make_sheet
from tests.postgresql import create_database, drop_database
from tests.whole_chain import link_everything


@pytest.fixture
def site(seeded):
    """Two sheets, an approved change and a draft, saved for good as backups see them."""
    begin_anew()
    cast = make_cast()
    sheet = make_sheet(4765)
    make_sheet(4999)
    approved_change(sheet, 14, "New.\nIn two lines.", by=cast.coder, reviewer=cast.reviewer)
    draft(sheet, 15, "Only begun.", by=cast.coder)
    return sheet


def begin_anew() -> None:
    """Begin the chain with what the seeding put there past the workflow."""
    protection.remove()
    Link.objects.all().delete()
    link_everything()
    protection.install()


@pytest.fixture
def elsewhere(tmp_path):
    """Within it, the site's database is another one, of this process alone, empty at first."""

    @contextmanager
    def moved(name: str = "elsewhere"):
        before = connection.settings_dict["NAME"]
        is_file = connection.vendor == "sqlite"
        name = str(tmp_path / f"{name}.sqlite3") if is_file else f"{before}_{name}"
        create(name)
        point_to(name)
        try:
            yield name
        finally:
            point_to(before)
            drop(name)

    return moved


def point_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    reference._kept.clear()


def create(name: str) -> None:
    if connection.vendor != "sqlite":
        with connection._nodb_cursor() as cursor:
            drop_database(cursor, name)
            create_database(cursor, name)


def drop(name: str) -> None:
    if connection.vendor != "sqlite":
        with connection._nodb_cursor() as cursor:
            drop_database(cursor, name)
