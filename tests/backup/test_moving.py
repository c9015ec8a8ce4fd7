"""A move takes everything along, to the same or the other kind of database."""

import inspect
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from coding.backup import moving
from coding.backup.contents import contents_of, differing, rows_of
from coding.models import Revision
from tests.backup.conftest import create, drop, point_to
from tests.costly import on_the_gate
from tests.factories import make_sheet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _second_database(transactional_db, monkeypatch):
    """Django's tests let no test open a database that the settings did not have at its start."""
    guarded = inspect.getclosurevars(BaseDatabaseWrapper.ensure_connection).nonlocals
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", guarded["real_ensure_connection"])


def move(url: str):
    call_command("move_database", url, skip_checks=True)


@pytest.fixture
def file(tmp_path, in_sqlite) -> Path:
    """A database in a file: migrated where there is a copy of one, else empty."""
    file = tmp_path / "target.sqlite3"
    if in_sqlite.exists():
        shutil.copy(in_sqlite, file)
    return file


@pytest.fixture
def same_kind(file):
    """The name of another database of the same kind, and its address."""
    if connection.vendor == "sqlite":
        yield str(file), f"sqlite:///{file}"
        return
    said = connection.settings_dict
    create("moved")
    yield "moved", f"postgres://{said['USER']}:{said['PASSWORD']}@{said['HOST']}:5432/moved"
    drop("moved")


def test_what_was_moved_is_the_same_and_goes_on(site, same_kind, capsys):
    name, url = same_kind
    before, here = contents_of(), connection.settings_dict["NAME"]
    newest = Revision.objects.order_by("pk").last().pk
    move(url)
    assert "found them the same on both sides" in capsys.readouterr().out
    assert differing(before, contents_of()) == []  # the site's own stays as it is
    point_to(name)
    try:
        assert differing(before, contents_of()) == []
        call_command("verify", skip_checks=True)
        make_sheet(5002, notes=[])  # keys go on where they ended
        assert not Revision.objects.filter(sheet__atop_id=5002, pk__lte=newest).exists()
        with pytest.raises(Exception, match="nothing saved can be removed"):
            connection.cursor().execute("DELETE FROM coding_sheet")
    finally:
        point_to(here)


def test_what_the_target_cannot_hold_is_named_and_nothing_is_moved(site, file, monkeypatch):
    """SQLite keeps a null character in a text, PostgreSQL does not."""

    def copy(model):
        if model is Revision:
            raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")

    monkeypatch.setattr(moving, "_copy", copy)
    told = r"Nothing was moved\. A row of coding_revision cannot be kept in the target \(DataError"
    with pytest.raises(CommandError, match=told):
        move(f"sqlite:///{file}")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="There is no other kind here.")
def test_postgresql_moves_to_sqlite(site, file, tmp_path):
    before = contents_of()
    move(f"sqlite:///{file}")
    with moving._opened({"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}):
        assert differing(before, contents_of(moving.TARGET)) == []


@on_the_gate
def test_a_target_with_data_the_sites_own_and_no_database_are_refused(site, file):
    if connection.vendor == "sqlite":
        move(f"sqlite:///{file}")
        with pytest.raises(CommandError, match="has 6 accounts and 2 sheets already"):
            move(f"sqlite:///{file}")
        with pytest.raises(CommandError, match="is the site’s own database"):
            move(f"sqlite:///{connection.settings_dict['NAME']}")
    for url in ("mongo://somewhere", "nonsense", "sqlite:///relative.sqlite3", "sqlite://"):
        with pytest.raises(
            CommandError, match=r"Nothing was moved\. The target .*sqlite:////FILE\.$"
        ):
            move(url)
    assert moving.TARGET not in connections


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("sqlite:////nonexistent/x", "/nonexistent/x"),
        ("postgres://nobody:secret@127.0.0.1:1/nothing", "nothing at 127.0.0.1"),
        ("sqlite:///{file}", "text.sqlite3"),
    ],
)
def test_a_target_that_cannot_be_opened_is_told_and_not_the_sites_own(tmp_path, url, where):
    file = tmp_path / "text.sqlite3"
    file.write_text("This is no database. " * 100)
    with pytest.raises(CommandError, match=rf"Nothing was moved\. The target \S*{where} cannot be"):
        move(url.format(file=file))
    assert moving.TARGET not in connections


@on_the_gate
@pytest.mark.skipif(connection.vendor != "sqlite", reason="Migrating a target takes long.")
def test_who_writes_meanwhile_is_noticed_and_the_target_stays_empty(site, file, monkeypatch):
    copied = moving._set_sequences

    def write_meanwhile(every):
        copied(every)
        make_sheet(5003)

    monkeypatch.setattr(moving, "_set_sequences", write_meanwhile)
    with pytest.raises(CommandError, match="is not the same on both sides"):
        move(f"sqlite:///{file}")
    with moving._opened({"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}):
        rows = rows_of(moving.TARGET)
    assert (rows["coding_sheet"], rows["auth_user"]) == (0, 0)
    assert rows["coding_state"] > 200
