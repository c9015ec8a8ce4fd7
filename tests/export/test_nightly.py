"""What an export holds, and that it is the same for the same data."""

from dataclasses import replace

import pytest
from django.conf import settings

from coding.codebook.cells import MISSING
from coding.export import nightly
from coding.export.nightly import export
from coding.models import Release, Revision
from coding.models.questionnaire import BY_NUMBER, QUESTIONS
from coding.models.revision import Status
from coding.models.variables import BY_NAME, QUESTIONNAIRE
from coding.sheets.printing.forms import FORMS
from coding.workflow import comments, starting_sheets
from tests.coded_sheets import joins
from tests.export.read_back import everything_said, files, manifest, rows, sheets
from tests.factories import approved_change, coded, draft, keep, make_sheet, pending, revision_at

SENTINEL = "zyxsentinelxyz"


def test_every_file_is_there_and_listed(sheet, root):
    place = export(root).place
    listed = {file["name"]: file for file in manifest(place)["files"]}
    found = files(place)
    assert set(listed) == set(found) - {"manifest.json"}
    assert {f"sheets/4765.{form}" for form in FORMS} < set(listed)
    assert all(one["bytes"] == len(found[name]) for name, one in listed.items())


def test_latest_points_to_the_export(sheet, root):
    place = export(root).place
    assert (root / "latest").resolve() == place.resolve()
    assert not (root / "latest").readlink().is_absolute()


def test_sheets_json_has_every_question_as_a_string(cast, root):
    make_sheet(4765, q13="", q14="Line one.\nLine “two”.")
    (sheet,) = sheets(export(root).place)
    assert (sheet["atop_id"], sheet["phase"], sheet["members"]) == (4765, 0, [])
    assert list(sheet["answers"]) == [str(question.number) for question in QUESTIONS]
    assert (sheet["answers"]["13"], sheet["answers"]["14"]) == ("", "Line one.\nLine “two”.")
    assert sheet["revision_notes"] == []


def test_sheets_json_has_every_code_by_its_codebook_name_and_missing_as_null(cast, sheet, root):
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    coded(sheet, 6, {"estmode": 1}, **people)
    coded(sheet, 2, {"cowid": MISSING}, **people)
    coded(sheet, 4, joins("370", "705"), **people)
    coded(sheet, 16, {"370/defense": 0}, **people)
    pending(sheet, 7, None, by=cast.coder, codes={"pubsecr": 2})
    (one,) = sheets(export(root).place)
    alliance_level = {name for name, variable in BY_NAME.items() if variable.scope == "A"}
    assert alliance_level <= set(one["codes"])
    assert one["codes"]["atopid"] == 4765
    assert one["codes"]["estmode"] == 1
    assert one["codes"]["cowid"] is None
    assert one["codes"]["pubsecr"] is None
    member, _ = one["members"]
    assert set(member) == {name for name, variable in BY_NAME.items() if variable.scope == "M"}
    assert (member["member"], member["yrent"], member["defense"]) == (370, 1996, 0)


def test_sheets_are_in_order_of_id_and_phase(cast, root):
    for atop_id, phase in ((4765, 0), (1020, 2), (1020, 1)):
        make_sheet(atop_id, phase)
    place = export(root).place
    found = [(sheet["atop_id"], sheet["phase"]) for sheet in sheets(place)]
    assert found == [(1020, 1), (1020, 2), (4765, 0)]
    assert (place / "sheets/1020.2.pdf").exists()


def test_an_approved_change_is_in_every_file(cast, sheet, root):
    approved_change(sheet, 14, "Ended in 2020.", by=cast.coder, reviewer=cast.reviewer)
    place = export(root).place
    (one,) = sheets(place)
    assert one["answers"]["14"] == "Ended in 2020."
    assert [note.split(" on ")[0] for note in one["revision_notes"]] == [
        "Version 6.0: Q14 revised by Clara Coder"
    ]
    answer = next(row for row in rows(place, "answers.csv") if row["question"] == "14")
    assert (answer["section"], answer["answer"]) == ("I", "Ended in 2020.")
    (change,) = rows(place, "changes.csv")
    assert (change["old"], change["new"]) == ("Answer 14.", "Ended in 2020.")
    assert (change["author"], change["reviewer"]) == ("Clara Coder", "Rita Reviewer")
    assert (change["version"], change["note"]) == ("6.0", "Because.")


