"""Exports as processes of their own, on a database in a file: killed, locked out, not alone."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.costly import on_the_gate
from tests.export.read_back import files, manifest, rows, sheets, table
from tests.member_files import CANADA, USA, alliance, write_member_file

pytestmark = [
    pytest.mark.django_db,  # the prepared database is a copy of the tests' own
    pytest.mark.xdist_group("processes"),  # one prepared database, not one for each core
    on_the_gate,  # in this process, test_failures.py and test_nightly.py ask by day, too
]
ROOT = Path(__file__).resolve().parent.parent.parent
START = "import django; django.setup()\n"
LIGHT = """
from coding.export import datasets, nightly
every = datasets.documents
datasets.formats_of = lambda level: ()
datasets.documents = lambda *given, **more: [next(iter(every(*given, **more)))]
"""
PREPARE = """
from django.core.management import call_command
call_command("import_sheets", sys.argv[1], verbosity=0, skip_checks=True)
"""
EXPORT = f"{LIGHT}nightly.export(pathlib.Path(sys.argv[1]))"
# With other code nothing is linked.
ANEW = """
other = nightly.software() | {"code": "another"}
nightly.software = lambda: other
"""
HANG_IN_DATASETS = f"""{LIGHT}{ANEW}
def hang(table, write):
    write("atopid,")
    print("writing", flush=True)
    time.sleep(600)
datasets.write_csv = hang
nightly.export(pathlib.Path(sys.argv[1]))
"""
# Exports once, and looks before every change of the disk whether what is served is whole: that is
# what a kill at this moment leaves. Then exports are killed at some of the moments, one upon the
# other, so that each begins with what a killed one left.
LOOK_AND_KILL = """
import itertools, os, signal
from django.core.management import call_command
from django.db import connections
from coding.datasets.formats import registry
from coding.datasets.release import Level
from coding.export import datasets, manifest, nightly, prints, reports
root = pathlib.Path(sys.argv[2])
call_command("import_dataset", sys.argv[1], as_is=True, verbosity=0, skip_checks=True)
for slow in ("docx", "pdf"):
    del prints.FORMS[slow]
datasets.documents = lambda *given, **more: [("README.txt", b"what it is")]
every = datasets.derive
datasets.derive = lambda *given: itertools.islice(every(*given), 4)  # m, the measures, aph, a
light = [one for one in registry.FORMATS if one.name == "Excel"]
datasets.formats_of = lambda level: light if level is Level.ALLIANCE else []
import xlsxwriter  # once, not in every child
versions = nightly.software()
nightly.software = lambda: versions
CHANGES = ("mkdir", "fsync", "link", "rename", "symlink", "replace", "rmdir", "unlink")
def before_each_change(look):
    count = itertools.count(1)
    def counting(change):
        def changed(*args, **options):
            look(next(count))
            return change(*args, **options)
        return changed
    for name in CHANGES:
        setattr(os, name, counting(getattr(os, name)))
def require_whole_export(_moment=0):
    assert manifest.first_fault(root / "latest", reports.silent) is None
def export_in_child(look, code):
    connections.close_all()
    child = os.fork()
    if not child:
        nightly.software = lambda: versions | {"code": str(code)}  # if it is new, nothing is linked
        before_each_change(look)
        nightly.export(root, keep=1)
        os._exit(0)
    return os.waitpid(child, 0)[1]
def kill_at(chosen):
    def kill(moment):
        if moment == chosen:
            os.kill(os.getpid(), signal.SIGKILL)
    return kill
nightly.export(root)
seen = root.parent / "moments"
def look(moment):
    require_whole_export()
    seen.write_text(str(moment))
assert export_in_child(look, "first") == 0
moments = int(seen.read_text())
for moment in range(1, moments, 7):
    assert os.WIFSIGNALED(export_in_child(kill_at(moment), moment))
    require_whole_export()
for _ in ("made", "linked"):
    assert export_in_child(require_whole_export, "last") == 0
print(moments)
"""
HANG = f"""{LIGHT}{ANEW}
def hang(output, *args):
    output.add("sheets/half.docx", b"half of it")
    print("writing", flush=True)
    time.sleep(600)
nightly.write_prints = hang
nightly.export(pathlib.Path(sys.argv[1]))
"""
WRITE_MEANWHILE = """
import subprocess
from coding.export import record
from coding.models.snapshots import snapshot
with snapshot():
    before = record.scope().sheets
    subprocess.run([sys.executable, "manage.py", "import_sheets", sys.argv[1]], check=True)
    print(before, len(list(record.approved_sheets())))
