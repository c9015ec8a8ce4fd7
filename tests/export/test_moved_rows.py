"""Which rows decisions moved: walked back through codes, compared with all files."""

from collections import Counter
from copy import deepcopy
from datetime import date
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.cells import MISSING, Coding
from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.codebook.sheet import CodedPhase
from coding.datasets.effects.walking_back import PresentRecord
from coding.datasets.publishable import publishable
from coding.datasets.release import DatasetRelease
from coding.export.moved_rows import DecidedCodes, MovedRows, moved_by_alliance, moved_by_decision
from coding.history.compared_sides import ComparedPhase
from coding.history.comparison import differences as compared
from coding.models.variables import QUESTIONNAIRE
from tests.datasets.every_row import Counts, Keyed, counted, differences, rows_of_files

RELEASE = DatasetRelease("6.0", date(2018, 12, 31), ("new6", "rev6"), QUESTIONNAIRE)
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


def approve(
    record: Record, sheet: tuple[int, int], codes: dict[str, int | None], decision: int = 1
) -> DecidedCodes:
    """Put codes into the record as an approval does; a member goes with all that is its own."""
    cells = record[sheet]
    base = {cell: cells.get(cell) for cell in codes}
    for cell, value in codes.items():
        cells.pop(cell, None)
        if value is not None:
            cells[cell] = value
        elif cell.endswith("/member"):
            _take_off(cells, cell.removesuffix("/member"))
    return DecidedCodes(decision, "2026-11-29", "R", *sheet, 16, codes, base)


def _take_off(cells: dict[str, int], key: str) -> None:
    for cell in list(cells):
        if key in cell.partition("/")[0].split(">") and "/" in cell:
            del cells[cell]


def files_of(record: Record) -> dict[str, Keyed]:
    found = publishable(coded(record), RELEASE)
    return rows_of_files(found.rows, found.pairs, RELEASE, found.uncoded)


def present(record: Record) -> PresentRecord:
    return PresentRecord(coded(record), RELEASE)


def by_decision(changes: list[DecidedCodes], record: Record, released=()) -> list[MovedRows]:
    return moved_by_decision(changes, lambda: present(record), lambda: released)


def moved(record: Record, *decisions: list[tuple[int, dict[str, int | None]]]) -> list[Counts]:
    """What each decision moved; it may be on several sheets. The record begins as released."""
    released = coded(deepcopy(record))
    approved = [
        approve(record, (atop_id, 0), codes, number)
        for number, changes in enumerate(decisions, start=1)
        for atop_id, codes in changes
    ]
    return [counted(decision.files) for decision in by_decision(approved, record, released)]


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
    pairs = [f"{key}>{other}" for key in keys for other in keys if key[:2] != other[:2]]
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
def test_what_moved_is_what_differs_between_all_files_before_and_after(record, data) -> None:
    """Step by step, for each decision; and in all, as a comparison of both states shows it."""
    released, start = coded(deepcopy(record)), files_of(record)
    changes, wanted, before = [], [], start
    for decision in range(data.draw(st.integers(1, 4))):
        atop_id = data.draw(st.sampled_from([1005, 1010]))
        of_one = {sheet: record[sheet] for sheet in record if sheet[0] == atop_id}
        if data.draw(st.booleans()):
            changes, of_one = entered(record, atop_id, changes, decision)
        for _ in range(data.draw(st.integers(1, 3))):
            changes.append(approve(record, *data.draw(steps(of_one)), decision))
        after = files_of(record)
        wanted.append(differences(before, after))
        before = after
    told = by_decision(changes, record, released)
    assert [counted(decision.files) for decision in told] == [one for one in wanted if one]
    net = moved_by_alliance(present(record), released)
    longer = Counter({name: len(before[name]) - len(start[name]) for name in start})
    assert gained(told) == gained(net) == longer
    differing = {difference.phase.atop_id for difference in shown(released, coded(record))}
    assert {difference.atop_id for difference in net} <= differing


