"""How many rows each approved change moved: walked back through codes, compared with all files."""

from copy import deepcopy
from datetime import date
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.cells import MISSING, Coding
from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.codebook.sheet import CodedPhase
from coding.datasets.moved import FILES, NOTHING
from coding.datasets.publishable import publishable
from coding.datasets.release import Release
from coding.export.moved_rows import COLUMNS, CodeChange, rows_moved
from coding.models.variables import QUESTIONNAIRE
from tests.datasets.test_moved import Counted, counted, difference

RELEASE = Release("6.0", date(2018, 12, 31), ("new6", "rev6"), QUESTIONNAIRE)
DATES = ("yrent", "moent", "dayent", "yrexit", "moexit", "dayexit")
LASTS = dict(zip(DATES, (2010, 1, 1, 0, 0, 0), strict=True))

Record = dict[tuple[int, int], dict[str, int]]  # atop_id, phase → cells


def member(key: str, **codes: int) -> dict[str, int]:
    """The cells of a member that is in since 2010; it owes defense unless something is said."""
    owed = {**dict.fromkeys(PRIMARY_OBLIGATIONS, 0), "defense": 1}
    values = {"member": int(key.partition(".")[0]), **LASTS, **owed, **codes}
    return {f"{key}/{name}": value for name, value in values.items()}


def alliance(*keys: str, **codes: int) -> dict[str, int]:
    """The cells of an alliance with these members."""
    cells = {"bilat": int(len(keys) <= 2), **codes}
    return dict(chain(cells.items(), *(member(key).items() for key in keys)))


def coded(record: Record) -> list[list[CodedPhase]]:
    """The record as an export reads it."""
    alliances: dict[int, list[CodedPhase]] = {}
    for (atop_id, phase), cells in sorted(record.items()):
        coding = Coding.of(cells)
        flags = {key: {"new6": 0, "rev6": 1} for key in coding.members}
        alliances.setdefault(atop_id, []).append(CodedPhase(atop_id, phase, coding, flags))
    return list(alliances.values())


def approve(record: Record, sheet: tuple[int, int], codes: dict[str, int | None]) -> CodeChange:
    """Put codes into the record as an approval does; a member goes with all that is its own."""
    cells = record[sheet]
    base = {cell: cells.get(cell) for cell in codes}
    for cell, value in codes.items():
        cells.pop(cell, None)
        if value is not None:
            cells[cell] = value
        elif cell.endswith("/member"):
            _take_off(cells, cell.removesuffix("/member"))
    return CodeChange(*sheet, codes, base)


def _take_off(cells: dict[str, int], key: str) -> None:
    for cell in list(cells):
        if key in cell.partition("/")[0].split(">") and "/" in cell:
            del cells[cell]


def files_of(record: Record) -> Counted:
    found = publishable(coded(record), RELEASE)
    return counted(found.rows, found.pairs, RELEASE, found.uncoded)


def moved(record: Record, *changes: tuple[int, dict[str, int | None]]) -> list[dict[str, int]]:
    """What each change moved, by column; the record begins as it was released."""
    released = coded(deepcopy(record))
    approved = [approve(record, (atop_id, 0), codes) for atop_id, codes in changes]
    numbers = rows_moved(approved, coded(record), released, RELEASE)
    return [{n: rows for n, rows in zip(COLUMNS, one, strict=True) if rows} for one in numbers]


KEYS = ("2", "20", "40", "40.2")
VARIABLES = {
    **dict.fromkeys(PRIMARY_OBLIGATIONS, (0, 1, 1, MISSING, None)),
    **{"yrent": (2010, 2011, 2014, None), "moent": (1, 12), "dayent": (1, 28, MISSING, None)},
    **{"yrexit": (0, 2012, 2016, 2019, None), "moexit": (0, 6), "dayexit": (0, 15, MISSING)},
    **{"cowwar": (0, 22), "conwtin": (1, 2)},
}
OF_ALLIANCE = {"bilat": (0, 1, None), "asymm": (0, 1), "milcon": (0, 2, None), "cowid": (1, 2)}


def one_of(variables: dict[str, tuple]) -> st.SearchStrategy:
    return st.sampled_from([(name, value) for name, some in variables.items() for value in some])


@st.composite
def records(draw) -> Record:
    sheets = [(1005, 0), *draw(st.sampled_from([[(1010, 0)], [(1010, 1), (1010, 2)]]))]
    keys = st.lists(st.sampled_from(KEYS), min_size=1, unique=True)
    return {sheet: alliance(*sorted(draw(keys)), milcon=0) for sheet in sheets}


def member_codes(draw, keys: list[str]) -> dict[str, int | None]:
    cells = {}
    for key in draw(st.lists(st.sampled_from(keys), min_size=1, unique=True)) if keys else ():
        name, value = draw(one_of(VARIABLES))
        cells[f"{key}/{name}"] = value
    return cells


def pair_codes(draw, keys: list[str]) -> dict[str, int | None]:
    pairs = [f"{one}>{other}" for one in keys for other in keys if one[:2] != other[:2]]
    if not pairs:
        return {}
    pair = draw(st.sampled_from(pairs))
    defense, others = draw(st.sampled_from([(1, 0), (0, 1), (None, None), (MISSING, 0)]))
    owed = {**dict.fromkeys(PRIMARY_OBLIGATIONS, others), "defense": defense}
    return {f"{pair}/{name}": value for name, value in owed.items()}


