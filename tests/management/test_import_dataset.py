"""import_dataset, as an operator sees it: small files of our own, and the official release."""

from datetime import date

import pandas
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from coding.codebook.cells import MISSING
from coding.management.demo import SAMPLES
from coding.models import (
    Formation,
    Membership,
    PairObligation,
    Release,
    ReleasedSheet,
    Revision,
    Sheet,
)
from coding.models.approved_values import approved_coding, with_codes
from coding.models.revision import Origin
from coding.sheets.loader import load
from tests.management.official_files import (
    DYADS,
    csv_of,
    directed_dyads,
    members,
    write,
    write_dyads,
)
from tests.row_counts import rows_of_every_table

pytestmark = pytest.mark.django_db
FILES = "atop5_1m.csv and atop5_1ddyr.csv"
CUT_OFF = date(2018, 12, 31)


@pytest.fixture
def run(capsys):
    """Run the command; return its one line.

    The files say that they are release 5.1, and are smaller.
    """

    def run(*args, as_is=True, **options):
        options |= {"as_is": as_is}
        call_command("import_dataset", *map(str, args), skip_checks=True, **options)
        return capsys.readouterr().out.rstrip("\n")

    return run


@pytest.fixture
def refused(run, capsys):
    """Run the command that must fail and save nothing; return (standard error, message)."""

    def refused(*args, **options):
        before = rows_of_every_table()
        with pytest.raises(CommandError) as failure:
            run(*args, **options)
        assert rows_of_every_table() == before
        return capsys.readouterr().err.splitlines(), str(failure.value)

    return refused


@pytest.fixture
def files(tmp_path):
    """The arguments for the small release with both its files."""
    return write(tmp_path), "--directed-dyads", write_dyads(tmp_path)


def changed(**values):
    """The member rows of the small release, with some values of the first one changed."""
    first, *others = members()
    return [first | values, *others]


def codings():
    """All that is coded in the record, by sheet."""
    sheets = with_codes(Sheet.objects.in_record())
    return {sheet.key: approved_coding(sheet) for sheet in sheets}


def released():
    listed = ReleasedSheet.objects.values_list("atop_id", "phase", "cells", "flags")
    return sorted(listed, key=lambda row: row[:2])


def test_alliances_phases_members_and_codes_come_in(run, files):
    assert run(*files) == f"Imported release 5.1 from {FILES}: 5 new sheets."
    found = codings()
    assert list(found) == ["1005", "1010.1", "1010.2", "1015", "4765"]
    assert found["1010.1"].alliance["milcon"] == 0
    assert found["1010.2"].alliance["milcon"] == 2
    assert found["4765"].alliance["length"] == 120
    assert found["4765"].members["370"]["yrent"] == 1996


def test_a_state_that_came_back_has_two_spells(run, files):
    run(*files)
    members_of = codings()["1015"].members
    assert list(members_of) == ["325", "325.2", "365", "640"]
    assert (members_of["325"]["yrexit"], members_of["325"]["dayexit"]) == (1871, 2)
    assert (members_of["325.2"]["yrent"], members_of["325.2"]["dayent"]) == (1873, MISSING)
    assert members_of["325.2"]["dayexit"] == MISSING


def test_what_is_owed_to_one_partner_comes_from_the_directed_dyads(run, files):
    run(*files)
    pair = PairObligation.objects.get()
    assert str(pair) == "200 owes 230 in 1005"
    assert (pair.consul, pair.nonagg, pair.defense) == (0, 1, 0)


def test_without_the_directed_dyads_no_pair_is_known(run, tmp_path):
    assert run(write(tmp_path)).startswith("Imported release 5.1 from atop5_1m.csv: 5 new")
    assert not PairObligation.objects.exists()


def test_a_code_that_one_member_has_otherwise_is_its_own(run, files):
    run(*files)
    assert codings()["1005"].alliance["cowid"] == 2005
    assert Membership.objects.get(member_id=230).own == {"cowid": 2006}


def test_an_empty_cell_is_missing_and_not_zero(run, files):
    run(*files)
    row = Formation.objects.get(sheet__atop_id=1010, sheet__phase=1)
    assert (row.estmode, row.cowid, row.pubsecr) == (MISSING, MISSING, 0)


