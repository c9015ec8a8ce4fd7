"""Freezing takes two people and an open gate, and pins everything for ever."""

import json
from functools import partial

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from coding.codebook.cells import MISSING
from coding.export import datasets, record
from coding.export.nightly import export
from coding.export.reports import ExportFailed, LeftUndone
from coding.export.stored_exports import exports
from coding.models import Release, Revision, Sheet, State
from coding.models.counted_codes import codes_on
from coding.models.questionnaire import BY_KEY
from coding.one_at_a_time import Job, one_at_a_time
from coding.releases import freezing
from coding.releases.gate import run_gate
from coding.workflow import drafts, phases
from coding.workflow.citation_corrections import ask, confirm
from coding.workflow.refusals import NotAllowed, Refused
from coding.workflow.release_steps import ASK, PUBLISH, TAKE_BACK, take
from tests.coded_sheets import approve_knowingly
from tests.costly import on_the_gate, once_on_the_gate
from tests.datasets.documents.validation import faults_of
from tests.export.read_back import files, manifest, rows, sheets, table
from tests.export.test_datasets import ROSTER
from tests.factories import approved_change, coded, draft, keep, make_sheet, pending
from tests.releases.record_to_freeze import frozen, release, sheet_of

__all__ = ["release"]


@pytest.fixture
def root(tmp_path):
    return tmp_path / "exports"


def freeze_as_seen(release: Release, by) -> Release:
    return freezing.freeze(release, by=by, seen=run_gate(release).seen)


def test_nobody_freezes_what_they_asked_for_themselves(cast, release) -> None:
    asked = take(ASK, release, by=cast.admin)
    with pytest.raises(NotAllowed, match="A second admin"):
        freeze_as_seen(asked, cast.admin)
    assert Release.objects.get(pk=release.pk).is_open


def test_the_database_refuses_one_person_for_both(cast, release) -> None:
    take(ASK, release, by=cast.admin)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE coding_release SET frozen_by_id = freeze_asked_by_id, "
            "frozen_at = freeze_asked_at WHERE label = '6.0'"
        )


def test_without_a_request_nothing_is_frozen(release, second_admin) -> None:
    with pytest.raises(Refused, match="Nobody has asked"):
        freeze_as_seen(release, second_admin)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite is on one machine")
def test_what_another_machine_is_freezing_is_not_frozen_here(cast, release, second_admin) -> None:
    asked = take(ASK, release, by=cast.admin)
    with (
        one_at_a_time(Job.FREEZE, Refused),
        pytest.raises(Refused, match="Another freeze is running"),
    ):
        freeze_as_seen(asked, second_admin)
    assert not freeze_as_seen(asked, second_admin).is_open


def test_a_request_can_be_taken_back(cast, release, second_admin) -> None:
    asked = take(ASK, release, by=cast.admin)
    take(TAKE_BACK, asked, by=second_admin)
    with pytest.raises(Refused, match="Nobody has asked"):
        freeze_as_seen(asked, second_admin)


@pytest.mark.parametrize("who", ["coder", "reviewer", "outsider"])
def test_only_admins_run_releases(cast, release, second_admin, who) -> None:
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        take(ASK, release, by=person)
    asked = take(ASK, release, by=cast.admin)
    with pytest.raises(NotAllowed):
        freeze_as_seen(asked, person)
    done = freeze_as_seen(asked, second_admin)
    with pytest.raises(NotAllowed):
        take(PUBLISH, done, by=person)


def test_a_shut_gate_keeps_the_release_open_and_says_what_does_not_hold(
    cast, release, second_admin
) -> None:
    pending(sheet_of(3005), 14, "In effect.", by=cast.coder)
    asked = take(ASK, release, by=cast.admin)
    with pytest.raises(Refused, match="Every change is decided"):
        freeze_as_seen(asked, second_admin)
    assert Release.objects.get(pk=release.pk).is_open
    assert not release.sheets.exists()


