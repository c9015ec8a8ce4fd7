"""Backups are complete or absent; what is restored is what was there."""

import json
import shutil
import sqlite3
import stat
import subprocess
from contextlib import closing
from dataclasses import replace
from hashlib import sha256

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from coding.backup import manifest, postgresql, restoring, sqlite, taking
from coding.backup.contents import contents_of, differing
from coding.backup.copies import KINDS, this_kind
from coding.backup.failures import BackupFailed
from coding.backup.taking import back_up, backups
from coding.models import BackupRun, ExportRun, Sheet
from coding.models.chain import head
from coding.protection import roles
from coding.protection.guards_in_place import first_gap
from tests.costly import on_the_gate
from tests.export.conftest import write_no_more_than_csv
from tests.export.read_back import files
from tests.factories import make_sheet
from tests.protection.site_role import SITE, drop_role, execute, make_role

pytestmark = pytest.mark.django_db(transaction=True)


def restore(place, *options):
    call_command("restore", str(place), *options, skip_checks=True)


@pytest.fixture
def last_night(site, tmp_path):
    """The folder of a backup of the site."""
    return back_up(tmp_path / "backups").place


def test_a_backup_lists_what_it_holds_and_is_its_owners_alone(site, tmp_path):
    made = back_up(tmp_path / "backups")
    data = json.loads((made.place / "backup.json").read_text())
    assert data["kind"] == this_kind().label
    assert data["tables"]["coding_sheet"]["rows"] == 2
    assert set(data["tables"]) >= {"auth_user", "django_session", "coding_historicalformation"}
    assert "coding.0001_initial" in data["migrations"]
    assert data["head"] == head().hash != ""
    file = made.place / data["file"]["name"]
    assert data["file"]["sha256"] == sha256(file.read_bytes()).hexdigest()
    for path in (made.place, *made.place.iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


@on_the_gate
@pytest.mark.acceptance(19)
def test_the_drill_last_nights_backup_elsewhere_holds_and_exports_the_same(
    last_night, elsewhere, tmp_path, capsys, monkeypatch
):
    write_no_more_than_csv(monkeypatch)
    before = contents_of()
    call_command("nightly_export", "--output", str(tmp_path / "here"), skip_checks=True)
    with elsewhere():
        restore(last_night)
        assert differing(before, contents_of()) == []
        assert Sheet.history.count() == 2
        with pytest.raises(Exception, match="nothing saved can be removed"):  # the guards stand
            connection.cursor().execute("DELETE FROM coding_sheet")
        connection.close()
        call_command("verify", skip_checks=True)
        call_command("nightly_export", "--output", str(tmp_path / "there"), skip_checks=True)
    here, there = ((tmp_path / site / "latest").resolve() for site in ("here", "there"))
    assert files(there) == files(here)
    assert "Restored" in capsys.readouterr().out


def test_a_site_with_data_stays_unless_it_is_named(last_night, capsys):
    make_sheet(5001)
    with pytest.raises(CommandError, match="has 6 accounts and 3 sheets, which would be lost"):
        restore(last_night)
    with pytest.raises(CommandError, match="which would be lost"):
        restore(last_night, "--over", "another")
    assert Sheet.objects.count() == 3
    restore(last_night, "--over", this_kind().name())
    assert Sheet.objects.count() == 2


def test_what_is_no_folder_of_a_backup_is_called_what_it_is(backup_of_nothing, tmp_path):
    with pytest.raises(CommandError, match=r"Nothing was restored\. There is no folder .*/none\."):
        restore(tmp_path / "none")
    with pytest.raises(CommandError, match=r"is a file\. Name the folder with backup\.json"):
        restore(backup_of_nothing / "backup.json")


def damaged(place):
    file = place / this_kind().file
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 255
    file.write_bytes(content)


def cut_off(place):
    file = place / this_kind().file
    file.write_bytes(file.read_bytes()[:-1000])


def without_manifest(place):
    (place / "backup.json").unlink()


def with_a_stray_file(place):
    (place / "more.txt").touch()


def said_anew(place, **changes):
    data = json.loads((place / "backup.json").read_text())
    (place / "backup.json").write_text(json.dumps({**data, **changes}))


def of_newer_code(place):
    known = json.loads((place / "backup.json").read_text())["migrations"]
    said_anew(place, migrations=[*known, "coding.9999_to_come"])


def of_another_format(place):
    said_anew(place, format=2)


def of_another_kind(place):
    others = {kind.label for kind in KINDS.values()} - {this_kind().label}
    said_anew(place, kind=others.pop())


def with_no_migrations(place):
    said_anew(place, migrations=5)


def with_a_number_for_a_name(place):
    data = json.loads((place / "backup.json").read_text())
    said_anew(place, file={**data["file"], "name": 5})


def with_an_unnamed_version(place):
    said_anew(place, software={})


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (with_no_migrations, "backup.json cannot be read"),
        (with_a_number_for_a_name, "backup.json cannot be read"),
        (with_an_unnamed_version, "backup.json cannot be read"),
        (damaged, "is not as it was written"),
        (cut_off, "is not as it was written"),
        (without_manifest, "is no backup"),
        (with_a_stray_file, "more.txt is in the folder"),
        (of_newer_code, "from a newer version of the site.*coding.9999_to_come"),
        (of_another_format, "written by a newer version"),
        (of_another_kind, "this site’s database is"),
    ],
)
def test_what_is_wrong_with_a_backup_is_found_before_anything_is_touched(
    backup_of_nothing, tmp_path, monkeypatch, spoil, why
):
    place = tmp_path / "spoiled"
    shutil.copytree(backup_of_nothing, place)
    spoil(place)
    touched = []
    monkeypatch.setattr(
        "coding.backup.restoring.this_kind", lambda: replace(this_kind(), put_back=touched.append)
    )
    with pytest.raises(CommandError, match=rf"Nothing was restored\. .*{why}"):
        restore(place, "--over", this_kind().name())
    assert touched == []


