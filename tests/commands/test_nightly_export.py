"""nightly_export, as an operator sees it; tests/export/ has the files themselves."""

import json
import os

import pytest
from django.core.management import CommandError, call_command

from coding.export import nightly
from tests.export.published import CANADA, USA, alliance, write_member_file

pytestmark = pytest.mark.django_db


def run(root, *options):
    call_command("nightly_export", "--output", str(root), *options, skip_checks=True)


@pytest.fixture
def coded(tmp_path, capsys):
    """A record of one coded alliance, released as 5.1."""
    member_file = write_member_file(tmp_path, alliance(1005, USA, CANADA))
    call_command("import_dataset", str(member_file), skip_checks=True)
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
    assert [line.split("\r")[-1] for line in lines] == [
        "sheets.json: 1 of 1",
        "answers.csv: 1 of 1",
        "dataset files: 13 of 13",
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


def test_a_failure_is_in_the_log_and_on_standard_error(coded, tmp_path, capsys):
    with pytest.raises(CommandError) as failure:
        run(tmp_path / "out", "--release", "4.0")
    line = json.loads(capsys.readouterr().out)
    assert (line["ok"], line["message"]) == (False, str(failure.value))
    assert line["message"] == (
        "No export was made. There is no frozen release “4.0” here, only 5.1. "
        "Without --release the record is exported as it stands."
    )


def test_a_release_is_named(coded, run_on_a_terminal, tmp_path, capsys):
    run_on_a_terminal(tmp_path / "out", "--release", "5.1")
    assert capsys.readouterr().out.startswith("Exported release 5.1 to ")
    assert (tmp_path / "out/latest/datasets/atop5_1m.csv").exists()


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
    with pytest.raises(CommandError, match=r"^The new export is served from .*Permission denied"):
        run(tmp_path / "out", "--keep", "1")


def test_the_folder_must_be_named():
    with pytest.raises(CommandError, match="--output"):
        call_command("nightly_export", skip_checks=True)