def test_history_names_the_files(run, files):
    run(*files)
    reasons = Membership.history.values_list("history_change_reason", flat=True)
    assert set(reasons) == {f"Imported from {FILES}, release 5.1"}
    assert not {str(path) for path in files if "/" in str(path)} & set(reasons)


def test_the_release_is_recorded_and_frozen(run, files):
    run(*files)
    release = Release.objects.get(label="5.1")
    assert release.frozen_at is not None
    assert release.cut_off == date(2018, 12, 31)
    assert release.sheets.count() == 5
    assert released()[0][3]["200"] == {"new5": 0, "rev5": 0}


def test_the_printed_sheet_of_an_alliance_is_filled_in(run, files):
    load("4765.txt", (SAMPLES / "4765.txt").read_bytes())
    before = Formation.objects.get().means_of_establishment
    assert run(*files).endswith(": 4 new sheets, 1 filled in.")
    row = Formation.objects.get(sheet__atop_id=4765)
    assert (row.means_of_establishment, row.estmode) == (before, 1)
    assert Sheet.objects.get(atop_id=4765).printed_from == "4765.txt"


def test_what_differs_is_filed_by_the_import_of_the_files(run, files, tmp_path, cast):
    run(*files, by="admin")
    other = write(tmp_path, "atop5_2m.csv", [r | {"version": "5.2"} for r in changed(consul=0)])
    said = run(other, cut_off=date(2020, 12, 31), by="admin")
    assert said.endswith(": 1 differences filed for review, 4 unchanged.")
    filed = Revision.objects.get()
    assert (filed.author_name, filed.origin) == ("Ada Admin", Origin.IMPORTED)
    assert (filed.question, filed.codes) == (16, {"200/consul": 0})


def test_what_differs_and_nobody_files_is_left_alone_and_named(run, files, tmp_path):
    run(*files)
    other = write(tmp_path, "atop5_2m.csv", [r | {"version": "5.2"} for r in changed(consul=0)])
    with pytest.raises(CommandError, match=r"4 unchanged, 1 left alone.*: \d+\..*--by USERNAME"):
        run(other, cut_off=date(2020, 12, 31))
    assert not Revision.objects.exists()


def test_the_same_files_again_write_nothing(run, files):
    run(*files)
    before = rows_of_every_table()
    assert run(*files).endswith(": 5 unchanged.")
    assert rows_of_every_table() == before


def test_a_difference_that_waits_already_is_not_filed_twice(run, files, tmp_path, cast):
    run(*files, by="admin")
    rows = [row | {"version": "5.2"} for row in changed(consul=0)]
    other = write(tmp_path, "atop5_2m.csv", rows)
    run(other, cut_off=date(2020, 12, 31), by="admin")
    before = rows_of_every_table()
    assert run(other, cut_off=date(2020, 12, 31), by="admin").endswith(": 5 unchanged.")
    assert run(*files, by="admin").endswith(": 5 unchanged.")
    assert rows_of_every_table() == before


def test_a_dry_run_says_what_would_be_and_writes_nothing(run, files):
    before = rows_of_every_table()
    assert run(*files, "--dry-run") == f"Would import release 5.1 from {FILES}: 5 new sheets."
    assert rows_of_every_table() == before
    assert run(*files).endswith(": 5 new sheets.")


def test_stata_files_give_the_same_record(run, tmp_path):
    found = {}
    for kind in ("csv", "dta"):
        members_file = write(tmp_path, f"atop5_1m.{kind}")
        dyads = write_dyads(tmp_path, f"atop5_1ddyr.{kind}")
        with transaction.atomic():
            run(members_file, "--directed-dyads", dyads)
            found[kind] = codings(), released()
            transaction.set_rollback(True)
    assert len(found["csv"][0]) == 5
    assert found["csv"] == found["dta"]


@pytest.mark.parametrize("content", [b"", b"\0\0", b"a,b\r\n1,2\r\n", b"<html>", b"<stata_dta>"])
def test_a_file_that_is_no_member_file_is_refused(refused, tmp_path, content):
    path = tmp_path / "atop5_1m.csv"
    path.write_bytes(content)
    err, message = refused(path)
    assert err[0].startswith("atop5_1m.csv")
    assert message == "atop5_1m.csv is refused; nothing was imported."