def test_what_changed_since_the_page_was_opened_is_not_frozen_unseen(
    cast, release, second_admin
) -> None:
    asked = take(ASK, release, by=cast.admin)
    on_screen = run_gate(asked).seen
    approved_change(sheet_of(4765), 15, "Denounced.", by=cast.coder, reviewer=cast.reviewer)
    with pytest.raises(Refused, match="changed since you opened this page"):
        freezing.freeze(asked, by=second_admin, seen=on_screen)


def test_a_frozen_release_says_who_asked_who_froze_and_what_it_follows(
    cast, release, second_admin
) -> None:
    done = frozen(release, asked_by=cast.admin, by=second_admin)
    assert (done.freeze_asked_by, done.frozen_by) == (cast.admin, second_admin)
    assert done.follows == "5.1"
    steps = [row.history_change_reason for row in done.history.order_by("history_id")]
    assert steps[-2:] == ["Freeze asked for", "Frozen, as Ada Admin asked"]
    assert done.hashes.keys() >= {"atop6_0m", "atop6_0ddyr_NNA", "atopinst6_0"}


@on_the_gate
@pytest.mark.acceptance(29)
@pytest.mark.every_file
def test_a_frozen_release_exports_the_same_bytes_whatever_happens_later(
    cast, release, second_admin, root
) -> None:
    frozen(release, asked_by=cast.admin, by=second_admin)
    before = files(export(root, release="6.0").place)
    keep(Release(label="6.1", cut_off="2021-12-31"))
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    approved_change(sheet_of(4765), 14, "Not ended after all.", **people)
    coded(sheet_of(4765), 36, {"base": 2}, **people)
    for person in (cast.coder, cast.reviewer):
        person.last_name = "Renamed"
        person.save()
    russia = State.objects.get(code=365)
    russia.name = "Russian Federation"
    keep(russia)
    call_command("import_sheets", "coding/sheets/samples/4235.txt", verbosity=0, skip_checks=True)
    assert files(export(root, release="6.0").place) == before


def test_what_later_joins_or_renumbers_the_record_is_not_in_its_changes(
    cast, release, second_admin, root
) -> None:
    """A second phase makes the only sheet phase 1; a new sheet may bring notes of long ago."""
    frozen(release, asked_by=cast.admin, by=second_admin)
    before = files(export(root, release="6.0").place)
    keep(Release(label="6.1", cut_off="2021-12-31"))
    second = phases.start_phase(sheet_of(4765), by=cast.coder)
    first_draft = second.revisions.filter(question=6).first()
    if first_draft is None:
        first_draft = draft(second, 6, "By treaty.", by=cast.coder)
    approve_knowingly(cast, drafts.submit(first_draft, by=cast.coder))
    assert Sheet.objects.filter(atop_id=4765, phase=1).exists()
    after = files(export(root, release="6.0").place)
    assert {name for name in after if after[name] != before[name]} == set()


def code_the_rest(sheet) -> None:
    """Give every code that is not given its lowest value; no number in other data is known."""
    for row in (*(getattr(sheet, key) for key in BY_KEY), *sheet.memberships.all()):
        for code in codes_on(type(row)):
            if getattr(row, code.name) is None:
                lowest = MISSING if code.name.startswith("cow") and code.missing else 0
                setattr(row, code.name, min(code.codes, default=lowest))
        keep(row)


def test_a_first_release_stays_free_of_notes_that_are_imported_later(
    cast, second_admin, root
) -> None:
    sheet = make_sheet(5200, q3="", q4="")
    for question, codes in ROSTER.items():
        coded(sheet, question, codes, by=cast.coder, reviewer=cast.reviewer)
    code_the_rest(Sheet.objects.get(pk=sheet.pk))
    release = Release.objects.get()
    release.cut_off = "2020-12-31"
    keep(release)
    release.refresh_from_db()
    frozen(release, asked_by=cast.admin, by=second_admin)
    before = files(export(root, release="6.0").place)
    call_command("import_sheets", "coding/sheets/samples/4235.txt", verbosity=0, skip_checks=True)
    assert Revision.objects.filter(sheet__atop_id=4235, decided_at__year__lt=2020).exists()
    assert files(export(root, release="6.0").place) == before


