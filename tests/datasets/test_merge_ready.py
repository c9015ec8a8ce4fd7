"""Year files in a frame: zeros where no alliance binds, none where nobody looked, no row lost."""

import pytest

from coding.codebook.problems import FileRefused
from coding.datasets.merge_ready import in_frame, outside, read_year_file
from tests.costly import on_the_gate
from tests.given_files import reference

DIRECTED = """ddyad,year,atopally,defense,shareob,number,atopid1,stateA,stateB,version
2020,1816,1,,,1,1005,2,20,5.1
2020,1819,1,1,,1,1005,2,20,5.1
20002,1819,1,0,1,1,1005,20,2,5.1
2221,1817,1,1,,1,1010,2,221,5.1
"""
YEARS = {
    2: [range(1815, 1820)],
    20: [range(1816, 1818), range(1819, 1820)],
    30: [range(1818, 1830)],
}


def told(rows, *names):
    header, *found = rows
    return [tuple(row[header.index(name)] for name in names) for row in found]


def directed(content=DIRECTED):
    return read_year_file("atop5_1ddyr.csv", content.encode())


def test_pairs_in_the_system_have_their_row_or_zeros_in_each_covered_year() -> None:
    found = told(in_frame(directed(), YEARS), "stateA", "stateB", "year", "atopally", "defense")
    assert found[:4] == [
        ("2", "20", "1816", "1", ""),  # a missing code is no zero
        ("2", "20", "1817", "0", "0"),
        ("2", "20", "1819", "1", "1"),
        ("2", "30", "1818", "0", "0"),
    ]
    assert [row[2] for row in found if row[:2] == ("30", "20")] == ["1819"]  # not after the file
    assert len(found) == 12


def test_a_row_of_zeros_names_the_pair_the_release_and_no_alliance() -> None:
    names = ("ddyad", "number", "shareob", "atopid1", "version")
    zeros = told(in_frame(directed(), YEARS), *names)[1]
    assert zeros == ("2020", "0", "", "", "5.1")


def test_rows_without_a_place_are_told_with_the_reason() -> None:
    late = DIRECTED + "2020,1840,1,1,,1,1005,2,20,5.1\n"
    assert told(outside(directed(late), YEARS), "stateB", "why") == [
        ("20", "1840 lies after the list, which ends with 1829"),
        ("221", "not in the system in 1817: 221"),
    ]


def test_undirected_pairs_come_once_and_states_by_themselves() -> None:
    dyads = "dyad,year,atopally,mem1,mem2,version\n2020,1819,1,2,20,5.1\n"
    found = told(in_frame(directed(dyads), YEARS), "dyad", "year", "atopally")
    assert found == [
        *[("2020", "1816", "0"), ("2020", "1817", "0"), ("2020", "1819", "1")],
        *[("2030", "1818", "0"), ("2030", "1819", "0"), ("20030", "1819", "0")],
    ]
    states = "state,year,atopally,version\n20,1816,1,5.1\n"
    found = told(in_frame(directed(states), YEARS), "state", "year", "atopally")
    assert found == [("2", "1815", "0"), ("2", "1816", "0"), ("20", "1816", "1")]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("atopid,member,version\n1005,2,5.1\n", "not those of a year file"),
        (DIRECTED.replace(",2,20,5.1", ",2,x,5.1"), "are whole numbers"),
        (DIRECTED + DIRECTED.splitlines()[1] + "\n", "No two rows"),
    ],
)
def test_what_is_no_year_file_is_refused(content, rule) -> None:
    with pytest.raises(FileRefused, match=rule):
        directed(content)


def outside_of_5_1(level):
    """How many rows of the published file lie outside: after 2016, in 1815, and else."""
    from coding.management.commands.merge_ready import years_of

    years = years_of(reference("data/cow/cow_states.csv"))
    name = f"atop5_1{level}.csv"
    file = read_year_file(name, reference(f"data/atop-5.1/{name}").read_bytes())
    found = [int(year) for (year,) in told(outside(file, years), "year")]
    inside = sum(ally == "1" for (ally,) in told(in_frame(file, years), "atopally"))
    assert inside + len(found) == len(file.rows)
    return [sum(test) for test in zip(*((y > 2016, y < 1816, 1) for y in found), strict=True)]


def test_so_many_state_years_of_5_1_lie_outside_as_is_documented() -> None:
    assert outside_of_5_1("sy")[::2] == [372, 679]


@on_the_gate
def test_so_many_directed_dyad_years_of_5_1_lie_outside_as_is_documented() -> None:
    assert outside_of_5_1("ddyr") == [16908, 126, 22802]
