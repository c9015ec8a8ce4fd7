"""The gate over the dataset files: each kind of fault is planted, and is all that is found."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given

from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.datasets.every_file import DatasetTable, derive
from coding.datasets.faults import FaultKind, RowFault
from coding.datasets.member import Row
from coding.datasets.pairs import DirectedObligations
from coding.datasets.release import Level
from coding.datasets.soundness import faults_in
from coding.datasets.years import YearRun
from tests.datasets.member_rows import (
    ANNAM,
    BRAZIL,
    CANADA,
    CUBA,
    FRANCE,
    RELEASE,
    USA,
    member,
    named,
    owes,
)
from tests.datasets.test_properties import with_pairs

NO_YES = {0: "no", 1: "yes"}
LABELS = dict.fromkeys((*PRIMARY_OBLIGATIONS, "refothio", "asymm", "shareob", "wartime"), NO_YES)
LEAGUE = [member(s, "2016-05-05", bilat=0, defense=1, nonagg=1) for s in (USA, CANADA, CUBA)]
PACT = [member(s, "2017-01-01", atopid=1010, nonagg=1) for s in (USA, BRAZIL)]
ROWS = [*LEAGUE, *PACT]
FILES = [f"{level}{nna}" for nna in ("", "_NNA") for level in Level if level + nna != "inst_NNA"]

Change = Callable[[list], Iterable]  # the rows of a file, as planted


def found(rows: list[Row], *pairs: DirectedObligations, **planted: Change) -> list[RowFault]:
    """What is found in the files once some have other rows, such as sy=… or dy_NNA=…

    The rows of a year file come one by one, as runs of one year.
    """
    tables = (
        _planted(table, planted[named(table)]) if named(table) in planted else table
        for table in derive(rows, pairs, RELEASE)
    )
    return list(faults_in(tables, RELEASE.cut_off, LABELS))


def _planted(table: DatasetTable, change: Change) -> DatasetTable:
    if table.runs is None:
        return replace(table, rows=lambda: change(list(table.rows())))
    one_by_one = [
        YearRun(key, year, year, cells)
        for key, first, last, cells in table.runs()
        for year in range(first, last + 1)
    ]
    return replace(table, runs=lambda: change(one_by_one))


def kinds(faults: list[RowFault]) -> list[tuple[FaultKind, str, dict]]:
    return [(fault.kind, fault.file.removeprefix("atop9_9"), dict(fault.key)) for fault in faults]


def without(number: int, year: int) -> Change:
    return lambda runs: [run for run in runs if (run.key, run.first) != (number, year)]


def copied(number: int, to: int, *, year: int) -> Change:
    """The row of a state or pair once more, under another number."""

    def change(runs: list[YearRun]) -> list[YearRun]:
        (row,) = (run for run in runs if (run.key, run.first) == (number, year))
        return [*runs, row._replace(key=to)]

    return change


def other(place: int, cell: object, *numbers: int, year: int) -> Change:
    """Another cell in rows of a year file; places count from the column after the year."""

    def change(runs: list[YearRun]) -> Iterator[YearRun]:
        for run in runs:
            is_meant = run.key in numbers and run.first == year
            cells = (*run.cells[:place], cell, *run.cells[place + 1 :])
            yield run._replace(cells=cells) if is_meant else run

    return change


DEFENSE, NONAGG, SHAREOB, TRANSYR = 1, 4, 6, 7  # behind the key, the year


@given(with_pairs)
def test_what_is_derived_is_sound(given_data) -> None:
    rows, pairs = given_data
    assert found(rows, *pairs) == []


def test_a_state_without_a_code_of_three_digits_is_in_no_year_file_and_nothing_is_missed() -> None:
    assert found([member(FRANCE), member(ANNAM)]) == []


@pytest.mark.parametrize("file", FILES)
def test_a_key_that_stands_twice(file) -> None:
    faults = found(ROWS, **{file: lambda rows: [*rows, rows[0]]})
    assert [fault.kind for fault in faults] == [FaultKind.DUPLICATE]
    assert faults[0].file.replace("9_9", "").removeprefix("atop") == file


@pytest.mark.parametrize("file", ["sy", "sy_NNA"])
def test_a_year_of_a_state_that_is_not_there(file) -> None:
    faults = found(ROWS, **{file: without(CANADA, 2017)})
    assert kinds(faults) == [(FaultKind.ABSENT, file, {"state": CANADA, "year": 2017})]


def test_a_year_of_a_pair_that_is_in_no_file() -> None:
    there, back = without(2020, 2017), without(20002, 2017)
    faults = found(ROWS, dy=there, ddyr=lambda runs: there(back(runs)))
    assert kinds(faults) == [(FaultKind.ABSENT, "dy", {"dyad": 2020, "year": 2017})]


def test_a_pair_may_be_absent_from_the_files_without_pacts_only_where_it_owes_no_more() -> None:
    phases = [
        *(member(s, "2010-01-01", "2013-01-01", phase=1, nonagg=1) for s in (USA, CUBA)),
        *(member(s, "2013-01-01", phase=2, nonagg=1, defense=1) for s in (USA, CUBA)),
    ]
    assert found(phases) == []
    there, back = without(2040, 2014), without(40002, 2014)
    faults = found(phases, dy_NNA=there, ddyr_NNA=lambda runs: there(back(runs)))
    assert kinds(faults) == [(FaultKind.ABSENT, "dy_NNA", {"dyad": 2040, "year": 2014})]


def test_a_year_in_which_no_alliance_binds_the_state() -> None:
    faults = found(ROWS, sy=lambda runs: [*runs, runs[0]._replace(first=2010, last=2010)])
    assert kinds(faults) == [(FaultKind.UNFOUNDED, "sy", {"state": USA, "year": 2010})]


def test_a_pair_that_never_was_one() -> None:
    there, back = copied(2020, 20140, year=2018), copied(20002, 140020, year=2018)
    planted = {"dy": there, "ddyr": lambda runs: there(back(runs))}
    assert kinds(found(ROWS, **planted)) == [
        (FaultKind.UNFOUNDED, "dy", {"dyad": 20140, "year": 2018}),
    ]


def test_two_states_of_which_one_follows_the_other_on_one_day_are_no_pair() -> None:
    rows = [
        member(USA, "2010-01-01", bilat=0, defense=1),
        member(CUBA, "2010-01-01", "2012-03-03", bilat=0, defense=1),
        member(BRAZIL, "2012-03-03", bilat=0, defense=1),
    ]
    assert found(rows) == []


def test_a_year_after_the_cut_off() -> None:
    faults = found(ROWS, sy=lambda runs: [*runs, runs[0]._replace(first=2019, last=2019)])
    assert kinds(faults) == [(FaultKind.LATE, "sy", {"state": USA, "year": 2019})]
    assert str(faults[0]).endswith("the year is after 2018-12-31, the last day of the files.")


def test_a_pair_that_owes_only_nonaggression_in_a_file_without_such_pacts() -> None:
    planted = {
        "dy_NNA": other(DEFENSE, 0, 2020, year=2017),
        "ddyr_NNA": other(DEFENSE, 0, 2020, 20002, year=2017),
    }
    faults = found(ROWS, **planted)
    assert kinds(faults) == [(FaultKind.PURE, "dy_NNA", {"dyad": 2020, "year": 2017})]


@pytest.mark.acceptance(14)
@pytest.mark.parametrize(("gone", "left"), [(20002, 2020), (2020, 20002)])
def test_a_directed_pair_without_its_mirror_row(gone, left) -> None:
    faults = found(ROWS, ddyr=without(gone, 2018))
    assert kinds(faults) == [(FaultKind.ONE_SIDED, "ddyr", {"ddyad": left, "year": 2018})]


@pytest.mark.parametrize("number", [2020, 20002])
def test_a_column_that_both_directions_share_and_that_differs(number) -> None:
    faults = found(ROWS, ddyr=other(TRANSYR, 1, number, year=2018))
    assert kinds(faults) == [(FaultKind.ASYMMETRIC, "ddyr", {"ddyad": 2020, "year": 2018})]
    assert "another transyr." in faults[0].text


@pytest.mark.parametrize("place", [DEFENSE, SHAREOB, TRANSYR])
def test_a_cell_of_dy_that_ddyr_does_not_have(place) -> None:
    cell = {DEFENSE: 0, SHAREOB: 1, TRANSYR: 1}[place]
    faults = found(ROWS, dy=other(place, cell, 2020, year=2018))
    assert kinds(faults) == [(FaultKind.DISAGREES, "ddyr", {"ddyad": 2020, "year": 2018})]


def test_what_one_state_alone_owes_stands_in_dy_and_shareob_of_one_direction_does_not() -> None:
    assert found(LEAGUE, owes(1005, 0, USA, CANADA)) == []


def test_a_pair_that_only_one_of_dy_and_ddyr_has() -> None:
    there, back = without(2020, 2018), without(20002, 2018)
    faults = found(ROWS, ddyr=lambda runs: there(back(runs)))
    assert kinds(faults) == [(FaultKind.DISAGREES, "ddyr", {"ddyad": 2020, "year": 2018})]
    faults = found(ROWS, dy=there)
    assert [fault.kind for fault in faults] == [FaultKind.ABSENT, FaultKind.DISAGREES]


def test_a_value_without_a_label_is_told_with_its_cell() -> None:
    odd = [*LEAGUE[:2], {**LEAGUE[2], "refothio": 2}]
    faults = found(odd)
    assert {fault.kind for fault in faults} == {FaultKind.CODE}
    assert {(fault.column, fault.value) for fault in faults} == {("refothio", 2)}
    assert [file for _, file, _ in kinds(faults)] == ["m", "aph", "a", "m_NNA", "aph_NNA", "a_NNA"]
    assert str(faults[0]) == (
        f"atop9_9m, atopid 1005, phase 0, member {CUBA}, yrent 2016, moent 5: "
        "refothio is 2, which has no label."
    )


def test_a_missing_value_needs_no_label() -> None:
    assert found([{**row, "refothio": None} for row in LEAGUE]) == []


def test_a_value_of_a_year_file_without_a_label() -> None:
    faults = found(ROWS, sy=other(NONAGG, 7, CANADA, year=2018))
    assert kinds(faults) == [(FaultKind.CODE, "sy", {"state": CANADA, "year": 2018})]