def test_it_has_prose_codes_notes_prints_and_its_own_changes(
    cast, release, second_admin, root
) -> None:
    frozen(release, asked_by=cast.admin, by=second_admin)
    keep(Release(label="6.1"))
    approved_change(sheet_of(4765), 14, "Too late.", by=cast.coder, reviewer=cast.reviewer)
    place = export(root, release="6.0").place
    sheet = next(sheet for sheet in sheets(place) if sheet["atop_id"] == 4765)
    assert sheet["answers"]["14"] == "Ended in 2020."
    assert (sheet["codes"]["base"], sheet["codes"]["rev6"]) == (1, 1)
    assert any("Version 6.0: Q14" in note or "Q36" in note for note in sheet["revision_notes"])
    assert [(row["question"], row["reviewer"]) for row in rows(place, "changes.csv")] == [
        ("14", "Rita Reviewer"),
        ("36", "Rita Reviewer"),
    ]
    assert b"365 Russia" in (place / "sheets/4765.txt").read_bytes()
    facts = manifest(place)
    assert (facts["release"], facts["frozen"], facts["changes_since_release"]) == (
        *("6.0", True),
        "5.1",
    )


def test_a_release_says_the_same_as_the_record_on_the_day_it_was_frozen(
    cast, release, second_admin, root
) -> None:
    place = export(root).place
    nightly = manifest(place)["version"]
    in_names = nightly.replace(".", "_")
    as_it_stood = {
        name.replace(in_names, "6_0"): content.replace(nightly.encode(), b"6.0").replace(
            in_names.encode(), b"6_0"
        )
        for name, content in files(place).items()
    }
    frozen(release, asked_by=cast.admin, by=second_admin)
    as_frozen = files(export(root, release="6.0").place)
    told_apart = {"manifest.json", "datapackage.json", "datasets/README.txt"}
    assert as_frozen.keys() == as_it_stood.keys()
    assert {name for name in as_frozen if as_frozen[name] != as_it_stood[name]} == told_apart


def test_the_next_release_begins_where_the_frozen_one_ends(
    cast, release, second_admin, root
) -> None:
    frozen(release, asked_by=cast.admin, by=second_admin)
    keep(Release(label="7.0", cut_off="2021-12-31"))
    assert record.scope().changes_since_release == "6.0"
    coded(sheet_of(3005), 36, {"base": 1}, by=cast.coder, reviewer=cast.reviewer)
    place = export(root).place
    alliances = rows(place, table(place, "a"))
    told = {row["atopid"]: (row["rev6"], row["rev7"]) for row in alliances}
    assert told == {"3005": ("0", "1"), "4765": ("1", "0")}
    assert [row["atopid"] for row in rows(place, "changes.csv")] == ["3005"]


@once_on_the_gate
@pytest.mark.every_file
def test_documents_name_the_release_and_those_of_the_record_only_its_licence(
    cast, release, second_admin, root, monkeypatch
) -> None:
    monkeypatch.setattr(datasets, "formats_of", lambda level: ())
    release.doi, release.url = "10.5281/zenodo.1", "https://data.example.org/6.0"
    release.licence = "CC-BY-4.0"
    keep(release)
    nightly = (export(root).place / "datasets/CITATION.cff").read_text()
    frozen(release, asked_by=cast.admin, by=second_admin)
    place = export(root, release="6.0").place / "datasets"
    of_release = (place / "CITATION.cff").read_text()
    assert json.loads((place / "datacite.json").read_text())["doi"] == release.doi
    told = [(said in of_release, said in nightly) for said in release.description.values()]
    assert told == [(True, False), (True, False), (True, True)]
    says = release.description | {"citation": "", "doi": "10.5281/zenodo.2"}
    found = faults_of(place)
    confirm(
        ask(Release.objects.get(label="6.0"), says, by=cast.admin, reason="Mistyped."),
        by=second_admin,
    )
    corrected = export(root, release="6.0").place / "datasets"
    assert "10.5281/zenodo.2" in (corrected / "CITATION.cff").read_text()
    assert [found, faults_of(corrected)] == [{}, {}]


