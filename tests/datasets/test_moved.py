"""How many rows move: exactly as many as differ when all files are made before and after."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.datasets.every_file import Table, derive
from coding.datasets.member import NOTHING_UNCODED, Row, Uncoded
from coding.datasets.moved import FILES, NOTHING, Files, Moved, Source
from coding.datasets.pairs import PairObligation
from coding.datasets.release import Release
from tests.costly import costly
from tests.datasets.member_rows import (
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

CUT_OFFS = (date(2018, 12, 31), date(2015, 6, 30), date(2009, 12, 31))

Data = dict[int, Source]
Counted = dict[str, Counter]


def counted(
    rows: Iterable[Row],
    pairs: Iterable[PairObligation],
    release: Release,
    uncoded: Uncoded = NOTHING_UNCODED,
) -> Counted:
    """The rows of every file, each by the cells that are not empty; no label, no flags.

    Rows of a year file that are alike stand together, with their first and last year.
    """
    files = derive(rows, pairs, release, uncoded)
    return {named(table): Counter(_contents(table, release)) for table in files}


def _contents(table: Table, release: Release) -> Iterator[tuple[int, int, tuple]]:
    names, ignored = table.header, {"version", *release.flags}
    if table.runs is None:
        for row in table.rows():
            yield 0, 0, _named(names, row, ignored)
    else:
        for key, first, last, cells in table.runs():
            yield first, last, _named((names[0], *names[2:]), (key, *cells), ignored)


def _named(names: Iterable[str], row: Iterable, ignored: set[str]) -> tuple:
    cells = zip(names, row, strict=True)
    return tuple((name, cell) for name, cell in cells if cell is not None and name not in ignored)


def difference(before: Counted, after: Counted) -> Moved:
    """How many rows of each file are gone or come, whichever is more."""
    names = (f"{file.level}{'_NNA' if file.is_nna else ''}" for file in FILES)
    return tuple(_difference(before[name], after[name]) for name in names)


def _difference(before: Counter, after: Counter) -> int:
    gone, come = _year_by_year(before - after), _year_by_year(after - before)
    return max((gone - come).total(), (come - gone).total())


def _year_by_year(rows: Counter) -> Counter:
    return Counter(
        (year, content)
        for first, last, content in rows.elements()
        for year in range(first, last + 1)
    )


def by_alliance(rows: list[Row], pairs: Iterable[PairObligation]) -> Data:
    atopids = sorted({row["atopid"] for row in rows})
    return {
        atopid: Source(
            [row for row in rows if row["atopid"] == atopid],
            [pair for pair in pairs if pair.atopid == atopid],
        )
        for atopid in atopids
    }


def whole(data: Data, release: Release) -> Counted:
    rows = [row for source in data.values() for row in source.rows]
    return counted(rows, [pair for source in data.values() for pair in source.obligations], release)


def only_nonaggression(rows: list[Row], atopids: set[int]) -> list[Row]:
    """The rows, those of some alliances with nonaggression and nothing else."""
    pure = {name: int(name == "nonagg") for name in PRIMARY_OBLIGATIONS}
    return [{**row, **pure} if row["atopid"] in atopids else row for row in rows]


some = st.sets(st.integers(1005, 1008))


@costly
@given(with_pairs, with_pairs, some, some, some, st.sampled_from(CUT_OFFS))
def test_as_many_rows_move_as_differ_between_all_files_before_and_after(
    first, second, pacts, later_pacts, absent, cut_off
) -> None:
    release = replace(RELEASE, cut_off=cut_off)
    data = by_alliance(only_nonaggression(first[0], pacts), first[1])
    others = by_alliance(only_nonaggression(second[0], later_pacts), second[1])
    files = Files(data.items(), release)
    before = whole(data, release)
    for atopid in (*absent, *others):
        data[atopid] = others[atopid] if atopid in others and atopid not in absent else Source()
        after = whole(data, release)
        assert files.replace(atopid, data[atopid]) == difference(before, after)
        before = after


def moved(before: list[Row], after: list[Row], *pairs: PairObligation) -> dict[str, int]:
    """The files that have moved, by level, with the number of rows; other alliances are 1010…"""
    data = by_alliance(before, ())
    files = Files(data.items(), RELEASE)
    atopid = 1005
    told = files.replace(atopid, by_alliance(after, pairs).get(atopid, Source()))
    names = (f"{file.level}{'_NNA' if file.is_nna else ''}" for file in FILES)
    return {name: rows for name, rows in zip(names, told, strict=True) if rows}


def pact(*states: int, **codes: int | None) -> list[Row]:
    """An alliance of 2010 that lasts; defense unless something else is said."""
    return [member(state, "2010-01-01", **{"defense": 1, **codes}) for state in states]


def test_the_same_rows_move_nothing() -> None:
    files = Files(by_alliance(pact(USA, CUBA), ()).items(), RELEASE)
    assert files.replace(1005, Source(pact(CUBA, USA))) == NOTHING


def test_a_code_of_the_alliance_moves_members_phase_and_alliance_and_no_year() -> None:
    of_rows = {"m": 2, "aph": 1, "a": 1}
    without_pacts = {f"{level}_NNA": rows for level, rows in of_rows.items()}
    wanted = {**of_rows, **without_pacts}
    assert moved(pact(USA, CUBA), pact(USA, CUBA, conwtin=1)) == wanted
    assert moved(pact(USA, CUBA), pact(USA, CUBA, base=1)) == {**wanted, "inst": 1}


def test_a_code_that_is_in_the_member_file_only_moves_only_that() -> None:
    assert moved(pact(USA, CUBA), pact(USA, CUBA, cowwar=22)) == {"m": 2, "m_NNA": 2}


def test_an_obligation_moves_the_years_of_the_alliance_in_one_direction() -> None:
    after = [*pact(USA, consul=1), *pact(CUBA)]
    told = moved(pact(USA, CUBA), after)
    assert (told["m"], told["sy"], told["dy"], told["ddyr"]) == (1, 9, 9, 9)


def test_what_another_alliance_gives_already_moves_no_year() -> None:
    beside = pact(USA, CUBA, atopid=1010, consul=1)
    told = moved([*pact(USA, CUBA), *beside], pact(USA, CUBA, consul=1))
    assert (told["m"], told.get("sy"), told.get("dy"), told.get("ddyr")) == (2, None, None, None)


def test_a_pair_obligation_moves_the_years_of_its_direction_and_no_member() -> None:
    three = pact(USA, CUBA, BRAZIL, bilat=0, obvary=1)
    assert moved(three, three, owes(1005, 0, USA, CUBA)) == {"ddyr": 9, "ddyr_NNA": 9}


def test_a_longer_list_of_members_moves_no_other_alliance() -> None:
    beside = pact(USA, FRANCE, atopid=1010)
    three = pact(USA, CUBA, BRAZIL, bilat=1)
    told = moved([*pact(USA, CUBA), *beside], three)
    assert (told["m"], told["aph"], told["a"], told["sy"], told["dy"]) == (1, 1, 1, 9, 18)


def test_a_pact_that_becomes_one_of_nonaggression_only_leaves_the_files_without_them() -> None:
    told = moved(pact(USA, CUBA), pact(USA, CUBA, defense=0, nonagg=1))
    assert (told["m"], told["dy"]) == (2, 9)
    assert (told["m_NNA"], told["sy_NNA"], told["dy_NNA"], told["ddyr_NNA"]) == (2, 18, 9, 18)


def test_a_pact_of_nonaggression_only_moves_nothing_in_the_files_without_them() -> None:
    pure = pact(USA, CUBA, defense=0, nonagg=1)
    told = moved(pure, [{**row, "conwtin": 1, "yrent": 2011} for row in pure])
    assert (told["m"], told["dy"]) == (2, 2)
    assert not [name for name in told if name.endswith("_NNA")]


def test_asymmetry_moves_the_years_of_pairs_and_of_no_state() -> None:
    told = moved(pact(USA, CUBA), pact(USA, CUBA, asymm=1))
    assert (told.get("sy"), told["dy"], told["ddyr"]) == (None, 9, 18)


def test_an_alliance_that_is_in_no_file_any_more_moves_all_its_rows() -> None:
    told = moved(pact(USA, CANADA), [])
    assert {name: rows for name, rows in told.items() if not name.endswith("_NNA")} == {
        **{"m": 2, "aph": 1, "a": 1, "inst": 1},
        **{"sy": 18, "dy": 9, "ddyr": 18},
    }


@pytest.mark.parametrize("place", range(len(FILES)))
def test_every_file_is_counted(place) -> None:
    files = Files((), RELEASE)
    assert files.replace(1005, Source(pact(USA, CUBA)))[place]