print(record.scope().sheets)
"""


class Site:
    """A site of its own, with a database in a file."""

    def __init__(self, folder: Path) -> None:
        self.exports = folder / "exports"
        self.database = folder / "site.sqlite3"
        self.env = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "VAR_DIR": str(folder),
        }

    def start(self, code: str, *args: str) -> "subprocess.Popen[str]":
        code = f"import pathlib, sys, time\n{START}{code}"
        command = [sys.executable, "-c", code, *args]
        return subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, text=True)

    def run(self, code: str, *args: str) -> str:
        process = self.start(code, *args)
        out, _ = process.communicate(timeout=600)
        assert process.returncode == 0
        return out

    def manage(self, *args: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "manage.py", *args]
        return subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True)

    def export_lightly(self) -> None:
        self.run(EXPORT, str(self.exports))

    def export(self) -> "subprocess.CompletedProcess[str]":
        return self.manage("nightly_export", "--output", str(self.exports))


def sample(atop_id: int) -> str:
    return f"coding/sheets/samples/{atop_id}.txt"


@pytest.fixture(scope="module")
def prepared(django_db_setup, tmp_path_factory) -> Path:
    """A database with one sheet."""
    if django_db_setup is None:
        pytest.skip("These sites keep their data in a file: they run with SQLite.")
    site = Site(tmp_path_factory.mktemp("prepared"))
    shutil.copy(django_db_setup, site.database)
    site.run(PREPARE, sample(4765))
    return site.database


@pytest.fixture
def site(prepared, tmp_path) -> Site:
    site = Site(tmp_path)
    shutil.copy(prepared, site.database)
    return site


@pytest.mark.parametrize("hang", [HANG_IN_DATASETS, HANG], ids=["in datasets", "in prints"])
def test_a_killed_export_leaves_the_old_one_served_and_the_next_clears_up(site, hang):
    site.export_lightly()
    served = (site.exports / "latest").resolve()
    before = files(served)
    process = site.start(hang, str(site.exports))
    assert process.stdout.readline() == "writing\n"
    assert len(list(site.exports.glob(".writing-*"))) == 1
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert (site.exports / "latest").resolve() == served
    assert files(served) == before
    site.export_lightly()
    assert list(site.exports.glob(".writing-*")) == []


@pytest.mark.acceptance(17)
def test_killed_at_any_moment_it_leaves_a_whole_export_served(site, tmp_path):
    members = write_member_file(tmp_path, alliance(1005, USA, CANADA))
    moments = int(site.run(LOOK_AND_KILL, str(members), str(site.exports)).split()[-1])
    listed = manifest(site.exports / "latest")["files"]
    assert moments > 2 * len(listed)  # each is flushed, and goes with the next export
    assert len(rows(site.exports / "latest", table(site.exports / "latest"))) == 2
    left = {path.name for path in site.exports.iterdir()}
    assert left == {".lock", "latest", (site.exports / "latest").resolve().name}


def test_a_second_process_is_refused_while_one_writes(site):
    process = site.start(HANG, str(site.exports))
    try:
        assert process.stdout.readline() == "writing\n"
        second = site.export()
        assert second.returncode != 0
        assert "Another export is writing" in second.stderr
        assert "Traceback" not in second.stderr
        assert not (site.exports / "latest").exists()
    finally:
        process.kill()
        process.communicate()


def test_an_export_keeps_nobody_from_writing_and_sees_one_moment(site):
    out = site.run(WRITE_MEANWHILE, sample(4235))  # a writer that is kept waiting would fail
    assert out.splitlines()[-2:] == ["1 1", "2"]


def test_the_command_says_one_line_of_json_where_nobody_looks_on(site):
    done = site.export()
    assert all(json.loads(line)["kind"] for line in done.stderr.splitlines())  # the security log
    assert done.stdout.count("\n") == 1
    place = (site.exports / "latest").resolve()
    assert json.loads(done.stdout)["export"] == str(place)
    assert [sheet["atop_id"] for sheet in sheets(place)] == [4765]


def test_the_database_away_is_told_in_one_sentence(site, tmp_path):
    site.env["DATABASE_URL"] = f"sqlite:///{tmp_path}/missing/site.sqlite3"
    done = site.export()
    assert done.returncode != 0
    assert "No export was made" in done.stderr
    assert "Traceback" not in done.stderr