def test_files_that_would_not_be_as_frozen_are_not_exported(
    cast, release, second_admin, root, monkeypatch
) -> None:
    frozen(release, asked_by=cast.admin, by=second_admin)
    monkeypatch.setattr(datasets, "write_csv", lambda table, write: write("other rules\r\n"))
    with pytest.raises(ExportFailed, match="is not what it was when the release was frozen"):
        export(root, release="6.0")
    assert list(exports(root)) == []


CHANGES = [
    "label = '6.00'",
    "cut_off = '1999-12-31'",
    "note = 'Never said.'",
    "citation = 'Never said.'",
    "doi = '10.9999/another'",
    "url = 'https://elsewhere.example.org'",
    "licence = 'CC0-1.0'",
    "frozen_at = NULL, frozen_by_id = NULL",
    "hashes = '{}'",
    "states = '{}'",
]


def test_the_database_keeps_a_frozen_release_as_it_is(cast, release, second_admin) -> None:
    frozen(release, asked_by=cast.admin, by=second_admin)
    for change in CHANGES:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE coding_release SET {change} WHERE label = '6.0'")


def test_it_is_published_once_and_stays_so(cast, release, second_admin) -> None:
    with pytest.raises(Refused, match="is open"):
        take(PUBLISH, release, by=cast.admin)
    done = frozen(release, asked_by=cast.admin, by=second_admin)
    published = take(PUBLISH, done, by=cast.admin)
    assert published.published_by == cast.admin
    with pytest.raises(Refused, match="is published"):
        take(PUBLISH, published, by=second_admin)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE coding_release SET published_at = NULL WHERE label = '6.0'")


def test_a_published_release_comes_with_the_next_nightly_export_once(
    cast, release, second_admin, root
) -> None:
    done = frozen(release, asked_by=cast.admin, by=second_admin)
    assert export(root).releases == []
    take(PUBLISH, done, by=cast.admin)
    nightly = export(root)
    assert [made.scope.release for made in nightly.releases] == ["6.0"]
    assert (root / "latest").resolve() == nightly.place
    assert [made.release for made in exports(root)] == ["6.0", None, None]
    assert export(root).releases == []


def test_a_published_release_that_cannot_be_exported_leaves_the_nightly_one_served(
    cast, release, second_admin, root, monkeypatch
) -> None:
    done = frozen(release, asked_by=cast.admin, by=second_admin)
    take(PUBLISH, done, by=cast.admin)
    keep(Release(label="7.0", cut_off="2021-12-31"))
    real = datasets.write_csv
    other = partial(_other_rules_for, "6_0", real)
    monkeypatch.setattr(datasets, "write_csv", other)
    with pytest.raises(LeftUndone, match=r"release 6\.0 could not be exported"):
        export(root)
    assert manifest(root / "latest")["release"] == "7.0"


def _other_rules_for(stem, write_csv, table, write) -> None:
    write_csv(table, write)
    if stem in table.stem:
        write("another line\r\n")


def test_answers_are_pinned_word_for_word(cast, release, second_admin) -> None:
    frozen(release, asked_by=cast.admin, by=second_admin)
    pinned = Release.objects.get(label="6.0").sheets.get(atop_id=4765)
    assert json.loads(json.dumps(pinned.answers))["14"] == "Ended in 2020."
    assert len(pinned.answers) == 61
