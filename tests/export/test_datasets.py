"""The dataset files in the export: of the record as it stands, and of a frozen release."""

import html
import json
from datetime import date

import pandas
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from coding.datasets.documents.companion_files import TABLES
from coding.datasets.formats.registry import formats_of
from coding.datasets.release import Level
from coding.export.nightly import export
from coding.export.record import scope
from coding.export.reports import ExportFailed
from coding.models import Release, Sheet
from coding.models.questionnaire import BY_NUMBER
from coding.models.variables import BY_NAME, QUESTIONNAIRE
from coding.workflow.citation_corrections import ask, confirm
from tests.coded_sheets import approve_knowingly, joins, submit, with_members
from tests.costly import on_the_gate, once_on_the_gate
from tests.datasets.documents.validation import faults_of, faults_of_package
from tests.export.read_back import files, manifest, rows, sheets, table
from tests.factories import approved_change, draft, keep, make_person, make_sheet, pending, spoil
from tests.member_files import BELARUS, FRANCE, RUSSIA, USA
from tests.published_phases import publish, two
from tests.releases.compared_releases import freeze_record
from tests.shared_rows import shared

LEVELS = ("m", "aph", "a", "sy", "dy", "ddyr")
STATES = (USA, FRANCE)
ENTRY = {"yrent": 2017, "moent": 3, "dayent": 1, "cowsys": 1}
EXIT = {"yrexit": 0, "moexit": 0, "dayexit": 0}
OWED = {"defense": 1, "offense": 0, "neutral": 0, "nonagg": 0, "consul": 0}


def of_each(codes):
    return {f"{state}/{name}": value for state in STATES for name, value in codes.items()}


ROSTER = {  # what it takes to be published, by question
    4: {f"{state}/member": state for state in STATES} | of_each(ENTRY) | {"bilat": 1},
    14: of_each(EXIT),
    16: of_each(OWED),
}


def open_release(**fields) -> None:
    release = Release.objects.get(frozen_at=None)
    for name, value in fields.items():
        setattr(release, name, value)
    keep(release)


def change(atop_id, question, codes, cast) -> None:
    sheet = Sheet.objects.get(atop_id=atop_id)
    revision = submit(draft(sheet, question, None, by=cast.coder, codes=codes))
    approve_knowingly(cast, revision)


def flags(place, *names):
    """Each alliance's flags as the alliance file has them."""
    (path,) = place.glob("datasets/*a.csv")
    told = rows(place, f"datasets/{path.name}")
    return {int(row["atopid"]): tuple(row[name] for name in names) for row in told}


def test_all_files_are_there_counted_and_named_by_the_open_release(released, root) -> None:
    place = export(root).place
    version = manifest(place)["version"]
    number = version.replace(".", "_")
    named = [f"atop{number}{level}{nna}" for level in LEVELS for nna in ("", "_NNA")]
    tables = [f"datasets/{name}.csv" for name in (*named, f"atopinst{number}")]
    tables += [table.name for table in TABLES]
    counted = {file["name"]: file["rows"] for file in manifest(place)["files"]}
    assert {name for name in files(place) if name.endswith(".csv") and "/" in name} == {*tables}
    assert all(counted[name] == len(rows(place, name)) for name in tables)
    assert counted[table(place)] == 4
    assert {row["version"] for row in rows(place, table(place, "ddyr"))} == {version}


@shared
def whole_export(released, tmp_path):
    """Where an export with every file and document is, of an open release that says something."""
    open_release(note="Russia and Belarus are new.", citation="Cite it so.")
    return export(tmp_path / "exports").place


@once_on_the_gate
@pytest.mark.every_file
def test_each_file_is_there_in_every_format_of_its_level(whole_export) -> None:
    place = whole_export
    counted = {file["name"]: file["rows"] for file in manifest(place)["files"]}
    for level in Level:
        for format_ in formats_of(level):
            name = table(place, level, format_.suffix)
            assert counted[name] == counted[table(place, level)] > 0
    read = pandas.read_stata(place / table(place, "a", ".dta"), convert_categoricals=False)
    assert list(read["atopid"]) == [1005, 4765]
    with pandas.io.stata.StataReader(place / table(place, "a", ".dta")) as reader:
        assert reader.variable_labels()["defense"] == BY_NAME["defense"].label


