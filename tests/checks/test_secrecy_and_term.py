"""Secrecy, duration, and how it ended."""

from dataclasses import replace

import pytest

from coding.codebook.cells import MISSING

from .sound_sheet import KAZAKHSTAN, RUSSIA, coding, ended, found, member, only, sheet


@pytest.mark.parametrize(
    ("pubsecr", "secrart"), [(0, 0), (1, 1), (1, 7), (2, 8), (1, MISSING), (MISSING, MISSING)]
)
def test_a_secret_part_that_fits_is_right(pubsecr, secrart):
    assert found(sheet(pubsecr=pubsecr, secrart=secrart, source=2)) == []


@pytest.mark.parametrize(
    ("pubsecr", "secrart"), [(0, 3), (1, 0), (1, 8), (2, 0), (2, 3), (MISSING, 0), (0, MISSING)]
)
def test_a_secret_part_that_does_not_fit_is_told(pubsecr, secrart):
    finding = only(sheet(pubsecr=pubsecr, secrart=secrart, source=2))
    assert (finding.rule, finding.cells) == ("secret-part", ("secrart", "pubsecr"))


@pytest.mark.parametrize(("speclgth", "length"), [(1, 0), (0, 120), (2, 60), (3, 36)])
def test_a_specified_period_has_its_months_and_nothing_else_has(speclgth, length):
    assert only(sheet(speclgth=speclgth, length=length)).rule == "length-of-term"
    assert found(sheet(speclgth=1, length=120)) == []


def test_a_renewal_that_is_not_mentioned_has_no_length():
    finding = only(sheet(proren=0, renewlgt=120))
    assert (finding.rule, finding.questions) == ("length-of-renewal", (13, 12))
    assert found(sheet(proren=2, renewlgt=120)) == []
    assert found(sheet(proren=2, renewlgt=0)) == []


@pytest.mark.parametrize(("variable", "code"), [("termmode", 1), ("termcaus", 3)])
def test_nothing_ended_what_is_in_effect(variable, code):
    finding = only(sheet(RUSSIA, member(705, **{variable: code})))
    assert (finding.rule, finding.cells) == (
        "in-effect-no-cause",
        (f"705/{variable}", "705/yrexit"),
    )


def test_an_exit_has_mode_and_cause():
    codes = {"termmode": 0, "termcaus": 0}
    facts = sheet(ended(365, **codes), ended(705, **codes))
    assert found(facts) == ["exit-has-cause", "exit-has-cause"]


def test_a_cause_that_is_not_known_may_be_missing():
    assert found(sheet(ended(365, termcaus=MISSING), ended(705, termcaus=MISSING), term=1)) == []


def test_an_alliance_in_effect_has_no_term():
    finding = only(sheet(RUSSIA, KAZAKHSTAN, ended(2), term=1))
    assert finding.rule == "in-effect-no-term"
    assert finding.cells == ("term", "365/yrexit", "705/yrexit")


@pytest.mark.parametrize(
    ("mode", "cause", "term"), [(1, 3, 1), (2, 1, 3), (3, 4, 2), (4, 2, 0), (5, 3, 1), (6, 7, 1)]
)
def test_term_follows_from_how_the_last_members_left(mode, cause, term):
    last = [ended(state, termmode=mode, termcaus=cause) for state in (365, 705)]
    assert found(sheet(*last, term=term)) == []
    finding = only(sheet(*last, term=3 - term))
    assert (finding.rule, finding.questions) == ("term", (15,))


@pytest.mark.parametrize(("mode", "cause"), [(2, 4), (1, 1), (4, 3), (3, 2), (5, 4)])
def test_mode_and_cause_go_together(mode, cause):
    last = [ended(state, termmode=mode, termcaus=cause) for state in (365, 705)]
    assert "mode-and-cause" in found(sheet(*last, term={1: 1, 2: 3, 3: 2, 4: 0, 5: 1}[mode]))


def first_phase(again=(1960, 3, 1), term=1, **codes):
    """Phase 1, whose members go on in phase 2."""
    first = coding(ended(365, **codes), ended(705, **codes), term=term)
    second = coding(member(365, again), member(705, again), milcon=1)
    return replace(sheet(), phase=1, coding=first, others={2: second})


@pytest.mark.parametrize("again", [(1960, 3, 1), (1960, 3, 2)])
def test_a_member_that_goes_on_left_the_phase_replaced(again):
    finding = only(first_phase(again))
    assert finding.rule == "phase-replaced"
    assert finding.found.startswith("Russia (365) and Kazakhstan (705): in a later phase too")
    assert found(first_phase(again, termmode=2, termcaus=1, term=3)) == []


def test_a_member_that_comes_back_later_did_not_go_on():
    assert found(first_phase((1962, 1, 1))) == []
