"""Members by the lists of states and wars."""

from dataclasses import replace

import pytest

from .sound_sheet import KAZAKHSTAN, RUSSIA, ended, found, member, only, sheet


def signing(day, *states, **codes):
    """A sheet whose members all enter on a day."""
    return sheet(*(member(state, day, **codes) for state in states))


def test_one_member_is_no_alliance():
    finding = only(sheet(RUSSIA))
    assert (finding.rule, finding.found) == ("two-members", "Russia (365) is the only member.")


def test_two_spells_of_one_state_are_no_two_members():
    facts = sheet(ended(365), member(365, (1961, 1, 1)), bilat=1)
    assert "two-members" in found(facts)


def test_a_member_that_neither_list_has_is_told():
    findings = found(sheet(RUSSIA, KAZAKHSTAN, member(8152, cowsys=0)))
    assert findings == ["state-at-entry"]


def test_two_members_are_states_at_some_time():
    facts = sheet(RUSSIA, member(8152, cowsys=0))
    assert found(facts) == ["two-states", "state-at-entry"]


def test_a_member_that_becomes_a_state_later_counts_as_one():
    facts = signing((1953, 1, 1), 365, 812)
    assert "two-states" not in found(facts)
    assert "state-at-entry" in found(facts)


def test_a_member_of_the_gleditsch_ward_list_alone_is_a_state():
    assert found(signing((1955, 5, 25), 698, 365)) == ["cowsys"]
    assert found(sheet(RUSSIA, member(698, cowsys=0))) == []


def test_the_lists_say_nothing_of_days_before_they_begin():
    facts = signing((1815, 5, 25), 365, 705, cowsys=0)
    assert found(facts) == ["id-block"]
    over = {
        "entered": (1815, 1, 3),
        "left": (1815, 2, 8),
        "cowsys": 0,
        "termmode": 1,
        "termcaus": 3,
    }
    annam = sheet(member(365, **over), member(8152, **over), term=1)
    assert found(replace(annam, atop_id=1005)) == []


def test_cowsys_is_what_the_list_says():
    finding = only(sheet(RUSSIA, member(705, cowsys=0)))
    assert (finding.rule, finding.cells) == ("cowsys", ("705/cowsys",))
    assert finding.found == (
        "Kazakhstan (705): cowsys is “0 non-member”, but on 25 May 1955 the list gives "
        "“1 member” – Kazakhstan: in the COW system since 1 January 1816."
    )


@pytest.mark.parametrize("war", [151, 152])
def test_of_several_wars_each_is_right(war):
    facts = sheet(member(2, (1953, 2, 1), cowwar=war), member(365, (1953, 2, 1)))
    assert found(facts) == []


@pytest.mark.parametrize(("day", "war"), [((1953, 2, 1), 0), ((1954, 1, 1), 151)])
def test_cowwar_is_a_war_of_that_day(day, war):
    finding = only(sheet(member(2, day, cowwar=war), member(365, day)))
    assert (finding.rule, finding.questions, finding.cells) == ("cowwar", (5,), ("2/cowwar",))
    assert "A later phase" not in finding.fix


def test_bilat_is_what_the_members_give():
    finding = only(sheet(bilat=0))
    assert (finding.rule, finding.cells) == ("bilat", ("bilat",))
    assert "never more than two members" in finding.found
    assert found(sheet(RUSSIA, KAZAKHSTAN, member(2), bilat=1)) == ["bilat"]


def test_a_successor_makes_no_third_member():
    assert found(sheet(ended(365), KAZAKHSTAN, member(2, (1960, 3, 1)), bilat=1)) == []
