"""import_sheets, as an operator sees it."""

import os
import shutil
import signal
import subprocess
import sys
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from coding.management.demo import SAMPLES
from coding.models import DeskFile, Revision, RevisionEvent, Sheet
from coding.sheets.printing.forms import FORMS
from coding.sheets.printing.from_record import printable
from tests.costly import on_the_gate
from tests.factories import make_sheet
from tests.member_files import BELARUS, RUSSIA, alliance, write_member_file

pytestmark = pytest.mark.django_db
SAMPLE = SAMPLES / "4765.txt"
IMPORTED = (
    "4765 Belarus – Kazakhstan, 1996: imported, 61 questions, 58 answered, 1 revision note, "
    "3 repairs"
)


@pytest.fixture
def run(capsys):
    """Run the command; return its standard output, line by line."""

    def run(*args, verbosity=0, by=None):
        files = map(str, args)
        call_command("import_sheets", *files, verbosity=verbosity, by=by, skip_checks=True)
        return capsys.readouterr().out.splitlines()

    return run


@pytest.fixture
def refused(run, capsys):
    """Run the command that must fail; return (standard output, standard error, message)."""

    def refused(*args, **options):
        with pytest.raises(CommandError) as failure:
            run(*args, **options)
        said = capsys.readouterr()
        return said.out.splitlines(), said.err.splitlines(), str(failure.value)

    return refused


def changed_copy(folder, old, new):
    path = folder / "4765.txt"
    text = SAMPLE.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    return path


def counts():
    return [model.objects.count() for model in (Sheet, Revision, RevisionEvent)] + [
        Sheet.history.count()
    ]


def test_one_line_per_new_sheet(run):
    lines = run(*sorted(SAMPLES.glob("*.txt")))
    assert [line.split(" ")[0] for line in lines] == ["4235", "4765", "6070"]
    assert lines[1] == IMPORTED


def test_repairs_are_listed_below(run):
    lines = run(SAMPLE, verbosity=1)
    assert lines[0] == IMPORTED
    assert len(lines) == 4
    assert all(line.startswith("  line ") for line in lines[1:])


def test_the_same_sheet_again_writes_nothing(run):
    run(SAMPLE)
    before = counts()
    assert run(SAMPLE, verbosity=1) == ["4765 Belarus – Kazakhstan, 1996: nothing to do"]
    assert counts() == before


def test_a_changed_sheet_goes_to_the_reviewers(run, tmp_path, cast):
    run(SAMPLE, by="admin")
    path = changed_copy(tmp_path, "120 months (Article 20)", "240 months (Article 20)")
    lines = run(path, verbosity=1, by="admin")
    assert lines[0] == "4765 Belarus – Kazakhstan, 1996: 1 difference filed for review: Q10"
    assert lines[-1] == "  Q10: [-120-] {+240+} months (Article 20)"
    assert Revision.objects.pending().get().text == "240 months (Article 20)"


def test_a_changed_sheet_that_nobody_files_is_refused_and_says_how(run, refused, tmp_path):
    run(SAMPLE)
    path = changed_copy(tmp_path, "120 months (Article 20)", "240 months (Article 20)")
    before = counts()
    for args in ([path], [path, "--dry-run"]):
        _, (problem,), message = refused(*args)
        assert "4765, Q10" in problem
        assert "--by USERNAME" in problem
        assert message == "1 of 1 files refused."
    assert counts() == before


def test_a_difference_that_waits_already_is_not_filed_twice(run, tmp_path, cast):
    run(SAMPLE, by="admin")
    path = changed_copy(tmp_path, "120 months (Article 20)", "240 months (Article 20)")
    run(path, by="admin")
    before = counts()
    expected = "nothing to do; 1 difference waits for review already: Q10"
    assert run(path, by="admin") == [f"4765 Belarus – Kazakhstan, 1996: {expected}"]
    assert counts() == before


@pytest.mark.parametrize("known", [False, True])
def test_a_dry_run_says_what_would_be_and_writes_nothing(run, tmp_path, known, cast):
    if known:
        run(SAMPLE, by="admin")
    path = changed_copy(tmp_path, "120 months (Article 20)", "240 months (Article 20)")
    before = counts()
    (line,) = run(path, "--dry-run", by="admin")
    expected = "1 difference would be filed for review: Q10" if known else "would be imported, 61"
    assert expected in line
    assert counts() == before


