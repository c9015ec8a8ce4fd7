"""A release speaks of nothing after its last day."""

from dataclasses import replace
from datetime import date

import pytest

from coding.datasets.release import DatasetRelease
from tests.datasets.member_rows import (
    CANADA,
    CUBA,
    RELEASE,
    USA,
    column,
    member,
    owes,
    pair_years,
    read,
    years,
)

MIDDLE = replace(RELEASE, cut_off=date(1950, 6, 30))
BEFORE = ("1940-01-01", "")


def cut(level: str, rows: list, *pairs) -> list[dict[str, str]]:
    return read(level, rows, *pairs, release=MIDDLE)


def test_an_alliance_signed_after_the_cut_off_is_in_no_file() -> None:
    rows = [member(state, "1950-07-01") for state in (USA, CUBA)]
    for level in ("m", "aph", "a", "inst", "sy", "dy", "ddyr"):
        assert cut(level, rows) == []


def test_a_member_that_joins_after_the_cut_off_is_no_member_yet() -> None:
    rows = [member(USA, *BEFORE), member(CUBA, *BEFORE), member(CANADA, "1950-07-01", defense=1)]
    assert column("member", cut("m", rows)) == ["2", "40"]
    assert column("active", cut("aph", rows)) == ["0"]
    assert {pair[:2] for pair in pair_years(cut("dy", rows))} == {(USA, CUBA)}


def test_a_member_that_joins_on_the_last_day_is_in() -> None:
    rows = [member(USA, *BEFORE), member(CUBA, "1950-06-30")]
    assert pair_years(cut("dy", rows)) == [(USA, CUBA, 1950)]


def test_an_exit_after_the_cut_off_has_not_happened() -> None:
    codes = {"termmode": 3, "termcaus": 4, "term": 2}
    rows = [member(s, "1948-01-01", "1950-07-01", **codes) for s in (USA, CUBA)]
    first = cut("m", rows)[0]
    ended = ("yrexit", "moexit", "dayexit", "termmode", "termcaus", "term")
    assert [first[name] for name in ended] == ["0"] * 6
    assert first["ineffect"] == "1"
    assert column("transyr", cut("dy", rows)) == list("100")


def test_an_exit_on_the_last_day_has_happened() -> None:
    rows = [member(s, "1949-01-01", "1950-06-30") for s in (USA, CUBA)]
    assert column("yrexit", cut("m", rows)) == ["1950", "1950"]
    assert column("transyr", cut("dy", rows)) == list("11")


@pytest.mark.acceptance(15)
def test_years_end_with_that_of_the_cut_off() -> None:
    rows = [member(s, "1948-01-01", exit) for s, exit in ((USA, ""), (CUBA, "1960-01-01"))]
    assert years(cut("sy", rows)) == [1948, 1949, 1950] * 2


def two_phases(second: str) -> list:
    codes = {"atopid": 2050, "maxphase": 2, "term": 3}
    first = [member(s, "1940-01-01", second, phase=1, **codes) for s in (USA, CUBA)]
    return first + [member(s, second, phase=2, **codes) for s in (USA, CUBA)]


def test_a_phase_that_begins_after_the_cut_off_is_not_counted() -> None:
    (phase,) = cut("aph", two_phases("1955-01-01"))
    assert [phase[n] for n in ("atopidphase", "phase", "maxphase", "term")] == [
        "2050",
        "0",
        "0",
        "0",
    ]


def test_phases_that_have_begun_keep_their_numbers() -> None:
    rows = [*two_phases("1945-01-01"), member(USA, "1960-01-01", atopid=2050, phase=3)]
    assert column("atopidphase", cut("aph", rows)) == ["2050.1", "2050.2"]
    assert column("maxphase", cut("aph", rows)) == ["2", "2"]


def test_pair_obligations_follow_a_phase_whose_number_changes() -> None:
    rows = [row | {"defense": 1, "obvary": 1} for row in two_phases("1955-01-01")]
    ddyr = cut("ddyr", rows, owes(2050, 1, USA, CUBA))
    assert {(row["stateA"], row["defense"]) for row in ddyr} == {("2", "0"), ("40", "1")}


def test_what_ended_and_began_before_is_left_as_it_is() -> None:
    rows = two_phases("1945-01-01")
    assert cut("m", rows) == read("m", rows)


@pytest.mark.parametrize("label", ["", "5 1", "5,1", '5"1', "../5", "5.1\n"])
def test_a_label_that_fits_no_file_is_refused(label) -> None:
    with pytest.raises(ValueError, match="cannot label a release"):
        DatasetRelease(label, date(2018, 12, 31))