@once_on_the_gate
@pytest.mark.every_file
def test_documents_describe_what_was_written(whole_export) -> None:
    place = whole_export
    package = json.loads((place / "datasets/datapackage.json").read_text())
    listed = {resource["path"]: resource["hash"] for resource in package["resources"]}
    for file in manifest(place)["files"]:
        name = file["name"].removeprefix("datasets/")
        if name in listed:
            assert listed.pop(name) == f"sha256:{file['sha256']}"
    assert not listed
    assert faults_of(place / "datasets") == {}
    assert faults_of_package(place / "datapackage.json") == []
    readme = (place / "datasets/README.txt").read_text()
    assert "Russia and Belarus are new." in readme
    assert "Cite it so." in readme
    wording = BY_NUMBER[6].wording.splitlines()[0][:30]
    assert html.escape(wording) in (place / "datasets/codebook.html").read_text()


@once_on_the_gate
@pytest.mark.every_file
def test_a_night_s_export_is_named_by_its_day_and_cannot_be_taken_for_a_release(
    whole_export, capsys
) -> None:
    place = whole_export
    day = manifest(place)["data_as_of"][:10].replace("-", "")
    version = f"6.0.dev{day}"
    assert manifest(place)["version"] == version
    assert (place / f"datasets/atop6_0_dev{day}m.csv").is_file()
    assert {row["version"] for row in rows(place, table(place, "inst"))} == {version}
    for name in ("README.txt", "CITATION.cff", "datacite.json", "ddi-codebook.xml"):
        told = (place / "datasets" / name).read_text()
        assert f"version {version}, which is no release" in told.replace("\n", " ")
        assert "release 6.0" not in told
    with pytest.raises(CommandError, match="nothing was imported"):
        call_command("import_dataset", place / table(place), verbosity=0, skip_checks=True)
    assert "a night's export of approved data that go on changing" in capsys.readouterr().err


@once_on_the_gate
@pytest.mark.every_file
def test_a_release_that_was_imported_bears_the_day_it_was_published(released, root) -> None:
    place = export(root, release="5.1").place / "datasets"
    assert "date-released: 2022-08-09" in (place / "CITATION.cff").read_text()
    assert json.loads((place / "datacite.json").read_text())["publicationYear"] == "2022"
    assert faults_of(place) == {}


@once_on_the_gate
@pytest.mark.every_file
def test_a_release_that_follows_one_whose_doi_is_corrected_names_the_corrected_one(
    released, root
) -> None:
    freeze_record("7.0", follows="5.1")
    first = export(root, release="7.0")
    assert not export(root, release="7.0").is_new
    says = {"citation": "", "url": "", "licence": "", "doi": "10.5281/zenodo.51"}
    asked = ask(Release.objects.get(label="5.1"), says, by=released.admin, reason="Typed.")
    confirm(asked, by=make_person("alma", "Alma Second", "admin"))
    made = export(root, release="7.0")
    assert made.is_new
    assert not first.place.exists()
    data = json.loads((made.place / "datasets/datacite.json").read_text())
    related = {work["relationType"]: work for work in data["relatedIdentifiers"]}
    assert related["IsNewVersionOf"]["relatedIdentifier"] == "10.5281/zenodo.51"


@on_the_gate
def test_a_release_that_was_imported_is_compared_with_the_one_before(released, root) -> None:
    assert "compare.csv" not in files(export(root, release="5.1").place)
    publish(two(), label="5.2")
    place = export(root, release="5.2").place
    assert manifest(place)["compared_with"] == "5.1"
    assert {row["change"] for row in rows(place, "compare.csv")} >= {"phase gone", "member left"}
    gone = [row for row in rows(place, "moved-by-alliance.csv") if row["file"] == "atop5_2a"]
    assert ("4765", "1") in [(row["atopid"], row["went"]) for row in gone]