def test_changes_begin_after_the_last_frozen_release(cast, sheet, root):
    approved_change(sheet, 14, "Before.", by=cast.coder, reviewer=cast.reviewer)
    release = Release.objects.get(label="6.0")
    release.frozen_at = Revision.objects.get().decided_at
    release.cut_off = release.frozen_at.date()
    release.questionnaire = QUESTIONNAIRE.as_json()
    keep(release)
    keep(Release(label="6.1"))
    approved_change(sheet, 14, "After.", by=cast.coder, reviewer=cast.reviewer)
    place = export(root).place
    assert [row["new"] for row in rows(place, "changes.csv")] == ["After."]
    assert manifest(place)["changes_since_release"] == "6.0"
    assert manifest(place)["release"] == "6.1"


@pytest.mark.acceptance(13)
def test_nothing_unapproved_is_in_any_byte(cast, sheet, root):
    unapproved = set(Status) - {Status.APPROVED}
    for number, status in enumerate(sorted(unapproved), start=20):
        text = f"{SENTINEL} {status}"
        revision_at(status, sheet, number, text, by=cast.coder, reviewer=cast.reviewer)
    draft(sheet, 30, f"{SENTINEL} draft", by=cast.second_coder, note=f"{SENTINEL} note")
    pending(sheet, 31, f"{SENTINEL} pending", by=cast.second_coder, note=f"{SENTINEL} note")
    comments.comment(sheet, BY_NUMBER[20], f"{SENTINEL} commented", by=cast.reviewer)
    started = starting_sheets.start_sheet(1234, 0, by=cast.coder)
    pending(started, 14, f"{SENTINEL} of a sheet that is not in the record", by=cast.coder)
    said = everything_said(export(root).place)
    assert SENTINEL not in said
    assert "Answer 20." in said


def test_a_started_sheet_is_absent_until_its_first_approval(cast, root):
    started = starting_sheets.start_sheet(1234, 0, by=cast.coder)
    assert sheets(export(root).place) == []
    approved_change(started, 14, "In effect.", by=cast.coder, reviewer=cast.reviewer)
    assert [sheet["atop_id"] for sheet in sheets(export(root).place)] == [1234]


@pytest.mark.django_db
def test_an_empty_record_makes_an_export_too(root):
    place = export(root).place
    assert sheets(place) == []
    assert rows(place, "answers.csv") == rows(place, "changes.csv") == []
    assert manifest(place)["data_as_of"] is None


@pytest.mark.acceptance(16)
def test_the_same_data_give_the_same_bytes(cast, sheet, root, tmp_path):
    approved_change(sheet, 14, "Ended in 2020.", by=cast.coder, reviewer=cast.reviewer)
    first, second = export(root).place, export(root).place
    elsewhere = export(tmp_path / "elsewhere").place
    assert first != second
    assert files(first) == files(second) == files(elsewhere)


def test_the_time_of_the_data_is_the_last_approval(cast, sheet, root):
    change = approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    draft(sheet, 15, "Later, but a draft.", by=cast.coder)
    data_as_of = manifest(export(root).place)["data_as_of"]
    assert data_as_of == f"{change.decided_at:%Y-%m-%dT%H:%M:%SZ}"


def test_unchanged_sheets_are_linked_and_changed_ones_printed(cast, sheet, root):
    make_sheet(4235)
    before = export(root).place
    approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    after = export(root).place
    assert (before / "sheets/4235.pdf").samefile(after / "sheets/4235.pdf")
    assert not (before / "sheets/4765.pdf").samefile(after / "sheets/4765.pdf")
    assert before.joinpath("sheets/4765.pdf").read_bytes() != (
        after.joinpath("sheets/4765.pdf").read_bytes()
    )


def test_a_file_that_was_tampered_with_is_printed_anew(sheet, root):
    before = export(root).place
    printed = (before / "sheets/4765.pdf").read_bytes()
    (before / "sheets/4765.pdf").write_bytes(b"something else")
    assert (export(root).place / "sheets/4765.pdf").read_bytes() == printed


def test_other_software_prints_everything_anew(sheet, root, monkeypatch):
    export(root)
    monkeypatch.setattr(nightly, "software", lambda: {"site": "another"})
    other = replace(FORMS["pdf"], make=lambda sheet: b"as others print it")
    monkeypatch.setitem(FORMS, "pdf", other)
    assert (export(root).place / "sheets/4765.pdf").read_bytes() == b"as others print it"


def test_every_key_of_the_manifest_is_described(sheet, root):
    told = (settings.BASE_DIR / "docs" / "export.md").read_text()
    keys = manifest(export(root).place)
    assert [key for key in keys if f"\n| `{key}` |" not in told] == []


def test_a_manifest_that_cannot_be_read_is_no_hindrance(sheet, root):
    (export(root).place / "manifest.json").write_text("{")
    assert files(export(root).place)