def entered(
    record: Record, atop_id: int, changes: list[DecidedCodes], decision: int
) -> tuple[list[DecidedCodes], Record]:
    """Let a phase enter by its first answer; return the changes so far, and the phase alone.

    What was the only one is the first from now on, also in changes that were made before.
    """
    if (atop_id, 0) in record:
        record[atop_id, 1] = record.pop((atop_id, 0))
    number = 1 + max(phase for key, phase in record if key == atop_id)
    record[atop_id, number] = {}
    first = DecidedCodes(decision, "2026-11-29", "R", atop_id, number, 2, {}, {}, enters=True)
    renamed = [
        change._replace(phase=change.phase or 1) if change.atop_id == atop_id else change
        for change in changes
    ]
    return [*renamed, first], {(atop_id, number): record[atop_id, number]}


def gained(moved: list[MovedRows]) -> Counter:
    """How many rows more each file has after all that moved; no file stands for 0."""
    found: Counter = Counter()
    for decision in moved:
        for name, (came, went, _) in counted(decision.files).items():
            found[name] += came - went
    return found


def shown(before: list[list[CodedPhase]], after: list[list[CodedPhase]]) -> list:
    """The phases that a comparison shows."""
    sides = (
        [ComparedPhase(p.atop_id, p.phase, p.coding.cells, {}) for phases in side for p in phases]
        for side in (before, after)
    )
    return [phase for alliance in compared(*sides) for phase in alliance.phases]


def test_prose_moves_nothing_and_does_not_even_read_the_record() -> None:
    def unread():
        raise AssertionError("read")

    prose = DecidedCodes(1, "2026-11-29", "R", 1005, 0, 2, {}, {})
    assert moved_by_decision([prose, prose], unread, unread) == []


def test_what_was_decided_together_moves_what_it_moves_in_all() -> None:
    """A roster without its codes would take the alliance out of the files for a moment."""
    codes = member("40")
    roster = {"40/member": codes.pop("40/member")}
    record = {(1005, 0): alliance("2", "20", bilat=0)}
    steps = [(1005, roster)], [(1005, codes)]
    assert [counts["sy"] for counts in moved(deepcopy(record), *steps)] == [(0, 18, 0), (27, 0, 0)]
    (net,) = moved(record, [*steps[0], *steps[1]])
    assert (net["m"], net["sy"], net["dy"]) == ((1, 0, 0), (9, 0, 0), (18, 0, 0))


def test_decisions_on_one_alliance_are_told_apart_in_their_order() -> None:
    told = moved(
        {(1005, 0): alliance("2", "20")},
        *([(1005, {"conwtin": 1})], [(1005, {})], [(1005, {"2/consul": 1})]),
        [(1005, {"conwtin": 2})],
    )
    assert [counts["m"] for counts in told] == [(0, 0, 2), (0, 0, 1), (0, 0, 2)]
    assert [counts.get("ddyr") for counts in told] == [None, (0, 0, 9), None]


def test_one_decision_on_several_alliances_is_told_of_each() -> None:
    record = {(1005, 0): alliance("2", "20"), (1010, 0): alliance("2", "40")}
    change = {"conwtin": 1}
    changes = [approve(record, (atop_id, 0), change, 7) for atop_id in (1010, 1005)]
    told = by_decision(changes, record)
    assert [(row.atop_id, row.decided[0].decision, row.phases) for row in told] == [
        *((1010, 7, (0,)), (1005, 7, (0,))),
    ]


def test_a_change_that_was_changed_back_counts_both_times_and_in_all_not_at_all() -> None:
    record = {(1005, 0): alliance("2", "20", milcon=0)}
    released = coded(deepcopy(record))
    told = moved(record, [(1005, {"milcon": 2})], [(1005, {"milcon": 0})])
    assert [counts["m"] for counts in told] == [(0, 0, 2), (0, 0, 2)]
    assert moved_by_alliance(present(record), released) == []


def test_a_member_taken_off_takes_its_years_along_though_the_change_names_only_its_cell() -> None:
    (told,) = moved({(1005, 0): alliance("2", "20", "40")}, [(1005, {"40/member": None})])
    assert (told["m"], told["aph"], told["sy"]) == ((0, 1, 0), (0, 0, 1), (0, 9, 0))
    assert (told["dy"], told["ddyr"]) == ((0, 18, 0), (0, 36, 0))


