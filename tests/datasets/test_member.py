"""m: the member rows as they come, in the official order."""

import pytest

from coding.datasets.member import UnusableRow, why_unusable
from tests.datasets.member_rows import BRAZIL, CANADA, CUBA, RELEASE, USA, column, member, read


def test_rows_stand_by_alliance_then_entry_then_member() -> None:
    rows = [
        member(CUBA, "1950-01-01", atopid=1010),
        member(CANADA, "1900-05-01"),
        member(CUBA, "1900-04-30"),
        member(USA, "1900-05-01"),
    ]
    assert column("member", read("m", rows)) == ["40", "2", "20", "40"]


def test_an_unknown_day_of_entry_stands_last_in_its_month() -> None:
    rows = [member(USA, "1900-05"), member(CANADA, "1900-06-01"), member(CUBA, "1900-05-31")]
    m = read("m", rows)
    assert column("member", m) == ["40", "2", "20"]
    assert column("dayent", m) == ["31", "", "1"]


def test_a_member_that_stands_in_two_phases_with_one_entry_is_ordered_by_phase() -> None:
    rows = [member(USA, phase=3), member(USA, phase=2)]
    assert column("phase", read("m", rows)) == ["2", "3"]


def test_a_member_that_came_back_has_a_row_for_each_spell() -> None:
    rows = [member(USA), member(CUBA, "1950-01-01", "1960-01-01"), member(CUBA, "1970-01-01")]
    assert column("yrent", read("m", rows)) == ["1900", "1950", "1970"]


def test_a_code_of_one_member_alone_stays_with_it() -> None:
    rows = [member(USA, cowid=3617), member(CUBA, cowid=None)]
    assert column("cowid", read("m", rows)) == ["3617", ""]


def test_the_release_gives_flags_and_version() -> None:
    (row,) = read("m", [member(USA, new9=1)])
    assert (row["new9"], row["rev9"], row["version"]) == ("1", "0", "9.9")


def test_a_row_without_what_the_files_are_made_of_is_named() -> None:
    row = member(BRAZIL, consul=None, moexit=None)
    said = "The row of member 140 of 1005, phase 0, lacks moexit, consul."
    assert why_unusable(row, RELEASE).startswith(said)
    with pytest.raises(UnusableRow, match=said):
        read("m", [row])


def test_a_row_that_ends_before_it_begins_is_named() -> None:
    row = member(BRAZIL, "1900-05-02", "1900-05-01")
    assert "member 140 of 1005, phase 0, ends before it begins" in why_unusable(row, RELEASE)


def test_a_row_without_a_column_is_named() -> None:
    row = {name: value for name, value in member(BRAZIL).items() if name != "estmode"}
    with pytest.raises(UnusableRow, match="member 140 of 1005 has no 'estmode'"):
        read("m", [row])


def test_a_row_may_lack_days_and_codes_that_can_be_missing() -> None:
    assert why_unusable(member(BRAZIL, "1900-05", "1900-05", estmode=None), RELEASE) is None
