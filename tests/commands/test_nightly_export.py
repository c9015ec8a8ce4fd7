"""nightly_export, as an operator sees it; tests/export/ has the files themselves."""

import pytest
from django.core.management import CommandError, call_command

from coding.export import nightly

pytestmark = pytest.mark.django_db


def run(root):
    call_command("nightly_export", "--output", str(root), skip_checks=True)


def test_one_closing_sentence(sheet, tmp_path, capsys):
    run(tmp_path)
    said = capsys.readouterr()
    assert said.out == f"Exported 1 sheet to {(tmp_path / 'latest').resolve()}.\n"
    assert said.err == ""


def test_progress_is_shown_on_a_terminal_only(sheet, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    run(tmp_path)
    assert "1 of 1 sheets" in capsys.readouterr().err


def test_a_fault_is_one_sentence_and_no_export(sheet, tmp_path, monkeypatch):
    def fail(*args):
        raise RuntimeError("the writer fell over")

    monkeypatch.setattr(nightly, "write_answers", fail)
    with pytest.raises(CommandError, match=r"No export was made.*the writer fell over"):
        run(tmp_path)
    assert not (tmp_path / "latest").exists()


def test_the_folder_must_be_named():
    with pytest.raises(CommandError, match="--output"):
        call_command("nightly_export", skip_checks=True)