def test_a_state_that_joins_what_was_published_is_noted_on_the_sheet(released, root) -> None:
    change(1005, 4, joins("225", year=1952), released)
    place = export(root).place
    (row,) = [row for row in rows(place, "changes.csv") if row["atopid"] == "1005"]
    assert (row["version"], row["question"]) == ("6.0", "4")
    (sheet,) = [sheet for sheet in sheets(place) if sheet["atop_id"] == 1005]
    assert [note[:28] for note in sheet["revision_notes"]] == ["Version 6.0: Q4 revised by C"]


def test_an_approved_code_is_in_the_files_and_a_pending_one_is_not(released, root) -> None:
    before = export(root).place
    change(4765, 16, {f"{RUSSIA}/defense": 1, f"{BELARUS}/defense": 1}, released)
    pending(
        Sheet.objects.get(atop_id=1005),
        16,
        None,
        by=released.coder,
        codes={"2/consul": 1, "20/consul": 1},
    )
    after = export(root).place
    name = table(after, "dy")
    told = {(row["mem1"], row["defense"], row["consul"]) for row in rows(after, name)}
    assert told == {("2", "1", "0"), ("365", "1", "1")}
    assert (before / name).read_bytes() != (after / name).read_bytes()


def test_what_is_new_or_revised_since_the_last_release_is_told(released, root) -> None:
    told = flags(export(root).place, "new5", "rev5", "new6", "rev6")
    assert set(told.values()) == {("0", "0", "0", "0")}
    change(4765, 36, {"base": 1}, released)
    make_sheet(
        5200, q3="March 1, 2017", q4="2 United States of America\n220 France", q16="Defense."
    )
    for question, codes in ROSTER.items():
        change(5200, question, codes, released)
    place = export(root).place
    assert flags(place, "new5", "new6", "rev6") == {
        1005: ("0", "0", "0"),
        4765: ("0", "0", "1"),
        5200: ("0", "1", "0"),
    }


def test_sheets_json_has_the_same_flags_for_every_sheet(released, root) -> None:
    make_sheet(5200)
    told = {
        sheet["atop_id"]: (sheet["codes"]["new5"], sheet["codes"]["new6"], sheet["codes"]["rev6"])
        for sheet in sheets(export(root).place)
    }
    assert told == {1005: (0, 0, 0), 4765: (0, 0, 0), 5200: (None, None, None)}


def test_a_release_of_the_same_number_adds_no_flags(released, root) -> None:
    open_release(label="5.2")
    place = export(root).place
    (header, *_) = (place / table(place)).read_text().splitlines()
    assert header.endswith(",source,new5,rev5,version")


def test_until_the_open_release_has_a_cut_off_the_last_one_counts(released, root) -> None:
    place = export(root).place
    assert manifest(place)["cut_off"] == "2018-12-31"
    assert max(row["year"] for row in rows(place, table(place, "sy"))) == "2018"


@pytest.mark.acceptance(15)
def test_the_cut_off_of_the_open_release_ends_the_years(released, root) -> None:
    open_release(cut_off="2021-12-31")
    place = export(root).place
    assert manifest(place)["cut_off"] == "2021-12-31"
    assert max(row["year"] for row in rows(place, table(place, "sy"))) == "2021"


@pytest.mark.django_db
def test_without_any_cut_off_the_last_year_that_is_coded_ends_the_years(cast) -> None:
    with_members(cast, "365", "370", year=1996)
    assert str(scope().cut_off) == "1996-12-31"


