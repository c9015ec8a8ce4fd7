"""nightly_export, as an operator sees it; tests/export/ has the files themselves."""

import json
import os
import signal

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line
from django.db import OperationalError

from coding.export import nightly
from coding.export.reports import ExportFailed
from coding.models import ExportRun
from tests.costly import on_the_gate
from tests.export.read_back import files
from tests.member_files import CANADA, USA, alliance, write_member_file

pytestmark = pytest.mark.django_db


def run(root, *options):
    call_command("nightly_export", "--output", str(root), *options, skip_checks=True)


@pytest.fixture
def coded(tmp_path, capsys):
    """A record of one coded alliance, released as 5.1."""
    member_file = write_member_file(tmp_path, alliance(1005, USA, CANADA))
    call_command("import_dataset", str(member_file), as_is=True, skip_checks=True)
    capsys.readouterr()


@pytest.fixture
def run_on_a_terminal(monkeypatch):
    """Somebody looks on."""

    def run_there(*arguments):
        with monkeypatch.context() as here:
            here.setattr("sys.stdout.isatty", lambda: True)
            here.setattr("sys.stderr.isatty", lambda: True)
            run(*arguments)

    return run_there


def test_a_terminal_gets_one_closing_sentence(coded, run_on_a_terminal, tmp_path, capsys):
    run_on_a_terminal(tmp_path / "out")
    place = (tmp_path / "out/latest").resolve()
    assert capsys.readouterr().out == f"Exported 1 sheet to {place}.\n"


def test_a_terminal_gets_the_progress_of_every_step(coded, run_on_a_terminal, tmp_path, capsys):
    run_on_a_terminal(tmp_path / "out")
    files = sum(1 for path in (tmp_path / "out/latest/").rglob("*") if path.is_file())
    lines = capsys.readouterr().err.rstrip("\n").split("\n")
    told = [line.split("\r")[-1] for line in lines]
    assert [line.partition(":")[0] for line in told[:2]] == ["links", "rows"]
    assert told[2:] == [
        "sheets.json: 1 of 1",
        "dataset files: 13 of 13",
        "answers.csv: 1 of 1",
        "printed sheets: 1 of 1",
        f"files checked: {files - 1} of {files - 1}",
    ]


def test_a_log_gets_one_line_of_json_and_nothing_else(coded, tmp_path, capsys):
    run(tmp_path / "out")
    said = capsys.readouterr()
    assert (said.err, said.out.count("\n")) == ("", 1)
    line = json.loads(said.out)
    place = (tmp_path / "out/latest").resolve()
    assert (line["command"], line["ok"]) == ("nightly_export", True)
    assert (line["export"], line["release"], line["sheets"]) == (str(place), "6.0", 1)
    written = [path.stat().st_size for path in place.rglob("*") if path.is_file()]
    assert (line["files"], line["bytes"]) == (len(written), sum(written))
    assert (line["left_out"], line["removed"]) == (0, [])


def test_what_the_dataset_files_do_without_is_told(
    coded, sheet, tmp_path, run_on_a_terminal, capsys
):
    run_on_a_terminal(tmp_path / "out")
    said = "The dataset files do without 1 row; datasets/left-out.csv says which, and why."
    assert capsys.readouterr().out.rstrip().endswith(said)


@pytest.mark.acceptance(17)
def test_a_failure_is_in_the_log_and_on_standard_error(coded, tmp_path, capsys):
    with pytest.raises(CommandError) as failure:
        run(tmp_path / "out", "--release", "4.0")
    line = json.loads(capsys.readouterr().out)
    assert (line["ok"], line["message"]) == (False, str(failure.value))
    assert line["message"] == (
        "No export was made. There is no frozen release “4.0” here, only 5.1. "
        "Without --release, the approved data are exported as they are now."
    )


def test_a_release_is_named_and_leaves_latest_alone(coded, run_on_a_terminal, tmp_path, capsys):
    run_on_a_terminal(tmp_path / "out", "--release", "5.1")
    assert capsys.readouterr().out.startswith("Exported release 5.1 to ")
    assert len([*(tmp_path / "out").glob("2*Z/datasets/atop5_1m.csv")]) == 1
    assert not (tmp_path / "out/latest").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_told_to_end_leaves_nothing_behind(sheet, tmp_path, monkeypatch, number):
    before = signal.getsignal(number)
    monkeypatch.setattr(nightly, "write_answers", lambda *args: signal.raise_signal(number))
    with pytest.raises(
        CommandError, match=f"No export was made. It was told to end .{number.name}"
    ):
        run(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]
    assert "told to end" in ExportRun.objects.get().message
    assert signal.getsignal(number) == before


