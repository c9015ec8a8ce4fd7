"""sy: what binds a state in a year."""

from tests.datasets.member_rows import ANNAM, CUBA, FRANCE, USA, column, member, read, years


def of_usa(rows: list) -> list[dict[str, str]]:
    return [row for row in read("sy", rows) if row["state"] == str(USA)]


def test_a_commitment_covers_the_years_of_entry_and_of_exit() -> None:
    rows = [member(state, "1900-12-31", "1903-01-01") for state in (USA, CUBA)]
    assert years(of_usa(rows)) == [1900, 1901, 1902, 1903]


def test_a_commitment_within_one_year_has_one_row() -> None:
    rows = [member(state, "1900-03-01", "1900-04-01") for state in (USA, CUBA)]
    (row,) = of_usa(rows)
    assert (row["year"], row["transyr"]) == ("1900", "1")


def test_a_commitment_in_effect_lasts_to_the_year_of_the_cut_off() -> None:
    sy = of_usa([member(USA, "2016-01-01"), member(CUBA, "2016-01-01")])
    assert years(sy) == [2016, 2017, 2018]
    assert column("transyr", sy) == ["1", "0", "0"]


def test_a_year_between_two_spells_has_no_row() -> None:
    rows = [
        member(USA, "1900-01-01", "1901-05-05"),
        member(USA, "1903-01-01", "1904-05-05"),
        member(CUBA, "1900-01-01", "1904-05-05"),
    ]
    sy = of_usa(rows)
    assert years(sy) == [1900, 1901, 1903, 1904]
    assert column("transyr", sy) == ["1", "1", "1", "1"]


def test_a_change_of_phase_in_mid_year_takes_the_last_phase() -> None:
    rows = [
        member(USA, "1900-01-01", "1902-06-30", 2050, 1, defense=1),
        member(USA, "1902-06-30", "1904-01-01", 2050, 2, consul=1),
    ]
    sy = of_usa(rows)
    assert column("defense", sy) == ["1", "1", "0", "0", "0"]
    assert column("consul", sy) == ["0", "0", "1", "1", "1"]
    assert column("transyr", sy) == ["1", "0", "1", "0", "1"]
    assert column("number", sy) == ["1"] * 5


def test_of_parallel_phases_the_one_with_the_highest_number_counts() -> None:
    rows = [
        member(USA, "1991-12-26", "", 3610, 3, consul=1),
        member(USA, "1991-12-26", "", 3610, 2, defense=1),
    ]
    assert {(row["defense"], row["consul"]) for row in of_usa(rows)} == {("0", "1")}


def test_two_spells_in_one_phase_and_year_count_together() -> None:
    rows = [
        member(USA, "1900-01-01", "1900-02-01", defense=1),
        member(USA, "1900-11-01", "1900-12-01", consul=1),
    ]
    (row,) = of_usa(rows)
    assert (row["defense"], row["consul"], row["number"]) == ("1", "1", "1")


def test_several_alliances_are_counted_listed_in_order_and_their_highest_codes_taken() -> None:
    rows = [
        member(USA, "1901-01-01", "1902-01-01", 1010, nonagg=1),
        member(USA, "1900-01-01", "1902-01-01", 1020, defense=1),
        member(FRANCE, "1900-01-01", "1900-01-02", 1020),
    ]
    sy = read("sy", rows)
    assert column("number", sy) == ["1", "2", "2", "1"]
    assert column("atopid1", sy) == ["1020", "1010", "1010", "1020"]
    assert column("atopid2", sy) == ["", "1020", "1020", ""]
    assert (column("defense", sy), column("nonagg", sy)) == (["1"] * 3 + ["0"], list("0110"))


def test_a_state_is_listed_with_what_it_owes_to_some_members_only() -> None:
    sy = read("sy", [member(USA, obvary=1, defense=1), member(CUBA)])
    assert {(row["state"], row["defense"]) for row in sy} == {("2", "1"), ("40", "0")}


def test_annam_is_left_out_since_it_has_no_cow_code() -> None:
    rows = [member(FRANCE, "1862-06-05", "1863-04-14"), member(ANNAM, "1862-06-05", "1863-04-14")]
    assert column("state", read("sy", rows)) == ["220", "220"]
    assert read("dy", rows) == read("ddyr", rows) == []
    assert column("mem2", read("a", rows)) == ["8152"]