def test_a_folder_that_cannot_be_read_is_named_and_not_left_out(refused, tmp_path, monkeypatch):
    shutil.copy(SAMPLE, tmp_path)
    shut = tmp_path / "not open"
    shut.mkdir()
    look_into = os.scandir

    def scandir(place):
        if str(place) == str(shut):
            raise PermissionError(13, "Permission denied", str(place))
        return look_into(place)

    monkeypatch.setattr(os, "scandir", scandir)
    out, err, message = refused(tmp_path)
    assert out == [IMPORTED]
    assert err[0].startswith(f"{shut}: The folder cannot be read. Found: “Permission denied”")
    assert message == "1 of 2 files refused."


def test_a_refused_file_says_why_and_the_others_are_saved(refused, tmp_path):
    broken = tmp_path / "broken.txt"
    broken.write_text(SAMPLE.read_text().replace("1. ATOP ID: 4765", "1. ATOP ID: none"))
    out, err, message = refused(broken, SAMPLES / "6070.txt")
    assert [line.split(" ")[0] for line in out] == ["6070"]
    assert str(broken) in err[0]
    assert "“none”" in err[0]
    assert "four-digit" in err[0]
    assert message == "1 of 2 files refused."
    assert list(Sheet.objects.values_list("atop_id", flat=True)) == [6070]


@pytest.mark.parametrize(
    ("name", "why"),
    [("missing.txt", "cannot be read"), ("", "no file"), ("missing.zip", "cannot be read")],
)
def test_a_path_that_cannot_be_read_is_refused(refused, tmp_path, name, why):
    out, err, _ = refused(tmp_path / name)
    assert out == []
    assert why in err[0]


def test_folders_and_zips_are_read_file_by_file(run, refused, tmp_path):
    folder = tmp_path / "sheets"
    (folder / "more").mkdir(parents=True)
    shutil.copy(SAMPLE, folder / "more" / "4765.txt")
    (folder / ".DS_Store").write_bytes(b"x")
    with ZipFile(folder / "packed.zip", "w") as packed:
        packed.write(SAMPLES / "6070.txt", "in/6070.txt")
        packed.writestr("in/letter.txt", "Dear colleague")
    out, err, message = refused(folder)
    assert [line.split(" ")[0] for line in out] == ["4765", "6070"]
    assert "in/letter.txt" in err[0]
    assert message == "1 of 3 files refused."
    assert Sheet.objects.get(atop_id=6070).printed_from == "6070.txt"


def test_a_file_of_two_sheets_brings_both_or_none(run, refused, tmp_path, cast):
    both = tmp_path / "both.txt"
    both.write_text("\n".join((SAMPLES / f"{key}.txt").read_text() for key in (4765, 6070)))
    make_sheet(6070)
    refused(both)
    assert not Sheet.objects.filter(atop_id=4765).exists()
    assert [line.split(" ")[0] for line in run(both, "--dry-run", by="admin")] == ["4765", "6070"]


def test_the_file_is_kept_with_the_sheet(run):
    run(SAMPLE)
    original = Sheet.objects.get().originals.get()
    assert bytes(original.content) == SAMPLE.read_bytes()
    assert original.by_name == "operator (command line)"
    assert original.said["repairs"]


def test_files_are_put_on_the_desk_by_an_admin(run, refused, cast):
    (line,) = run(SAMPLES / "4765.txt", "--desk", by="admin")
    assert "1 file on the desk" in line
    assert DeskFile.objects.get().batch.by == cast.admin
    assert not Sheet.objects.exists()
    assert "--by USERNAME" in refused(SAMPLE, "--desk")[2]