def test_the_directed_dyads_in_place_of_the_members_are_told(refused, tmp_path):
    err, _ = refused(write_dyads(tmp_path))
    assert "This is a directed dyad-year file; only the member file holds the codes." in err[0]


@pytest.mark.parametrize(
    ("values", "column", "found"),
    [
        ({"member": 9998}, "member", "9998"),
        ({"estmode": 7}, "estmode", "7"),
        ({"estmode": "yes"}, "estmode", "yes"),
        ({"moent": 13}, "moent", "13"),
        ({"yrexit": 1849}, "yrexit/moexit/dayexit", "1849"),
        ({"version": "5.0"}, "version", "5"),
        ({"defense": ""}, "defense", ""),
    ],
)
def test_a_wrong_value_is_told_with_line_column_value_and_rule(
    refused, tmp_path, values, column, found
):
    err, message = refused(write(tmp_path, rows=changed(**values)))
    assert err[0].startswith("atop5_1m.csv, line ")
    assert f"column {column}" in err[0]
    assert found in err[0]
    assert message.endswith("nothing was imported.")


def test_a_spell_that_stands_twice_is_refused(refused, tmp_path):
    rows = members()
    err, _ = refused(write(tmp_path, rows=[*rows, rows[0]]))
    assert "line 15" in err[0]


def test_a_missing_column_is_named(refused, tmp_path):
    rows = members()
    header = tuple(name for name in rows[0] if name != "estmode")
    path = tmp_path / "atop5_1m.csv"
    path.write_bytes(csv_of(rows, header))
    err, _ = refused(path)
    assert "Columns are missing: estmode." in err[0]


def test_directed_dyads_of_other_members_are_refused(refused, tmp_path):
    rows = [member for member in members() if member["atopid"] != 1015]
    err, message = refused(write(tmp_path, rows=rows), "--directed-dyads", write_dyads(tmp_path))
    assert message == "atop5_1ddyr.csv is refused; nothing was imported."
    assert err[0].startswith("atop5_1ddyr.csv, line ")
    assert "Take both files from the same release." in err[0]


@pytest.mark.parametrize("name", ["missing.csv", ""])
def test_a_path_that_cannot_be_read_is_refused(refused, tmp_path, name):
    _, message = refused(tmp_path / name)
    assert "the file cannot be read" in message
    _, message = refused(write(tmp_path), "--directed-dyads", tmp_path / name)
    assert "the file cannot be read" in message


def test_an_unknown_release_needs_its_last_day(refused, run, tmp_path):
    path = write(tmp_path, rows=[member | {"version": "7.3"} for member in members()])
    err, _ = refused(path)
    assert "Give it with --cut-off." in err[0]
    run(path, "--cut-off", "2020-06-30")
    assert Release.objects.get(label="7.3").cut_off == date(2020, 6, 30)


def test_a_cut_off_before_the_last_entry_or_exit_or_still_to_come_is_refused(refused, tmp_path):
    path = of_7_3(tmp_path)
    err, _ = refused(path, "--cut-off", "1996-01-16")
    assert err[0].startswith("atop7_3m.csv, line 14: The cut-off 1996-01-16 is before the last ent")
    assert "on 1996-01-17." in err[0]
    err, _ = refused(path, "--cut-off", "9999-01-01")
    assert f"The cut-off 9999-01-01 is still to come: today is {date.today()}." in err[0]


def test_the_cut_off_may_be_the_day_of_the_last_entry(run, tmp_path):
    run(of_7_3(tmp_path), "--cut-off", "1996-01-17")
    assert Release.objects.get(label="7.3").cut_off == date(1996, 1, 17)


def test_another_cut_off_than_the_known_one_is_refused(run, refused, tmp_path):
    err, _ = refused(write(tmp_path), "--cut-off", "2017-12-31")
    assert "up to 2018-12-31, as it was published. Found: “--cut-off 2017-12-31”." in err[0]
    run(write(tmp_path), "--cut-off", "2018-12-31")


def test_another_cut_off_than_that_of_the_recorded_release_is_refused(run, refused, tmp_path):
    path = of_7_3(tmp_path)
    run(path, "--cut-off", "2018-12-31")
    _, message = refused(path, "--cut-off", "2019-12-31")
    assert "known up to 2018-12-31; here 2019-12-31 is said." in message
    assert "give --cut-off 2018-12-31" in message