def test_each_decision_and_alliance_tells_which_rows_it_moved_in_which_file(released, root) -> None:
    """A base is coded for members, phases and alliances; who owes what in which year stays."""
    people = {"by": released.coder, "reviewer": released.reviewer}
    approved_change(Sheet.objects.get(atop_id=4765), 36, "No bases.", **people)
    change(4765, 36, {"base": 1}, released)
    change(4765, 16, {"365/defense": 1}, released)
    open_release(cut_off="1999-12-31")  # 1996 to 1999: four years for each state and pair
    place = export(root).place
    assert [row["decision"] for row in rows(place, "changes.csv")] == ["1", "2", "3"]
    listed = rows(place, "moved-by-decision.csv")
    stems = [table(place, level)[len("datasets/") : -len(".csv")] for level in LEVELS]
    base, defense = (
        {row["file"]: row for row in listed if row["decision"] == number} for number in "23"
    )
    assert {row["decision"] for row in listed} == {"2", "3"}
    assert [stem for stem in stems if stem in base] == stems[:3]
    assert [base[stem]["changed"] for stem in stems[:3]] == ["2", "1", "1"]
    # The phase promises active help now, and not alike: the other member's row says so, too.
    assert [defense[stem]["changed"] for stem in stems] == ["2", "1", "1", "4", "4", "4"]
    of_pair = defense[stems[5]]
    assert (of_pair["atopid"], of_pair["phases"], of_pair["questions"]) == ("4765", "0", "16")
    assert (of_pair["reviewer"], of_pair["came"]) == (str(released.reviewer.get_full_name()), "0")
    assert of_pair["which_changed"] == "ddyad=365370 year=1996-1999"
    net = {row["file"]: row for row in rows(place, "moved-by-alliance.csv")}
    assert [net[stem]["changed"] for stem in stems] == ["2", "1", "1", "4", "4", "4"]


def test_what_differs_from_the_release_before_stands_beside_the_files(released, root) -> None:
    change(4765, 36, {"base": 1}, released)
    hidden = {"by": released.coder, "codes": {"estmode": 1}}
    pending(Sheet.objects.get(atop_id=1005), 6, None, **hidden)
    listed = rows(export(root).place, "compare.csv")
    assert [(row["change"], row["variable"]) for row in listed] == [
        *(("column new", "new6"), ("column new", "rev6"), ("changed", "base")),
    ]
    assert [listed[2][name] for name in ("atopid", "old_label", "new_label")] == [
        *("4765", *map(BY_NAME["base"].codes.get, (0, 1))),
    ]


def test_what_begins_after_the_cut_off_is_listed(released, root) -> None:
    open_release(cut_off="1990-12-31")
    place = export(root).place
    assert [row["atopid"] for row in rows(place, table(place, "a"))] == ["1005"]
    listed = rows(place, "datasets/left-out.csv")
    assert [(row["atopid"], row["member"]) for row in listed] == [("4765", "365"), ("4765", "370")]
    assert {row["why"] for row in listed} == {
        "It begins after 1990-12-31, the last day of the files."
    }


def test_a_sheet_without_codes_is_listed(released, root) -> None:
    make_sheet(5200)
    made = export(root)
    (listed,) = rows(made.place, "datasets/left-out.csv")
    assert (listed["atopid"], listed["phase"], listed["member"]) == ("5200", "0", "")
    assert listed["why"] == "No member is coded yet."
    assert made.left_out == 1


@pytest.mark.django_db
def test_a_record_without_codes_gives_files_without_rows(root) -> None:
    place = export(root).place
    assert rows(place, table(place)) == rows(place, "datasets/left-out.csv") == []
    assert manifest(place)["cut_off"] is None


def test_without_an_open_release_the_files_say_so(released, root) -> None:
    kept = QUESTIONNAIRE.as_json()
    open_release(frozen_at=timezone.now(), cut_off=date(2020, 12, 31), questionnaire=kept)
    place = export(root).place
    (version,) = {row["version"] for row in rows(place, table(place))}
    assert version.startswith("unreleased.dev")
    assert manifest(place)["release"] is None


def test_a_label_that_names_no_file_is_told_before_anything_is_written(released, root) -> None:
    open_release(label="6.0 beta")
    with pytest.raises(ExportFailed, match=r"“6\.0 beta” cannot label a release.*rename"):
        export(root)