def roster(draw, keys: list[str]) -> dict[str, int | None]:
    key = draw(st.sampled_from(KEYS))
    if key in keys:
        return {f"{key}/member": None}
    return member(key) if draw(st.booleans()) else {f"{key}/member": int(key.partition(".")[0])}


@st.composite
def steps(draw, record: Record) -> tuple[tuple[int, int], dict[str, int | None]]:
    """A sheet, and what is approved there: codes of any kind, or prose only."""
    sheet = draw(st.sampled_from(sorted(record)))
    keys = sorted(cell.partition("/")[0] for cell in record[sheet] if cell.endswith("/member"))
    kinds = (member_codes, pair_codes, roster)
    kind = draw(st.sampled_from([*kinds, None]))
    if kind is None:
        return sheet, dict([draw(one_of(OF_ALLIANCE))] * draw(st.integers(0, 1)))
    return sheet, kind(draw, keys)


@given(records(), st.data())
def test_each_change_moved_what_differs_between_all_files_before_and_after_it(record, data) -> None:
    released = coded(deepcopy(record))
    changes, wanted, before = [], [], files_of(record)
    for _ in range(data.draw(st.integers(1, 6))):
        changes.append(approve(record, *data.draw(steps(record))))
        after = files_of(record)
        wanted.append(difference(before, after))
        before = after
    assert rows_moved(changes, coded(record), released, RELEASE) == wanted


def test_the_columns_are_named_by_file() -> None:
    assert len(COLUMNS) == len(FILES) == 13
    assert " ".join(COLUMNS) == (
        "rows_m rows_aph rows_a rows_sy rows_dy rows_ddyr rows_m_nna rows_aph_nna rows_a_nna "
        "rows_sy_nna rows_dy_nna rows_ddyr_nna rows_inst"
    )


def test_prose_moves_nothing_and_does_not_even_read_the_record() -> None:
    def unread():
        raise AssertionError("read")
        yield

    prose = CodeChange(1005, 0, {}, {})
    assert rows_moved([prose, prose], unread(), unread(), RELEASE) == [NOTHING, NOTHING]


def test_changes_of_one_alliance_are_told_apart_in_their_order() -> None:
    told = moved(
        {(1005, 0): alliance("2", "20")},
        (1005, {"conwtin": 1}),
        (1005, {}),
        (1005, {"2/consul": 1}),
        (1005, {"conwtin": 2}),
    )
    assert [one.get("rows_m", 0) for one in told] == [2, 0, 1, 2]
    assert [one.get("rows_ddyr", 0) for one in told] == [0, 0, 9, 0]


def test_a_change_that_was_changed_back_counts_both_times() -> None:
    record = {(1005, 0): alliance("2", "20", milcon=0)}
    told = moved(record, (1005, {"milcon": 2}), (1005, {"milcon": 0}))
    assert [one["rows_m"] for one in told] == [2, 2]


def test_a_member_taken_off_takes_its_years_along_though_the_change_names_only_its_cell() -> None:
    (told,) = moved({(1005, 0): alliance("2", "20", "40")}, (1005, {"40/member": None}))
    assert (told["rows_m"], told["rows_aph"], told["rows_sy"]) == (1, 1, 9)
    assert (told["rows_dy"], told["rows_ddyr"]) == (18, 36)


def test_what_was_coded_since_the_release_goes_with_a_member_too() -> None:
    record = {(1005, 0): alliance("2", "20")}
    told = moved(record, (1005, member("40")), (1005, {"40/member": None}))
    assert told[0] == told[1]
    assert told[1]["rows_sy"] == 9


def test_a_member_goes_from_a_first_phase_that_was_the_only_one_when_released() -> None:
    only = alliance("2", "20", "40")
    record = {(1005, 1): dict(only), (1005, 2): alliance("2", "20", "40")}
    change = approve(record, (1005, 1), {"40/member": None})
    (told,) = rows_moved([change], coded(record), coded({(1005, 0): only}), RELEASE)
    assert told[0] == 1


def test_changes_are_found_in_a_release_that_was_frozen_before_a_second_phase_was_begun() -> None:
    frozen = {(1005, 0): alliance("2", "20")}
    change = approve(frozen, (1005, 0), {"conwtin": 1})._replace(phase=1)
    (told,) = rows_moved([change], coded(frozen), (), RELEASE)
    assert told[:3] == (2, 1, 1)


def test_a_change_of_a_sheet_that_the_data_do_not_have_moves_nothing() -> None:
    record = {(1005, 0): alliance("2", "20")}
    changes = [CodeChange(at, 2, {"conwtin": 1}, {"conwtin": None}) for at in (1005, 1010)]
    assert rows_moved(changes, coded(record), (), RELEASE) == [NOTHING, NOTHING]


@pytest.mark.parametrize("cell", ["2/defense", "40/yrexit", "bilat"])
def test_the_code_that_makes_an_alliance_publishable_moves_all_its_rows(cell) -> None:
    record = {(1005, 0): alliance("2", "20", "40")}
    value = record[1005, 0].pop(cell)
    (told,) = moved(record, (1005, {cell: value}))
    assert (told["rows_m"], told["rows_sy"], told["rows_ddyr"]) == (3, 27, 54)