def test_old_exports_are_removed_and_counted(coded, run_on_a_terminal, tmp_path, capsys):
    for _ in range(3):
        run_on_a_terminal(tmp_path / "out", "--keep", "2")
    assert capsys.readouterr().out.rstrip().endswith("Removed 1 old export.")
    assert len(list((tmp_path / "out").glob("2*Z"))) == 2


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5"])
def test_keep_takes_a_number_from_1(number, tmp_path):
    with pytest.raises(CommandError, match="is not a number of exports"):
        run(tmp_path, f"--keep={number}")


def test_a_fault_is_one_sentence_and_no_export(sheet, tmp_path, monkeypatch):
    def fail(*args):
        raise RuntimeError("the writer fell over")

    monkeypatch.setattr(nightly, "write_answers", fail)
    with pytest.raises(CommandError, match=r"No export was made.*the writer fell over"):
        run(tmp_path)
    assert not (tmp_path / "latest").exists()


def test_an_old_export_that_stays_is_told_though_the_new_one_is_served(
    coded, tmp_path, monkeypatch, capsys
):
    run(tmp_path / "out")
    before = (tmp_path / "out/latest").resolve()
    rename = os.rename

    def refuse(source, target):
        if source == before:
            raise PermissionError(13, "Permission denied", str(source))
        rename(source, target)

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(CommandError, match=r"^The new export is offered from .*Permission denied"):
        run(tmp_path / "out", "--keep", "1")


def test_a_run_is_recorded_with_its_closing_sentence(coded, tmp_path, capsys):
    run(tmp_path / "out", "--release", "5.1")
    recorded = ExportRun.objects.get()
    assert (recorded.output, recorded.release) == (str((tmp_path / "out").resolve()), "5.1")
    assert recorded.succeeded
    assert recorded.message == json.loads(capsys.readouterr().out)["message"]


@pytest.mark.acceptance(17)
def test_a_run_that_failed_is_recorded_with_the_reason(coded, tmp_path):
    with pytest.raises(CommandError) as failure:
        run(tmp_path / "out", "--release", "4.0")
    recorded = ExportRun.objects.get()
    assert (recorded.succeeded, recorded.message) == (False, str(failure.value))
    assert recorded.ended_at is not None


@pytest.mark.database
def test_a_run_stands_in_the_record_while_it_runs_and_when_it_is_killed(
    sheet, tmp_path, monkeypatch
):
    def kill(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(nightly, "write_answers", kill)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path)
    assert ExportRun.objects.get().ended_at is None


@pytest.fixture
def no_record(monkeypatch):
    """Runs cannot be recorded."""

    def refuse(self, *args, **kwargs):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(ExportRun, "save", refuse)


NOT_RECORDED = (
    "How this run ended could not be recorded "
    "(OperationalError: attempt to write a readonly database).\n"
)


def test_an_export_that_cannot_be_recorded_is_made_all_the_same(coded, no_record, tmp_path, capsys):
    run(tmp_path / "out")
    said = capsys.readouterr()
    assert json.loads(said.out)["ok"] is True
    assert said.err == NOT_RECORDED


def test_a_failure_that_cannot_be_recorded_is_told_all_the_same(coded, no_record, tmp_path, capsys):
    with pytest.raises(CommandError, match=r"^No export was made. There is no frozen release"):
        run(tmp_path / "out", "--release", "4.0")
    said = capsys.readouterr()
    assert json.loads(said.out)["ok"] is False
    assert said.err == NOT_RECORDED


@on_the_gate
def test_recording_changes_no_byte(coded, tmp_path):
    run(tmp_path / "one")
    before = files((tmp_path / "one/latest").resolve())
    run(tmp_path / "two")
    assert files((tmp_path / "two/latest").resolve()) == before


def test_the_folder_must_be_named():
    with pytest.raises(CommandError, match="--output"):
        call_command("nightly_export", skip_checks=True)


@pytest.mark.parametrize("command", ["nightly_export", "backup", "run_gate"])
def test_a_job_of_the_night_and_the_gate_give_way_to_people_at_work(command, monkeypatch):
    niceness = []

    def lower(more):
        niceness.append(more)
        return 0

    monkeypatch.setattr(os, "nice", lower)
    with pytest.raises(SystemExit):
        execute_from_command_line(["manage.py", command, "--help"])
    assert niceness == [10]


def test_what_was_read_has_ended_before_the_run_is_recorded(db, monkeypatch, tmp_path):
    """Recording may open the database anew; Python would tell of each open cursor at length."""
    order = []

    def reading():
        try:
            yield 1
        finally:
            order.append("read")

    def fail(*args, **kwargs):
        rows = reading()
        next(rows)
        try:
            raise OSError(28, "No space left on device")
        except OSError as error:
            raise ExportFailed("A file could not be written.") from error

    command = "coding.management.commands.nightly_export"
    monkeypatch.setattr(f"{command}.export", fail)
    monkeypatch.setattr("coding.export.runs.end", lambda *_, **how: order.append("recorded"))
    with pytest.raises(CommandError, match="A file could not be written"):
        run(tmp_path)
    assert order == ["read", "recorded"]