def test_of_two_spells_with_the_same_days_the_one_that_goes_was_the_first_before() -> None:
    """It is put back behind the other one; the files have it before it all the same."""
    record = {(1005, 0): alliance("2", "20", "40", "40.2")}
    changed, gone = {"40/consul": 1}, {"40/member": None}
    _, told = moved(deepcopy(record), [(1005, changed)], [(1005, gone)])
    approve(record, (1005, 0), changed)
    before = files_of(record)
    approve(record, (1005, 0), gone)
    assert told == differences(before, files_of(record))
    assert told["m"] == (0, 1, 1)


def test_what_was_coded_since_the_release_goes_with_a_member_too() -> None:
    record = {(1005, 0): alliance("2", "20")}
    told = moved(record, [(1005, member("40"))], [(1005, {"40/member": None})])
    assert [counts["sy"] for counts in told] == [(9, 0, 0), (0, 9, 0)]


def test_a_member_goes_from_a_first_phase_that_was_the_only_one_when_released() -> None:
    only = alliance("2", "20", "40")
    record = {(1005, 1): dict(only), (1005, 2): alliance("2", "20", "40")}
    change = approve(record, (1005, 1), {"40/member": None})
    (told,) = by_decision([change], record, coded({(1005, 0): only}))
    assert counted(told.files)["m"] == (0, 1, 0)


def test_changes_are_found_in_a_release_that_was_frozen_before_a_second_phase_was_begun() -> None:
    frozen = {(1005, 0): alliance("2", "20")}
    change = approve(frozen, (1005, 0), {"conwtin": 1})._replace(phase=1)
    (told,) = by_decision([change], frozen)
    assert (told.phases, counted(told.files)["m"]) == ((0,), (0, 0, 2))


def test_a_phase_that_enters_with_its_codes_leaves_the_rows_of_the_others_where_they_were() -> None:
    record = {(1005, 0): alliance("2", "20")}
    changes, _ = entered(record, 1005, [], 1)
    codes = alliance("2", "20") | {f"{key}/yrent": 2015 for key in ("2", "20")}
    changes.append(approve(record, (1005, 2), codes)._replace(enters=True))
    (told,) = by_decision(changes, record)
    assert (told.phases, counted(told.files)["m"]) == ((2,), (2, 0, 2))  # phase 0 is phase 1 now


def test_the_first_answer_of_a_phase_takes_its_alliance_out_of_the_files_until_it_is_coded() -> (
    None
):
    record = {(1005, 0): alliance("2", "20")}
    changes, _ = entered(record, 1005, [], 1)
    changes.append(approve(record, (1005, 2), alliance("2", "20"), 2))
    went, came = by_decision(changes, record)
    assert (counted(went.files)["m"], counted(came.files)["m"]) == ((0, 2, 0), (4, 0, 0))


def test_a_change_of_a_sheet_that_the_data_do_not_have_moves_nothing() -> None:
    record = {(1005, 0): alliance("2", "20")}
    change = DecidedCodes(1, "2026-11-29", "R", 1005, 2, 16, {"conwtin": 1}, {"conwtin": None})
    assert by_decision([change, change._replace(atop_id=1010)], record) == []


@pytest.mark.parametrize("cell", ["2/defense", "40/yrexit", "bilat"])
def test_the_code_that_makes_an_alliance_publishable_brings_all_its_rows(cell) -> None:
    record = {(1005, 0): alliance("2", "20", "40")}
    value = record[1005, 0].pop(cell)
    (told,) = moved(record, [(1005, {cell: value})])
    assert (told["m"], told["sy"], told["ddyr"]) == ((3, 0, 0), (27, 0, 0), (54, 0, 0))


def test_an_alliance_that_is_new_since_the_release_or_gone_is_told_in_all() -> None:
    first, second = {(1005, 0): alliance("2", "20")}, {(1010, 0): alliance("2", "40")}
    came, went = moved_by_alliance(present(second), coded(first))[::-1]
    assert (came.atop_id, counted(came.files)["m"]) == (1010, (2, 0, 0))
    assert (went.atop_id, counted(went.files)["m"]) == (1005, (0, 2, 0))