@pytest.fixture(scope="module")
def backup_of_nothing(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        return back_up(tmp_path_factory.mktemp("module") / "backups").place


def test_a_copy_that_lacks_rows_is_no_backup(site, tmp_path, monkeypatch):
    rows = this_kind().rows_in

    def one_less(path):
        return {**rows(path), "coding_sheet": 1}

    monkeypatch.setattr(taking, "this_kind", lambda: replace(this_kind(), rows_in=one_less))
    with pytest.raises(BackupFailed, match="has 1 rows of coding_sheet, and the database 2"):
        back_up(tmp_path / "backups")
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [".lock"]


def test_only_older_complete_backups_are_removed(backup_of_nothing, tmp_path):
    root = tmp_path / "backups"
    for day in (1, 2, 3):
        shutil.copytree(backup_of_nothing, root / f"2020010{day}T000000Z")
    for name in ("20200104T000000Z", "20200101T000001Z"):  # not complete, not ours
        (root / name).mkdir()
    (root / "20200104T000000Z" / manifest.NAME).write_text("{}")
    (root / "by-hand").mkdir()
    made = back_up(root, keep=2)
    assert [place.name for place in made.removed] == ["20200102T000000Z", "20200101T000000Z"]
    assert backups(root) == [made.place, root / "20200103T000000Z"]
    assert (root / "20200104T000000Z").exists()
    assert (root / "by-hand").exists()


def test_a_new_backup_stays_though_the_clock_was_set_back_since_the_older_ones(
    backup_of_nothing, tmp_path
):
    root = tmp_path / "backups"
    shutil.copytree(backup_of_nothing, root / "29990101T000000Z")
    made = back_up(root, keep=1)
    assert [place.name for place in made.removed] == ["29990101T000000Z"]
    assert backups(root) == [made.place]


def test_a_run_is_recorded_with_its_closing_sentence(backup_of_nothing, tmp_path, capsys):
    call_command("backup", "--output", str(tmp_path / "backups"), skip_checks=True)
    run = BackupRun.objects.get()
    assert (run.succeeded, run.message) == (True, capsys.readouterr().out.rstrip())
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=r"^No backup was made\. .* is a file\. Name a folder"):
        call_command("backup", "--output", str(tmp_path / "file"), skip_checks=True)
    assert BackupRun.objects.first().succeeded is False