def test_a_frozen_release_stays_as_it_was_recorded(released, root) -> None:
    before = files(export(root, release="5.1").place)
    change(4765, 36, {"base": 1}, released)
    make_sheet(5200)
    open_release(label="6.1", cut_off="2021-12-31")
    after = files(export(root, release="5.1").place)
    assert after == before
    assert "datasets/atop5_1m.csv" in after


@pytest.mark.parametrize(
    ("cut_off", "doubt"),
    [
        (date(1000, 12, 31), "its files are empty"),
        (date(2999, 12, 31), "its cut-off, 2999-12-31, is after the day on which it was frozen"),
        (date(2018, 12, 31), ""),
    ],
)
def test_a_release_frozen_with_a_cut_off_that_cannot_be_right_is_told(
    released, root, cut_off, doubt
) -> None:
    """Frozen before the gate refused it."""
    release = Release.objects.get(label="5.1")
    release.cut_off = cut_off
    spoil(release)
    made = export(root, release="5.1")
    assert made.doubt.startswith(doubt)
    assert bool(made.doubt) == bool(doubt)


def test_a_frozen_release_has_codes_and_says_that_it_has_no_prose(released, root) -> None:
    make_sheet(4235)
    place = export(root, release="5.1").place
    manifest_ = manifest(place)
    assert (manifest_["release"], manifest_["frozen"], manifest_["cut_off"]) == (
        "5.1",
        True,
        "2018-12-31",
    )
    assert (manifest_["sheets"], manifest_["changes_since_release"]) == (2, None)
    assert "no prose" in manifest_["remark"]
    assert {file["name"].split("/")[0] for file in manifest_["files"]} == {
        *("sheets.json", "datapackage.json", "datasets")
    }
    one, other = sheets(place)
    assert [one["atop_id"], other["atop_id"]] == [1005, 4765]
    assert set(one["answers"].values()) == {""}
    assert [member["member"] for member in other["members"]] == [RUSSIA, BELARUS]
    assert (one["codes"]["new5"], "new6" in one["codes"]) == (0, False)


def test_the_record_as_it_stands_needs_no_remark(released, root) -> None:
    manifest_ = manifest(export(root).place)
    assert (manifest_["frozen"], manifest_["remark"]) == (False, None)


@pytest.mark.parametrize("label", ["6.0", "5.9", ""])
def test_a_release_that_is_not_frozen_here_is_refused_with_those_that_are(
    released, root, label
) -> None:
    export(root)
    before = (root / "latest").resolve()
    with pytest.raises(ExportFailed, match=rf"no frozen release “{label}” here, only 5\.1\."):
        export(root, release=label)
    assert (root / "latest").resolve() == before


@pytest.mark.django_db
def test_where_no_release_is_frozen_the_way_to_one_is_told(root) -> None:
    with pytest.raises(ExportFailed, match="import_dataset"):
        export(root, release="5.1")


@on_the_gate
def test_after_an_export_of_a_release_sheets_are_still_linked(released, root) -> None:
    first = export(root).place
    export(root, release="5.1")
    second = export(root).place
    assert (first / "sheets/4765.pdf").samefile(second / "sheets/4765.pdf")


@on_the_gate
def test_our_own_member_file_with_its_flags_comes_in_again(released, root) -> None:
    change(4765, 36, {"base": 1}, released)
    place = export(root).place
    open_release(label="6.1")
    version = manifest(place)["version"]
    ours = root / "atop6_0m.csv"
    ours.write_text((place / table(place)).read_text().replace(version, "6.0"))
    call_command("import_dataset", ours, "--cut-off=2018-12-31", verbosity=0, skip_checks=True)
    again = export(root, release="6.0").place
    for level in LEVELS:
        nightly = (place / table(place, level)).read_text()
        assert (again / table(again, level)).read_text() == nightly.replace(version, "6.0")
