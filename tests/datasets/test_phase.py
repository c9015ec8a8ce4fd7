"""aph: a phase as its members make it."""

from tests.datasets.member_rows import BRAZIL, CANADA, CUBA, USA, column, member, read


def test_a_code_is_the_highest_among_the_members() -> None:
    rows = [member(USA, notaiden=1, defense=1), member(CUBA, notaiden=4, consul=1)]
    (phase,) = read("aph", rows)
    assert (phase["notaiden"], phase["defense"], phase["consul"]) == ("4", "1", "1")


def test_missing_codes_are_left_out_of_the_highest() -> None:
    (phase,) = read("aph", [member(USA, estmode=None), member(CUBA, estmode=0)])
    assert phase["estmode"] == "0"


def test_a_code_that_is_missing_for_all_members_is_missing() -> None:
    (phase,) = read("aph", [member(USA, estmode=None), member(CUBA, estmode=None)])
    assert phase["estmode"] == ""


def test_it_begins_with_the_earliest_entry() -> None:
    rows = [member(USA, "1900-05-04"), member(CUBA, "1900-05-03"), member(BRAZIL, "1899-12")]
    (phase,) = read("aph", rows)
    assert [phase[part] for part in ("begyr", "begmo", "begday")] == ["1899", "12", ""]


def test_an_unknown_day_is_the_last_of_its_month() -> None:
    rows = [member(USA, "1900-05", "1910-07-30"), member(CUBA, "1900-05-31", "1910-07")]
    (phase,) = read("aph", rows)
    assert (phase["begday"], phase["endmo"], phase["endday"]) == ("31", "7", "")


def test_it_is_in_effect_while_any_member_is() -> None:
    rows = [member(USA), member(CUBA, exit="1910-07-30")]
    (phase,) = read("aph", rows)
    assert [phase[part] for part in ("endyr", "endmo", "endday")] == ["0", "0", "0"]
    assert phase["ineffect"] == "1"


def test_it_ends_with_the_latest_exit() -> None:
    rows = [member(USA, exit="1911-01-02"), member(CUBA, exit="1910-12-30")]
    (phase,) = read("aph", rows)
    assert [phase[part] for part in ("endyr", "endmo", "endday")] == ["1911", "1", "2"]


def test_members_are_listed_in_order_and_once() -> None:
    rows = [member(CUBA, "1950-01-01", "1960-01-01"), member(USA), member(CUBA, "1970-01-01")]
    (phase,) = read("aph", rows)
    assert (phase["mem1"], phase["mem2"]) == ("2", "40")
    assert "mem3" not in phase


def test_the_list_of_members_is_as_wide_as_the_largest_phase() -> None:
    rows = [member(state) for state in (USA, CANADA, CUBA)]
    rows += [member(state, atopid=1010) for state in (USA, CANADA)]
    assert column("mem3", read("aph", rows)) == ["40", ""]


def test_atopidphase_has_a_decimal_only_where_there_are_phases() -> None:
    rows = [member(USA), member(USA, atopid=2050, phase=1), member(USA, atopid=2050, phase=2)]
    assert column("atopidphase", read("aph", rows)) == ["1005", "2050.1", "2050.2"]


def test_what_is_the_members_own_is_left_out() -> None:
    (phase,) = read("aph", [member(USA)])
    own = {"termmode", "termcaus", "cowwar", "cowsys", "olimob", "obvary", "defcoadv", "member"}
    assert own.isdisjoint(phase)
