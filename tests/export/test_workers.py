"""Sheets that are printed by several processes: the same bytes, or no export at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from coding.export import datasets, nightly, record, workers
from coding.export.formats import write_formats
from coding.export.nightly import export
from coding.export.prints import Begun
from coding.export.reports import ExportFailed
from coding.export.workers import Workers
from coding.models import Membership
from tests.costly import once_on_the_gate
from tests.export.processes import by_two_processes
from tests.export.read_back import files
from tests.factories import approved_change, keep, make_sheet
from tests.shared_rows import shared

ROOT = Path(__file__).resolve().parents[2]
FORMS = ("txt", "docx", "pdf")
ASK_AND_WAIT = """
import time
from coding.export.workers import Workers
if __name__ == "__main__":
    with Workers() as workers:
        workers.ask(time.sleep, 0)()
        asked = workers.ask(time.sleep, 600)
        print("asked", flush=True)
        asked()
"""


@shared
def several(cast):
    """Sheets with and without codes, a change, a letter that only the other font has."""
    for atop_id in (1005, 2030, 4235):
        make_sheet(atop_id, q14=f"Ended in {atop_id}.\nΓ, 同盟.")
    coded = make_sheet(4765)
    for code in (370, 705):
        keep(Membership(sheet=coded, member_id=code, yrent=1996, defense=code % 2))
    sheet = make_sheet(4999)
    approved_change(sheet, 15, "Changed.", by=cast.coder, reviewer=cast.reviewer)
    return cast


@pytest.fixture
def others(monkeypatch):
    by_two_processes(monkeypatch)


@once_on_the_gate
def test_one_process_or_several_write_the_same_bytes(several, tmp_path, monkeypatch):
    with monkeypatch.context() as here:
        by_two_processes(here)
        two = export(tmp_path / "two").place
        here.setattr(workers, "cores", lambda: 1)
        alone = export(tmp_path / "one").place
    monkeypatch.setattr(Workers, "ask", None)  # a few are printed here
    own = export(tmp_path / "own").place
    assert files(two) == files(alone) == files(own)
    assert {f"sheets/4999.{form}" for form in FORMS} < files(two).keys()


@once_on_the_gate  # of prints, the test above shows it by day
@pytest.mark.every_file
def test_formats_that_another_process_writes_are_the_same(released, tmp_path, monkeypatch):
    own, ask, asked = export(tmp_path / "own").place, Workers.ask, []

    def noted(self, work, *given):
        asked.append(work)
        return ask(self, work, *given)

    by_two_processes(monkeypatch)
    monkeypatch.setattr(Workers, "ask", noted)
    other = export(tmp_path / "other").place
    assert files(own) == files(other)
    assert asked.count(write_formats) == datasets.TABLES


@once_on_the_gate  # test_nightly.py does by day
def test_what_changed_is_printed_by_others_and_the_rest_linked(several, root, tmp_path, others):
    first = export(root).place
    sheet = make_sheet(5000)
    approved_change(sheet, 15, "New.", by=several.coder, reviewer=several.reviewer)
    after, anew = export(root).place, export(tmp_path / "anew").place
    assert files(after) == files(anew)
    assert (first / "sheets/1005.pdf").samefile(after / "sheets/1005.pdf")


def test_a_process_that_is_killed_fails_the_export(several, root, monkeypatch):
    place = export(root).place
    approved_change(make_sheet(5000), 15, "New.", by=several.coder, reviewer=several.reviewer)

    def killed(output, sheets, before, asked):
        return [Begun(1, asked.ask(os._exit, 9))]

    monkeypatch.setattr(nightly, "begin_prints", killed)
    with pytest.raises(ExportFailed, match="was ended before its time"):
        export(root)
    assert (root / "latest").resolve() == place
    assert {path.name for path in root.iterdir()} == {".lock", "latest", place.name}


@once_on_the_gate
def test_processes_have_no_database_and_so_give_way_even_to_the_export():
    with Workers() as asked:
        assert asked.ask(os.nice, 0)() == min(os.nice(0) + 9, 19)
        with pytest.raises(ImproperlyConfigured):
            asked.ask(record.scope)()


def test_processes_end_with_an_export_that_is_killed(tmp_path):
    script = tmp_path / "ask.py"
    script.write_text(ASK_AND_WAIT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    export = subprocess.Popen(
        [sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert export.stdout.readline() == "asked\n"
    export.send_signal(signal.SIGKILL)
    export.communicate(timeout=60)  # its output ends with the last process that has it
