"""The official member file of release 5.1: read, put together, and taken apart cell for cell."""

import csv
import io

import pandas
import pytest

from coding.codebook.cells import MISSING
from coding.codebook.variables import Kind, Variable
from coding.datasets.reading.grouping import phases_of
from coding.datasets.reading.known_releases import why_not_as_published
from coding.datasets.reading.member_file import read_member_file
from tests import release_5_1
from tests.costly import on_the_gate
from tests.datasets.reading.rows_of_phases import all_rows
from tests.given_files import reference
from tests.release_5_1 import dictionary

pytestmark = [
    pytest.mark.published,
    pytest.mark.xdist_group("reading 5.1"),  # once, not once for each core
]
ANNAM = 8152
STATE_CODES = ("member", "statthr1", "statthr2")
SOME = 200  # rows; to write more into a workbook takes long
TIES = {3433, 3610, 3625, 4070, 4195}  # phase 3 before phase 2; reference 5.8, point 1


def variables():
    return tuple(
        Variable(
            name=name,
            scope=variable["scope"],
            codes={int(code): label for code, label in (variable["codes"] or {}).items()},
            missing=variable["missing"].removeprefix("never missing"),
            kind=Kind.STATE if name in STATE_CODES else Kind.NUMBER,
        )
        for name, variable in dictionary().items()
        if name not in ("new5", "rev5", "version")
    )


def states():
    with reference("data/cow/cow_states.csv").open(newline="") as file:
        return {int(spell["ccode"]) for spell in csv.DictReader(file)} | {ANNAM}


def official(level="m"):
    return release_5_1.official(f"atop5_1{level}.csv").read_bytes()


def read(content):
    return read_member_file("atop5_1m.csv", content, variables(), states())


@pytest.fixture(scope="module")
def file():
    return read(official())


@pytest.fixture(scope="module")
def found(file):
    return phases_of(file, variables())


def published_order(row):
    """By alliance, day of entry (an unknown one last), member; then by phase (5.8, point 1)."""
    day = row["dayent"] or 32
    keys = ("atopid", "yrent", "moent", "member", "phase")
    atop_id, year, month, member, phase = (row[key] for key in keys)
    return atop_id, year, month, day, member, phase


def test_the_release_is_read_whole(file):
    assert (len(file.rows), len(file.columns), file.problems) == (2510, 104, ())
    assert (file.label, str(file.cut_off), file.flags) == ("5.1", "2018-12-31", ("new5", "rev5"))


def test_its_one_code_without_a_label_is_told(file):
    (remark,) = file.remarks
    assert (remark.line, remark.column, remark.found) == (2126, "refothio", "2")
    assert (file.rows[2124].values["atopid"], file.rows[2124].values["member"]) == (4860, 704)


def test_its_derived_variables_all_follow_from_its_codes(found):
    assert found.warnings == ()


def test_two_members_carry_an_alliance_level_code_of_their_own(found):
    assert [(note.column, note.found) for note in found.notes] == [
        ("cowid", "3617 beside missing"),
        ("refothio", "2 beside 0"),
    ]
    phases = {(phase.atop_id, phase.phase): phase.coding for phase in found.phases}
    assert len(phases) == 849
    assert phases[3740, 1].alliance["cowid"] == MISSING
    assert phases[3740, 1].cells["255/cowid"] == 3617
    assert (phases[4860, 0].alliance["refothio"], phases[4860, 0].cells["704/refothio"]) == (0, 2)


def test_three_states_came_back(found):
    again = [
        (phase.atop_id, phase.phase, key)
        for phase in found.phases
        for key in phase.coding.members
        if "." in key
    ]
    assert again == [(3015, 0, "651.2"), (3205, 0, "651.2"), (3740, 2, "345.2")]


def test_its_rows_come_back_cell_for_cell(file, found):
    rows = sorted(all_rows(found.phases, file.columns), key=published_order)
    published = [row.values for row in file.rows]
    assert sorted(published, key=published_order) == rows
    moved = {row["atopid"] for row, there in zip(rows, published, strict=True) if row != there}
    assert moved == TIES


def test_the_file_written_again_from_the_codes_is_the_same_file(file, found):
    lines = official().decode("ascii").split("\r\n")
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*file.columns, "version"])
    for row in sorted(all_rows(found.phases, file.columns), key=published_order):
        writer.writerow([*row.values(), file.label])
    written = text.getvalue().split("\r\n")
    assert (written[0], sorted(written)) == (lines[0], sorted(lines))


def test_the_same_release_from_a_stata_file_is_the_same(file):
    frame = pandas.read_csv(io.BytesIO(official())).astype({"version": "float32"})
    content = io.BytesIO()
    labels = {name: f"(max) {name}" for name in frame}
    frame.to_stata(content, write_index=False, version=114, variable_labels=labels)
    assert read(content.getvalue()).rows == file.rows


def test_it_is_known_by_its_counts_and_its_checksum(file):
    assert why_not_as_published("m.csv", file.label, file.rows) is None
    counted = "it has 26 alliances in 29 phases, the release has 789"
    assert counted in why_not_as_published("m.csv", "5.1", file.rows[:100])
    doubled = [*file.rows[1:], file.rows[1]]
    assert "one value was changed" in why_not_as_published("m.csv", "5.1", doubled)


def text() -> str:
    return official().decode().replace("\r\n", "\n")


def each(change):
    """What makes a change to every value of the file."""

    def changed(content):
        head, *lines = content.split("\n")
        return "\n".join(
            [head, *(",".join(map(change, line.split(","))) for line in lines if line)]
        )

    return changed


def with_odd_heads(content):
    head, rest = content.split("\n", maxsplit=1)
    return head.upper().replace(",", " , ") + "\n" + rest


def with_empty_rows(content):
    head, _ = content.split("\n", maxsplit=1)
    return content + ("," * head.count(",") + "\n") * 3


SAVED = {
    "semicolons": lambda content: content.replace(",", ";"),
    "sep": lambda content: f"sep=,\n{content}",
    "utf-16": lambda content: content.replace(",", "\t").encode("utf-16"),
    "heads": with_odd_heads,
    "empty rows": with_empty_rows,
    "dots": each(lambda value: value or "."),
    "NA": each(lambda value: value or "NA"),
    "points": each(lambda value: f"{value}.0" if value.isdigit() else value),
    "mark": lambda content: f"\ufeff{content}",
}


@on_the_gate  # test_as_people_save_it.py has these ways by day, on a small file
@pytest.mark.parametrize("way", SAVED)
def test_the_release_as_people_save_it_is_the_same(file, way):
    saved = SAVED[way](text())
    found = read(saved if isinstance(saved, bytes) else saved.encode())
    assert (found.problems, found.rows) == ((), file.rows)


def test_the_release_as_an_excel_workbook_is_the_same(file):
    content = io.BytesIO()
    frame = pandas.read_csv(io.BytesIO(official()), nrows=SOME)
    frame.to_excel(content, index=False, engine="xlsxwriter")
    assert read(content.getvalue()).rows == file.rows[:SOME]


@pytest.mark.parametrize("level", ["a", "aph", "sy", "ddyr"])
def test_the_official_files_of_other_levels_are_refused(level):
    (problem,) = read(official(level)).problems
    assert "atop5_1m.csv" in problem.fix
