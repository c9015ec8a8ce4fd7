"""dy: who is allied with whom, and what holds between the two."""

import pytest

from coding.datasets.pairs import StrayObligation
from tests.datasets.member_rows import (
    BRAZIL,
    CANADA,
    CUBA,
    USA,
    column,
    member,
    owes,
    pair_years,
    read,
    years,
)

SPAN = ("1900-01-01", "1902-01-01")


def test_each_pair_of_members_has_a_row_for_each_year_the_lower_code_first() -> None:
    rows = [member(state, "1900-06-01", "1901-06-01") for state in (CUBA, USA, CANADA)]
    dy = read("dy", rows)
    pairs = [(USA, CANADA), (USA, CUBA), (CANADA, CUBA)]
    assert pair_years(dy) == [(*pair, year) for pair in pairs for year in (1900, 1901)]
    assert column("dyad", dy)[::2] == ["2020", "2040", "20040"]


def test_a_pair_lasts_from_the_later_entry_to_the_earlier_exit() -> None:
    rows = [member(USA, "1900-01-01", "1910-01-01"), member(CUBA, "1903-12-31", "1905-01-01")]
    dy = read("dy", rows)
    assert years(dy) == [1903, 1904, 1905]
    assert column("transyr", dy) == ["1", "0", "1"]


def test_members_that_never_overlap_are_no_pair() -> None:
    rows = [member(USA, *SPAN), member(CUBA, "1903-01-01"), member(CANADA, "1900-01-01")]
    assert {pair[:2] for pair in pair_years(read("dy", rows))} == {(USA, CANADA), (CANADA, CUBA)}


def test_a_state_that_follows_another_on_the_day_of_its_exit_is_no_ally_of_it() -> None:
    rows = [
        member(USA, "1955-05-14", bilat=0),
        member(BRAZIL, "1955-05-14", "1990-10-03", bilat=0),
        member(CUBA, "1990-10-03", bilat=0),
    ]
    dy = read("dy", rows)
    assert {pair[:2] for pair in pair_years(dy)} == {(USA, BRAZIL), (USA, CUBA)}


def test_a_day_in_common_makes_a_pair() -> None:
    rows = [member(USA, "1900-01-01", "1950-06-02"), member(CUBA, "1950-06-01")]
    assert pair_years(read("dy", rows)) == [(USA, CUBA, 1950)]


@pytest.mark.parametrize(
    ("left", "entered", "is_pair"),
    [
        ("1950-06", "1950-06-30", True),  # left on the 31st, for all we know
        ("1950-06-01", "1950-06", False),  # entered on the 1st
        ("1950-06-02", "1950-06", True),
        ("1950-06", "1950-07-01", False),
    ],
)
def test_an_unknown_day_of_entry_is_the_first_and_of_exit_the_31st(left, entered, is_pair) -> None:
    rows = [member(USA, "1900-01-01", left), member(CUBA, entered)]
    assert bool(read("dy", rows)) == is_pair


def test_a_state_is_no_ally_of_itself_in_another_spell() -> None:
    rows = [
        member(USA, "1950-01-01"),
        member(CUBA, "1950-01-01", "1961-09-28"),
        member(CUBA, "1961-09-01", "1970-01-01"),
    ]
    assert {pair[:2] for pair in pair_years(read("dy", rows))} == {(USA, CUBA)}


def test_members_of_different_phases_are_no_pair() -> None:
    rows = [member(USA, *SPAN, 2050, 2), member(CUBA, *SPAN, 2050, 3)]
    assert read("dy", rows) == []


def test_a_pair_that_parted_and_came_together_again_has_no_rows_between() -> None:
    rows = [
        member(USA, "1950-01-01", "1960-01-01"),
        member(CUBA, "1950-01-01", "1952-01-01"),
        member(CUBA, "1958-01-01", "1960-01-01"),
    ]
    dy = read("dy", rows)
    assert years(dy) == [1950, 1951, 1952, 1958, 1959, 1960]
    assert column("transyr", dy) == list("101101")


def test_an_obligation_counts_whoever_owes_it() -> None:
    rows = [member(USA, *SPAN, defense=1), member(CUBA, *SPAN, consul=1)]
    first = read("dy", rows)[0]
    owed = [first[name] for name in ("defense", "offense", "neutral", "nonagg", "consul")]
    assert owed == list("10001")


def test_a_change_of_phase_in_mid_year_takes_the_last_phase_codes_and_asymmetry() -> None:
    first = [
        member(s, "1900-01-01", "1901-06-30", 2050, 1, defense=1, asymm=1) for s in (USA, CUBA)
    ]
    second = [member(s, "1901-06-30", "1902-01-01", 2050, 2, consul=1) for s in (USA, CUBA)]
    dy = read("dy", first + second)
    assert column("defense", dy) == list("100")
    assert column("asymm", dy) == list("100")
    assert column("number", dy) == list("111")


def test_an_alliance_is_bilateral_for_a_year_only_if_all_its_phases_then_are() -> None:
    first = [member(s, "1955-01-01", "1977-06-30", 3260, 1, bilat=0) for s in (USA, CUBA)]
    second = [member(s, "1977-06-30", "1979-01-01", 3260, 2, bilat=1) for s in (USA, CUBA)]
    dy = read("dy", first + second)[-4:]
    assert years(dy) == [1976, 1977, 1978, 1979]
    assert (column("bilatno", dy), column("multino", dy)) == (list("0011"), list("1100"))


def test_number_is_the_sum_of_bilateral_and_multilateral_alliances() -> None:
    rows = [member(s, *SPAN) for s in (USA, CUBA)]
    rows += [member(s, *SPAN, 1010, bilat=0) for s in (USA, CUBA)]
    rows += [member(s, *SPAN, 1020) for s in (USA, CUBA)]
    first = read("dy", rows)[0]
    assert [first[name] for name in ("bilatno", "multino", "number")] == ["2", "1", "3"]
    assert [first[f"atopid{n}"] for n in (1, 2, 3)] == ["1005", "1010", "1020"]


def test_one_asymmetric_alliance_makes_the_dyad_asymmetric() -> None:
    rows = [member(s, *SPAN) for s in (USA, CUBA)]
    rows += [member(s, "1901-01-01", "1902-01-01", 1010, asymm=1) for s in (USA, CUBA)]
    assert column("asymm", read("dy", rows)) == list("011")


def test_shareob_is_1_where_neither_owes_the_other_anything_and_never_0() -> None:
    rows = [member(s, *SPAN, bilat=0, obvary=1, consul=1) for s in (USA, CUBA, CANADA)]
    pairs = [owes(1005, 0, USA, CUBA), owes(1005, 0, CUBA, USA), owes(1005, 0, USA, CANADA)]
    shareob = {row["dyad"]: row["shareob"] for row in read("dy", rows, *pairs)}
    assert shareob == {"2040": "1", "2020": "", "20040": ""}


def test_a_pair_obligation_of_somebody_else_is_refused() -> None:
    rows = [member(s, *SPAN) for s in (USA, CUBA)]
    with pytest.raises(StrayObligation, match="2 to 20 in 1005, phase 0: 20 is no member"):
        read("dy", rows, owes(1005, 0, USA, CANADA))