@pytest.mark.parametrize("said", ["2018-13-31", "31.12.2018", ""])
def test_a_day_that_is_none_is_told_with_the_form_that_is_wanted(refused, tmp_path, said):
    _, message = refused(of_7_3(tmp_path), "--cut-off", said)
    assert message.endswith(f"“{said}” is no day of the calendar. Write it as in 2018-12-31.")


def test_another_label_of_the_same_number_is_asked_about(refused, tmp_path):
    path = write(tmp_path, rows=[member | {"version": "5.10"} for member in members()])
    err, _ = refused(path)
    assert "If release 5.1 is meant, write 5.1 in the column." in err[0]


def test_what_a_file_is_called_does_not_refuse_it_for_good(run, refused, tmp_path):
    path = write(tmp_path, "whole_nna_compared.csv")
    run(path)
    path = of_7_3(tmp_path).rename(tmp_path / "atop7_3m_NNA.csv")
    err, _ = refused(path, cut_off=CUT_OFF, as_is=False)
    assert "Files named NNA leave out the pure nonaggression pacts" in err[0]
    run(path, cut_off=CUT_OFF)
    assert "Files named NNA" in Release.objects.get(label="7.3").note


def test_who_may_not_import_is_told_before_the_files_are_read(refused, tmp_path, cast):
    path = tmp_path / "atop5_1m.csv"
    path.write_bytes(b"no table")
    for name in ("coder", "nobody", ""):
        err, message = refused(path, by=name)
        assert err == []
        assert message.startswith(("Only admins import.", "There is no active", "--by names nobod"))
        assert "--directed-dyads" not in message


def test_what_would_help_is_told_where_it_would(run, refused, tmp_path):
    run(of_7_3(tmp_path), cut_off=CUT_OFF)
    _, message = refused(of_7_3(tmp_path, changed(milaid=1)), cut_off=CUT_OFF, as_is=False)
    assert message.endswith("Import it again with --directed-dyads.")
    _, message = refused(of_7_3(tmp_path), cut_off=date(2020, 1, 1), as_is=False)
    assert "--directed-dyads" not in message


def test_of_a_refused_file_nothing_is_said_to_be_kept(refused, tmp_path):
    path = write(tmp_path, rows=changed(atopid=4860, refothio=2))
    err, _ = refused(path, as_is=False)
    assert len(err) == 1
    assert "is kept" not in err[0]


def test_what_of_the_directed_dyads_is_no_value_is_told(run, tmp_path, capsys):
    dyads = tmp_path / "atop5_1ddyr.csv"
    dyads.write_bytes(csv_of([one | {"shareob": "."} for one in directed_dyads()], DYADS))
    call_command(
        *("import_dataset", write(tmp_path), "--directed-dyads", dyads),
        as_is=True,
        skip_checks=True,
    )
    assert "Passed over: atop5_1ddyr.csv: 90 cells hold a sign" in capsys.readouterr().err


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_terminal_is_told_which_file_is_being_read(files, capsys, monkeypatch, is_terminal):
    monkeypatch.setattr("sys.stderr.isatty", lambda: is_terminal)
    call_command("import_dataset", *map(str, files), as_is=True, dry_run=True, skip_checks=True)
    assert ("Reading atop5_1ddyr.csv …\n" in capsys.readouterr().err) == is_terminal


def test_other_data_under_the_label_of_a_recorded_release_are_refused(run, refused, tmp_path):
    run(write(tmp_path))
    _, message = refused(write(tmp_path, rows=changed(milaid=1)))
    assert message.startswith("Release 5.1 is recorded already, and this file differs from it")
    assert "ATOP ID 1005" in message


def test_the_label_of_the_open_release_is_refused(refused, tmp_path):
    path = write(tmp_path, rows=[member | {"version": "6.0"} for member in members()])
    _, message = refused(path, cut_off=date(2022, 12, 31))
    assert message.startswith("Release 6.0 is the open one here. Rename the open release first")


def test_what_does_not_follow_from_the_codes_is_told_and_not_kept(run, tmp_path, capsys):
    path = write(tmp_path, rows=changed(active=1))
    call_command("import_dataset", str(path), as_is=True, skip_checks=True)
    warned = capsys.readouterr().err
    assert warned.startswith("Warning: atop5_1m.csv, line 2, column active: active follows from")