@pytest.mark.parametrize("content", [b"", b"\0\0\0", b"%PDF-1.4 broken", b"\xff\xfe\xff"])
@pytest.mark.parametrize("name", ["sheet.txt", "sheet.pdf", "sheet.docx", "sheet.rtf"])
def test_a_file_that_is_no_sheet_is_refused(refused, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    _, err, message = refused(tmp_path / name)
    assert err
    assert message == "1 of 1 files refused."


@pytest.mark.parametrize("number", ["0999", "0000", "99999"])
def test_a_number_that_no_alliance_has_is_refused(refused, tmp_path, number):
    path = tmp_path / "odd.txt"
    path.write_text(SAMPLE.read_text().replace("ATOP ID: 4765", f"ATOP ID: {number}"))
    _, err, _ = refused(path)
    assert number in err[0]
    assert not Sheet.objects.exists()


def test_a_note_too_long_to_be_kept_is_refused(refused, tmp_path):
    path = changed_copy(tmp_path, "Q14 revised by Nicholas", f"Q14 revised by {'N' * 250}")
    _, err, _ = refused(path)
    assert "A revision note names a release and a person, both short." in err[0]


def test_the_import_is_signed_by_whoever_imports(run, cast, tmp_path):
    run(SAMPLE, by="admin")
    assert Sheet.history.get().history_user == cast.admin
    run(changed_copy(tmp_path, "120 months (Article 20)", "240 months"), by="admin")
    assert Revision.objects.pending().get().author == cast.admin


def test_who_may_not_import_is_refused(refused, cast):
    _, _, message = refused(SAMPLE, by="coder")
    assert message == "Only admins import."
    assert not Sheet.objects.exists()


def test_an_unknown_person_is_refused(refused):
    _, _, message = refused(SAMPLE, by="nobody")
    assert "no active account “nobody”" in message


def test_no_machine_path_enters_the_record(run):
    run(SAMPLE)
    sheet = Sheet.objects.get()
    assert sheet.printed_from == "4765.txt"
    assert Sheet.history.get().history_change_reason == "Imported from 4765.txt"


def test_a_long_answer_is_shown_around_its_difference(run, tmp_path, cast):
    long = " ".join(f"word{number}" for number in range(40))
    sheet = make_sheet(4765, q50=long)
    said = printable(sheet)
    said.answers[50] = long.replace("word20", "changed")
    path = tmp_path / "4765.docx"
    path.write_bytes(FORMS["docx"].make(said))
    lines = run(path, verbosity=1, by="admin")
    assert lines[-1] == (
        "  Q50: … word14 word15 word16 word17 word18 word19 [-word20-] {+changed+} "
        "word21 word22 word23 word24 word25 word26 …"
    )


def test_a_new_phase_that_takes_its_alliance_out_of_the_files_is_confirmed(
    run, refused, cast, tmp_path
):
    member_file = write_member_file(tmp_path, alliance(4765, RUSSIA, BELARUS, nonagg=1))
    call_command("import_dataset", str(member_file), as_is=True, verbosity=0, skip_checks=True)
    path = changed_copy(tmp_path, "1. ATOP ID: 4765", "1. ATOP ID: 4765.2")
    _, err, _ = refused(path)
    assert "Alliance 4765 leaves the datasets: all of its 2 member rows" in err[0]
    assert "Give --confirm-leaving if that is meant" in err[0]
    assert any("Alliance 4765 leaves the datasets" in line for line in run(path, "--dry-run"))
    assert Sheet.objects.count() == 1
    run(path, "--confirm-leaving")
    assert Sheet.objects.count() == 2


@on_the_gate
def test_output_that_nobody_reads_any_more_ends_without_a_traceback():
    nobody, output = os.pipe()
    os.close(nobody)
    command = [sys.executable, "manage.py", "help"]
    done = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, text=True)
    os.close(output)
    assert done.returncode == 128 + signal.SIGPIPE
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_name_that_a_terminal_would_obey_is_named_and_stays_on_its_line(
    refused, tmp_path, is_packed
):
    """Its letters could hide the lines before it, turn it around, or tell of a sheet imported."""
    name = "\x1b[2Jone\n4765: imported\u202etxt.exe"
    path = tmp_path / name
    if is_packed:
        path = tmp_path / "sheets.zip"
        with ZipFile(path, "w") as packed:
            packed.writestr(name, b"\x7fELF")
    else:
        path.write_bytes(b"\x7fELF")
    _, lines, _ = refused(path)
    (line,) = lines
    assert line.isprintable()
    assert "‹U+001B›[2Jone‹U+000A›4765: imported‹right-to-left override›txt.exe: " in line


def test_a_damaged_zip_is_refused_by_a_name_that_is_shown(refused, tmp_path):
    path = tmp_path / "\x1b[2J.zip"
    path.write_bytes(b"no ZIP")
    _, (line,), _ = refused(path)
    assert line.isprintable()