def test_runs_that_were_under_way_are_ended_where_they_are_restored(site, tmp_path, elsewhere):
    call_command("backup", "--output", str(tmp_path / "backups"), skip_checks=True)
    with elsewhere():
        restore(backups(tmp_path / "backups")[0])
        assert "It was under way at" in BackupRun.objects.get().message
        assert not ExportRun.objects.exists()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite needs no program.")
def test_a_missing_program_is_named_with_its_package(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed, match=r"no pg_dump here.*postgresql-client"):
        back_up(tmp_path / "backups")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="PostgreSQL's own transaction.")
def test_a_dump_that_ends_in_the_middle_changes_nothing(last_night):
    make_sheet(5001)
    cut_off(last_night)
    with pytest.raises(BackupFailed):
        postgresql.put_back(last_night / this_kind().file)
    assert Sheet.objects.count() == 3


class KilledInTheMiddle(subprocess.Popen):
    """Reads half of the dump and fails: psql's input ends, as where its process is killed."""

    def __enter__(self):
        with self.stdout:
            lines = list(self.stdout)
        self.stdout = self._half(lines[: len(lines) // 2])
        return self

    def _half(self, lines):
        yield from lines
        raise OSError("killed")

    def __exit__(self, *told):
        self.wait()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="PostgreSQL's own transaction.")
def test_a_restore_that_is_killed_in_the_middle_changes_nothing(last_night, monkeypatch):
    make_sheet(5001)
    before = contents_of()
    start = postgresql._started

    def started(command, **how):
        if command[0] != "pg_restore":
            return start(command, **how)
        return KilledInTheMiddle(command, stdout=subprocess.PIPE)

    monkeypatch.setattr(postgresql, "_started", started)
    with pytest.raises(OSError, match="killed"):
        postgresql.put_back(last_night / this_kind().file)
    assert differing(before, contents_of()) == []
    assert first_gap() is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL waits for locks itself.")
def test_a_restore_waits_for_writers_only_so_long(last_night, monkeypatch):
    monkeypatch.setattr(sqlite, "TIMEOUT", 0)
    make_sheet(5001)
    connection.close()
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(CommandError, match=r"Others were writing.*The database is as it was"):
            restore(last_night, "--over", this_kind().name())
    assert Sheet.objects.count() == 3


def test_a_disk_that_is_full_once_the_data_are_there_is_told_as_that(last_night, monkeypatch):
    def full(*args, **kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(restoring, "call_command", full)
    with pytest.raises(CommandError, match="holds the backup now, but what comes next failed"):
        restore(last_night, "--over", this_kind().name())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file of SQLite")
def test_a_disk_that_is_full_before_is_told_as_nothing_done(last_night, monkeypatch):
    def full(*args):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(sqlite, "_overwrite", full)
    with pytest.raises(CommandError, match=r"Nothing was restored\..*disk is full"):
        restore(last_night, "--over", this_kind().name())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has roles")
def test_the_owner_restores_and_the_sites_role_keeps_its_rights(last_night):
    make_role()
    try:
        restore(last_night, "--over", this_kind().name())
        assert roles.sites() == [SITE]
        execute(f"SET ROLE {SITE}")
        assert Sheet.objects.count() == 2
        with pytest.raises(CommandError, match=f"{SITE} is the site's role.* Run restore with"):
            restore(last_night, "--over", this_kind().name())
    finally:
        drop_role()
