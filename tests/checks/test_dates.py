"""Entries and exits: days of the calendar, in order, never a member alone."""

from dataclasses import replace
from datetime import date

import pytest

from coding.checks.registry import run
from coding.codebook.cells import MISSING

from .sound_sheet import KAZAKHSTAN, RUSSIA, ended, found, member, only, sheet


def entering(day):
    return sheet(member(365, day), member(705, day))


def leaving(day, **codes):
    return sheet(ended(365, day, **codes), ended(705, day, **codes), term=1)


@pytest.mark.parametrize("day", [(1955, 2, 30), (1955, 13, 1), (1955, 5, 0), (1955, 0, 1)])
def test_an_entry_on_a_day_that_no_calendar_has_is_told(day):
    told = [finding for finding in run(entering(day)) if finding.rule == "entry-is-a-day"]
    assert [finding.cells[0] for finding in told] == ["365/yrent", "705/yrent"]
    assert told[0].found.startswith("Russia (365) entered on")


def test_the_day_of_entry_may_be_unknown_and_its_month_may_not():
    assert found(entering((1955, 5, MISSING))) == []
    assert set(found(entering((1955, MISSING, MISSING)))) == {"never-missing"}


@pytest.mark.parametrize("day", [(1960, 2, 30), (1960, 0, 0), (1960, 5, 0)])
def test_an_exit_on_a_day_that_no_calendar_has_is_told(day):
    assert found(leaving(day)) == ["exit-is-a-day", "exit-is-a-day"]


def test_a_day_of_exit_may_be_unknown():
    assert found(leaving((1960, 5, MISSING))) == []


@pytest.mark.parametrize("day", [(0, 5, 1), (0, 0, 1), (0, 5, MISSING)])
def test_in_effect_month_and_day_of_exit_are_0_too(day):
    finding = only(sheet(RUSSIA, member(705, left=day)))
    assert finding.rule == "in-effect-no-exit"
    assert finding.cells == ("705/yrexit", "705/moexit", "705/dayexit")


@pytest.mark.parametrize("day", [(1955, 5, 24), (1955, 5, 25), (1954, 12, MISSING)])
def test_a_member_leaves_after_it_entered(day):
    finding = run(leaving(day))[0]
    assert (finding.rule, finding.questions) == ("exit-after-entry", (14, 4))
    assert "but entered on 25 May 1955" in finding.found


def test_an_unknown_day_of_exit_may_lie_after_the_entry_in_the_same_month():
    assert found(leaving((1955, 5, MISSING))) == []


def test_a_state_comes_back_after_it_left():
    back = member(365, (1961, 1, 1))
    assert found(sheet(ended(365), KAZAKHSTAN, back, bilat=1)) == []
    finding = only(sheet(ended(365, (1961, 1, 2)), KAZAKHSTAN, back))
    assert (finding.rule, finding.questions) == ("spells-apart", (4, 14))
    assert finding.found == (
        "Russia (365) left on 2 January 1961, but entered again on 1 January 1961."
    )


def test_a_state_that_never_left_does_not_come_back():
    finding = only(sheet(RUSSIA, KAZAKHSTAN, member(365, (1961, 1, 1)), bilat=0))
    assert "Russia (365) has not left" in finding.found


def test_a_state_that_is_a_member_is_not_added_again_while_it_has_not_left():
    """Its second exit is not coded yet, as where somebody adds it by a slip."""
    again = {name: code for name, code in RUSSIA.items() if not name.endswith("exit")}
    assert "Russia (365) has not left" in only(sheet(RUSSIA, KAZAKHSTAN, again)).found


def test_spells_are_numbered_in_their_order():
    facts = sheet(member(365, (1961, 1, 1)), KAZAKHSTAN, ended(365))
    assert "spells-apart" in found(facts)


def test_in_which_order_the_spells_stand_does_not_matter():
    facts = sheet(ended(365), KAZAKHSTAN, member(365, (1961, 1, 1)), bilat=1)
    members = dict(reversed(facts.members.items()))
    assert found(replace(facts, coding=replace(facts.coding, members=members))) == []


def test_an_alliance_begins_when_the_second_member_signs():
    finding = only(sheet(RUSSIA, member(705, (1955, 5, 26))))
    assert (finding.rule, finding.cells) == (
        "begins-with-two",
        ("365/yrent", "365/moent", "365/dayent"),
    )
    third = member(2, (1955, 5, 26))
    assert found(sheet(RUSSIA, KAZAKHSTAN, third)) == []


def test_an_unknown_day_may_be_that_of_the_other_one():
    assert found(sheet(RUSSIA, member(705, (1955, 5, MISSING)))) == []
    facts = sheet(ended(365, (1960, 3, 5)), ended(705, (1960, 3, MISSING)), term=1)
    assert found(facts) == []


def test_no_member_stays_alone():
    finding = only(sheet(RUSSIA, ended(705)))
    assert (finding.rule, finding.questions) == ("ends-with-two", (14, 4))
    assert finding.found == "Russia (365) is in effect, after all others have left."
    assert found(sheet(RUSSIA, KAZAKHSTAN, ended(2))) == []


def test_the_last_two_leave_together():
    facts = sheet(ended(365), ended(705, (1960, 3, 2)), term=1)
    assert "Kazakhstan (705) left on 2 March 1960" in only(facts).found


def test_a_date_to_come_is_told_where_today_is_known():
    facts = entering((1989, 1, 1))
    assert found(facts) == []
    assert found(replace(facts, today=date(1989, 1, 1))) == []
    findings = run(replace(facts, today=date(1988, 12, 31)))
    assert [finding.rule for finding in findings] == ["date-to-come", "date-to-come"]
    assert findings[0].cells == ("365/yrent", "365/moent", "365/dayent")
