"""The alliance's number, and its phases."""

from dataclasses import replace

import pytest

from .sound_sheet import answering, coding, ended, found, member, only, sheet

REPLACED = {"termmode": 2, "termcaus": 1}
FIRST = coding(ended(365, **REPLACED), ended(705, **REPLACED), term=3)


def second_phase(begun=(1960, 3, 1), first=FIRST, **alliance):
    now = coding(member(365, begun), member(705, begun), **{"milcon": 1, **alliance})
    return replace(sheet(), phase=2, coding=now, others={1: first})


@pytest.mark.parametrize(
    ("atop_id", "year"),
    [(1005, 1816), (1995, 1913), (2005, 1914), (2995, 1944), (3005, 1945), (4000, 1990)],
)
def test_an_id_of_the_block_of_the_year_is_right(atop_id, year):
    day = (year, 5, 25)
    assert found(replace(sheet(member(2, day), member(365, day)), atop_id=atop_id)) == []


@pytest.mark.parametrize(("atop_id", "year"), [(1005, 1914), (2995, 1945), (3300, 1990)])
def test_an_id_of_another_block_is_told(atop_id, year):
    day = (year, 5, 25)
    finding = only(replace(sheet(member(2, day), member(365, day)), atop_id=atop_id))
    assert (finding.rule, finding.questions) == ("id-block", (4, 1))
    assert finding.cells == ("2/yrent", "365/yrent")
    assert f"signed in {year}" in finding.found


def test_a_year_before_the_data_begin_has_no_block():
    day = (1814, 1, 1)
    finding = only(sheet(member(2, day, cowsys=0), member(365, day, cowsys=0)))
    assert "the data begin in 1815" in finding.found


def test_a_later_phase_may_begin_in_another_block():
    assert found(replace(second_phase(begun=(1990, 1, 1)), coding=coding(milcon=1))) == [
        "phase-follows"
    ]


def test_question_1_gives_the_sheets_own_number():
    assert found(answering(sheet(), q1="3300")) == []
    assert only(answering(sheet(), q1="3305")).rule == "id-in-answer"
    assert found(answering(sheet(), q1="3300, formerly 3305")) == []


def test_the_only_phase_is_0_and_several_count_from_1():
    assert found(second_phase()) == []
    assert only(replace(sheet(), phase=1)).found == "The alliance has the phases 1, not 0."
    both = replace(second_phase(), others={0: FIRST})
    assert "phase-numbers" in found(both)


@pytest.mark.parametrize("begun", [(1960, 3, 1), (1960, 3, 2)])
def test_a_phase_begins_when_the_one_before_ended_or_on_the_next_day(begun):
    assert found(second_phase(begun)) == []


def test_a_gap_between_phases_is_told():
    finding = only(second_phase((1960, 3, 3)))
    assert finding.rule == "phase-follows"
    assert finding.found == (
        "Phase 2 begins on 3 March 1960, but the phases before it ended: 1 March 1960."
    )


def test_a_phase_that_begins_before_the_other_has_ended_is_told():
    assert found(second_phase(first=coding())) == ["phase-follows"]


def test_phases_may_run_side_by_side():
    third = second_phase()
    side_by_side = {1: FIRST, 2: coding(member(365, (1960, 3, 1)), member(2, (1960, 3, 1)))}
    assert found(replace(third, phase=3, others=side_by_side)) == []


def test_unknown_days_of_one_month_follow_each_other():
    first = coding(
        ended(365, (1960, 3, -9), **REPLACED), ended(705, (1960, 3, -9), **REPLACED), term=3
    )
    assert found(second_phase((1960, 3, -9), first=first)) == []


def test_a_phase_without_a_changed_code_is_told():
    finding = only(second_phase(milcon=0))
    assert (finding.rule, finding.questions) == ("phase-differs", (1,))


def test_a_successor_is_reason_enough_for_a_phase():
    now = coding(member(365, (1960, 3, 1)), member(2, (1960, 3, 1)))
    assert found(replace(second_phase(), coding=now)) == []


def test_the_number_elsewhere_is_the_same_in_all_phases():
    finding = only(
        second_phase(first=replace(FIRST, alliance=FIRST.alliance | {"cowid": 2005}), cowid=2006)
    )
    assert finding.rule == "numbers-elsewhere"
    assert finding.found == "cowid is “2006”, but phase 1 has “2005”."


def test_an_unknown_number_elsewhere_contradicts_nothing():
    first = replace(FIRST, alliance=FIRST.alliance | {"cowid": 2005})
    assert found(second_phase(first=first)) == []
