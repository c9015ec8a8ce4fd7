"""All rules together: a sound sheet, what is not coded yet, what is missing, and the way in."""

from dataclasses import replace

import pytest

from coding.checks.facts import Facts, SharedFacts
from coding.checks.registry import errors, of_questions, run
from coding.checks.rule import ERROR, WARNING
from coding.codebook.cells import MISSING, Coding
from coding.models.variables import BY_NAME

from .sound_sheet import KAZAKHSTAN, REFERENCE, RUSSIA, ended, found, member, sheet

SOUND = sheet(source=2)
SETTLED_BY_OTHERS = {  # they may be missing, but other codes of the sheet say what they are
    "pubsecr": "secret-part",
    "secrart": "secret-part",
    "statthr1": "no-threat-no-state",
    "statthr2": "no-threat-no-state",
    "dayexit": "in-effect-no-exit",
    "termcaus": "in-effect-no-cause",
}


def test_nothing_is_found_in_a_sound_sheet():
    assert run(sheet()) == []


def test_nothing_is_found_in_a_sheet_without_codes_and_answers():
    assert run(Facts(3300, 0, Coding(), REFERENCE)) == []


@pytest.mark.parametrize("cell", SOUND.codes)
def test_what_is_not_coded_yet_is_silence(cell):
    codes = {name: value for name, value in SOUND.codes.items() if name != cell}
    assert found(replace(SOUND, coding=Coding.of(codes))) == []


@pytest.mark.parametrize("cell", SOUND.codes)
def test_what_may_be_missing_is_no_fault_and_what_may_not_is_told(cell):
    variable = cell.rpartition("/")[2]
    rules = found(replace(SOUND, coding=Coding.of(SOUND.codes | {cell: MISSING})))
    if variable in SETTLED_BY_OTHERS:
        assert rules == [SETTLED_BY_OTHERS[variable]]
    elif BY_NAME[variable].missing:
        assert rules == []
    else:
        assert "never-missing" in rules


@pytest.mark.parametrize("value", [-9, -1, 0, 7, 13, 9999])
def test_no_value_is_too_odd_to_be_checked(value):
    for cell in SOUND.codes:
        for finding in run(replace(SOUND, coding=Coding.of(SOUND.codes | {cell: value}))):
            assert finding.found.endswith(".")
            assert finding.fix.endswith(".")
            assert finding.questions


def test_without_lists_nothing_is_said_about_states_and_wars():
    facts = replace(sheet(member(9998), member(9999)), reference=SharedFacts(BY_NAME))
    assert run(facts) == []


def test_a_finding_says_where_which_rule_what_was_found_and_how_to_fix_it():
    (finding,) = run(sheet(RUSSIA, member(705, termmode=3)))
    assert str(finding) == (
        "error in-effect-no-cause: Q15: Kazakhstan (705): in effect, but termmode is “3 broken "
        "before scheduled end”. Enter 0 for termmode, or the date of exit. "
        "(termmode: how the member left; yrexit: year of exit; 0 while in effect)"
    )
    assert finding.cell == "705/termmode"
    assert (finding.questions, finding.cells) == ((15, 14), ("705/termmode", "705/yrexit"))


def test_findings_are_picked_by_the_questions_they_concern():
    findings = run(sheet(RUSSIA, member(705, termmode=3), organ1=1, refothio=7))
    assert [finding.rule for finding in of_questions(findings, {14, 47})] == [
        "unlabelled",
        "in-effect-no-cause",
    ]
    assert of_questions(findings, {16}) == []


def test_errors_are_told_from_warnings():
    findings = run(sheet(organ1=1, refothio=7))
    assert [finding.severity for finding in findings] == [WARNING, ERROR]
    assert [finding.rule for finding in errors(findings)] == ["organization-purpose"]


def test_of_many_members_the_first_are_named():
    many = [member(code, defense=0, offense=1, defcoadv=1) for code in (2, 200, 698, 705)]
    facts = sheet(RUSSIA, *many, asymm=1)
    (finding,) = [finding for finding in run(facts) if finding.rule == "condition-needs-obligation"]
    assert finding.found.startswith(
        "United States of America (2), United Kingdom (200), Oman (698) and 1 other: defcoadv is"
    )
    assert len(finding.cells) == 8


def test_a_later_spell_is_named_as_such():
    facts = sheet(ended(365), KAZAKHSTAN, member(365, (1962, 1, 1), termmode=1), bilat=1)
    assert "Russia (365) in its second spell: in effect" in run(facts)[0].found