def test_the_small_release_has_no_error(run, files, capsys):
    run(*files)
    call_command("check_sheets", skip_checks=True)
    assert "5 sheets checked: 0 errors, " in capsys.readouterr().out


def test_a_part_of_a_known_release_is_refused_before_anything_is_kept(refused, tmp_path):
    err, message = refused(write(tmp_path), as_is=False)
    assert err[0].startswith("atop5_1m.csv: This is not release 5.1 as it was published: it has 4 ")
    assert "--as-is" in err[0]
    assert message == "atop5_1m.csv is refused; nothing was imported."


def test_a_release_that_is_recorded_as_it_is_says_so_for_good(run, files):
    run(*files)
    note = Release.objects.get(label="5.1").note
    assert note.startswith(f"Imported as it is from {FILES}, by an explicit word. This is not rel")
    assert "it has 4 alliances in 5 phases" in note


def of_7_3(folder, rows=None):
    """The member file under a label of which nothing is known."""
    rows = members() if rows is None else rows
    return write(folder, "atop7_3m.csv", [row | {"version": "7.3"} for row in rows])


def test_without_the_directed_dyads_the_sheets_come_in_and_the_release_waits(run, tmp_path):
    said = run(of_7_3(tmp_path), cut_off=CUT_OFF, as_is=False)
    assert "5 new sheets. The release itself is not recorded yet. In 1 alliance members" in said
    assert "the first is ATOP ID 1005" in said
    assert Sheet.objects.count() == 5
    assert not Release.objects.filter(label="7.3").exists()


def test_a_release_that_waited_is_recorded_with_its_directed_dyads(run, tmp_path):
    run(of_7_3(tmp_path), cut_off=CUT_OFF, as_is=False)
    rows = [one | {"version": "7.3"} for one in directed_dyads()]
    dyads = tmp_path / "atop7_3ddyr.csv"
    dyads.write_bytes(csv_of(rows, DYADS))
    said = run(of_7_3(tmp_path), directed_dyads=dyads, cut_off=CUT_OFF, as_is=False)
    assert said.endswith(": 1 filled in, 4 unchanged.")
    assert Release.objects.get(label="7.3").note == ""
    assert PairObligation.objects.count() == 1


def test_a_release_in_which_nobody_varies_needs_no_directed_dyads(run, tmp_path):
    path = of_7_3(tmp_path, changed(obvary=0))
    assert run(path, cut_off=CUT_OFF, as_is=False).endswith(": 5 new sheets.")
    assert Release.objects.get(label="7.3").note == ""


def test_with_an_explicit_word_it_is_recorded_without_and_says_so(run, tmp_path):
    run(of_7_3(tmp_path), cut_off=CUT_OFF, as_is=True)
    assert "only the directed-dyad file tells what." in Release.objects.get(label="7.3").note


def test_what_of_a_file_is_no_value_is_told(run, tmp_path, capsys):
    path = tmp_path / "atop5_1m.csv"
    path.write_bytes(csv_of([member | {"cowid": member["cowid"] or "NA"} for member in members()]))
    call_command("import_dataset", str(path), as_is=True, skip_checks=True)
    assert "Passed over: atop5_1m.csv: 10 cells hold a sign" in capsys.readouterr().err


def test_workbooks_give_the_same_record(run, tmp_path):
    found = []
    for kind in ("csv", "xlsx"):
        paths = write(tmp_path), write_dyads(tmp_path)
        if kind == "xlsx":
            frames = [pandas.read_csv(path) for path in paths]
            paths = [path.with_suffix(".xlsx") for path in paths]
            for frame, path in zip(frames, paths, strict=True):
                frame.to_excel(path, index=False)
        with transaction.atomic():
            run(paths[0], "--directed-dyads", paths[1])
            found.append((codings(), released()))
            transaction.set_rollback(True)
    assert len(found[0][0]) == 5
    assert found[0] == found[1]


def test_a_file_that_is_larger_than_any_is_not_read_to_its_end(refused, tmp_path):
    path = tmp_path / "atop5_1m.csv"
    with path.open("wb") as file:
        file.truncate(10_000_000_000)
    err, _ = refused(path)
    assert err[0].startswith("atop5_1m.csv: The file is too large")
