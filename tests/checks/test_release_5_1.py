"""The checks over release 5.1, and the three sample sheets beside their official codes.

The exceptions are those of reference sections 4, 5.8 and 6, and the further ones that
docs/checks.md explains.
"""

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from coding.checks.registry import errors, run
from coding.codebook.cells import Address
from tests.sheets.typeset import SAMPLE_IDS, expected

from .facts_of_5_1 import phases_of_5_1, site_reference

DOCS = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")

# rule → alliance and phase → the members or variables that stand out
EXCEPTIONS = {
    "unlabelled": {(4860, 0): {"704"}},
    "missing-with-text": {(3948, 0): {"agprois", "conmen", "ecaid"}},
    "code-of-its-own": {(3740, 1): {"255"}, (4860, 0): {"704"}},
    "phase-follows": {(1020, 3): "all", (2340, 2): "all", (6030, 2): "all", (6045, 2): "all"},
    "state-at-entry": {
        (2270, 0): {"645"},
        (3015, 0): {"652", "663"},
        (3070, 0): {"713"},
        (3080, 0): {"780"},
        (3245, 0): {"812"},
        (3485, 0): {"501"},
        (3740, 1): {"221", "223", "331"},
        (3740, 2): {"221", "331"},
        (3746, 0): {"990"},
        (3841, 0): {"835"},
        (3842, 0): {"947"},
        (3852, 0): {"946"},
        (3900, 0): {"58", "60"},
        (4016, 0): {"369"},
        (4018, 0): {"369", "370"},
        (4022, 0): {"703", "705"},
        (4023, 0): {"369", "705"},
        (4055, 0): {"368"},
        (4097, 0): {"369"},
        (4370, 0): {"316", "317"},
        (4475, 0): {"232"},
        (4908, 0): {"955"},
    },
    "cowsys": {(1290, 0): {"275"}, (3015, 0): {"652", "663", "698"}, (3245, 0): {"812"}},
    "cowwar": {
        (1135, 0): {"255"},
        (1155, 2): {"140"},
        (1415, 2): {"740"},
        (2335, 2): {"325"},
        (2500, 0): {"365", "375"},
        (2550, 0): {"140"},
        (3180, 2): {"2", "20", "200", "210", "211", "220"},
        (3270, 0): {"713"},
        (3740, 2): {"346"},
        (4400, 0): {"373"},
        (4960, 0): {"530", "531"},
    },
    "bilat": {(1287, 0): {"bilat"}},
    "exit-has-cause": {(4865, 1): {"365", "370"}},
    "term": {
        (1075, 0): {"365", "640"},
        (2160, 0): {"220", "360"},
        (2200, 0): {"220", "345"},
        (2260, 0): {"220", "640"},
        (2315, 0): {"360", "640"},
        (2445, 0): {"255", "325"},
        (3655, 1): {"260", "290"},
        (3720, 1): {"260", "315"},
    },
    "mode-and-cause": {(1075, 0): {"365", "640"}, (3470, 0): {"260"}},
    "phase-replaced": {
        (3260, 1): {"2", "800"},
        (3433, 1): {"850"},
        (3610, 1): {"360"},
        (3625, 1): {"365"},
        (3655, 1): {"290"},
        (3720, 1): {"315"},
        (4070, 1): {"220"},
        (4075, 1): {"290"},
        (4100, 1): {"230"},
        (4185, 1): {"255"},
        (4195, 1): {"355"},
        (4865, 1): {"365", "370"},
        (6032, 1): {"2", "645"},
    },
    "asymm": {
        **{
            (atop_id, 0): "all"
            for atop_id in (
                *(1050, 2045, 3005, 3140, 3265, 3270, 3410, 3430, 3435, 3475, 3500, 3750),
                *(3830, 4470, 6050),
            )
        },
        (3260, 1): "all",
        (3260, 2): "all",
        (4998, 0): {"asymm"},
    },
    "obvary-has-pairs": {
        (1100, 1): {"200", "220", "230", "235"},
        (1100, 2): {"220"},
        (1190, 0): {"200", "220"},
        (1355, 0): {"255", "300"},
        (2490, 0): {"200", "220"},
        (2555, 0): {"200", "365"},
        (3322, 0): {"220"},
        (3395, 0): {"482", "483", "484"},
        (3400, 0): {"350", "640"},
        (3405, 0): {"200", "350", "640"},
        (4678, 0): {"95"},
    },
    "threat-is-member": {(2130, 0): {"220", "255"}},
}


pytestmark = pytest.mark.xdist_group("checks of 5.1")  # read once, not once for each core


@pytest.fixture(scope="module")
def phases():
    return phases_of_5_1(site_reference())


@pytest.fixture(scope="module")
def findings(phases):
    """Everything that is found, with its alliance and phase."""
    return [((facts.atop_id, facts.phase), finding) for facts in phases for finding in run(facts)]


def concerned(cells):
    """The members that cells belong to; the variables, where they are the alliance's alone."""
    at = [Address.of(cell) for cell in cells]
    return {cell.member for cell in at if cell.member} or {cell.variable for cell in at}


def test_all_phases_of_the_release_are_checked(phases):
    assert len(phases) == 849
    assert sum(len(facts.members) for facts in phases) == 2510


def test_no_error_stands_in_the_release(findings):
    assert errors(finding for _, finding in findings) == []


def test_the_exceptions_are_exactly_those_known(phases, findings):
    rosters = {(facts.atop_id, facts.phase): set(facts.members) for facts in phases}
    told = defaultdict(dict)
    for place, finding in findings:
        told[finding.rule].setdefault(place, set()).update(concerned(finding.cells))
    listed = {
        rule: {place: rosters[place] if who == "all" else who for place, who in places.items()}
        for rule, places in EXCEPTIONS.items()
    }
    assert told == listed


@pytest.mark.parametrize("rule", EXCEPTIONS)
def test_the_documentation_explains_the_exceptions(rule):
    section = DOCS.partition(f"### `{rule}`\n")[2].partition("\n### ")[0]
    named = {int(number) for number in re.findall(r"\b[1-7]\d{3}\b", section)}
    assert {atop_id for atop_id, _ in EXCEPTIONS[rule]} <= named


def test_every_finding_names_the_questions_where_its_codes_are_entered(phases, findings):
    variables = phases[0].reference.variables
    for _, finding in findings:
        homes = {variables[Address.of(cell).variable].home for cell in finding.cells}
        assert finding.questions[0] in homes, finding


@pytest.mark.parametrize("atop_id", SAMPLE_IDS)
def test_nothing_is_found_in_a_sample_sheet_with_its_official_codes(phases, atop_id):
    (facts,) = [facts for facts in phases if facts.atop_id == atop_id]
    facts = replace(facts, answers=expected(atop_id))
    assert facts.suggestions
    assert run(facts) == []
