"""Exports as processes of their own, on a database in a file: killed, locked out, not alone."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.export.read_back import files, sheets

ROOT = Path(__file__).resolve().parent.parent.parent
START = "import django; django.setup()\n"
PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0, skip_checks=True)
call_command("import_sheets", *sys.argv[1:], verbosity=0, skip_checks=True)
"""
HANG = """
from coding.export import nightly
def hang(output, *args):
    output.add("sheets/4765.txt", b"half of it")
    print("writing", flush=True)
    time.sleep(60)
nightly.write_prints = hang
nightly.export(pathlib.Path(sys.argv[1]))
"""
WRITE_MEANWHILE = """
import subprocess
from coding.export import record
with record.snapshot():
    before = record.facts().sheets
    subprocess.run([sys.executable, "manage.py", "import_sheets", sys.argv[1]], check=True)
    print(before, len(list(record.approved_sheets())))
print(record.facts().sheets)
"""


class Site:
    """A site of its own, with a database in a file."""

    def __init__(self, folder: Path) -> None:
        self.exports = folder / "exports"
        self.env = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "VAR_DIR": str(folder),
        }

    def start(self, code: str, *args: str) -> "subprocess.Popen[str]":
        code = f"import pathlib, sys, time\n{START}{code}"
        command = [sys.executable, "-c", code, *args]
        return subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, text=True)

    def run(self, code: str, *args: str) -> str:
        process = self.start(code, *args)
        out, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        return out

    def manage(self, *args: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "manage.py", *args]
        return subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True)

    def export(self) -> "subprocess.CompletedProcess[str]":
        return self.manage("nightly_export", "--output", str(self.exports))


def sample(atop_id: int) -> str:
    return f"coding/sheets/samples/{atop_id}.txt"


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    site.run(PREPARE, sample(4765))
    return site


def test_a_killed_export_leaves_the_old_one_served_and_the_next_clears_up(site):
    assert site.export().returncode == 0
    served = (site.exports / "latest").resolve()
    before = files(served)
    process = site.start(HANG, str(site.exports))
    assert process.stdout.readline() == "writing\n"
    assert len(list(site.exports.glob(".writing-*"))) == 1
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert (site.exports / "latest").resolve() == served
    assert files(served) == before
    assert site.export().returncode == 0
    assert list(site.exports.glob(".writing-*")) == []


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


def test_the_command_is_quiet_but_for_one_sentence(site):
    done = site.export()
    assert done.stderr == ""
    assert done.stdout == f"Exported 1 sheet to {(site.exports / 'latest').resolve()}.\n"
    assert [one["atop_id"] for one in sheets(site.exports / "latest")] == [4765]


def test_the_database_away_is_told_in_one_sentence(site, tmp_path):
    site.env["DATABASE_URL"] = f"sqlite:///{tmp_path}/missing/site.sqlite3"
    done = site.export()
    assert done.returncode != 0
    assert "No export was made" in done.stderr
    assert "Traceback" not in done.stderr
