"""Threats and organizations."""

import pytest

from coding.codebook.cells import MISSING

from .sound_sheet import found, only, sheet


@pytest.mark.parametrize("specthrt", [1, 3])
def test_specific_states_are_named(specthrt):
    assert only(sheet(specthrt=specthrt)).rule == "threat-names-state"
    assert found(sheet(specthrt=specthrt, statthr1=2)) == []
    assert found(sheet(specthrt=specthrt, statthr1=MISSING, source=2)) == []


@pytest.mark.parametrize("specthrt", [2, 4, 5, 6])
def test_other_threats_may_name_a_state(specthrt):
    assert found(sheet(specthrt=specthrt)) == []
    assert found(sheet(specthrt=specthrt, statthr1=2)) == []


def test_without_a_threat_no_state_is_named():
    finding = only(sheet(specthrt=0, statthr1=2))
    assert finding.rule == "no-threat-no-state"
    assert finding.found == ("specthrt is “0 none”, but statthr1 is United States of America (2).")
    assert "no-threat-no-state" in found(sheet(specthrt=0, statthr1=MISSING, source=2))


@pytest.mark.parametrize("first", [0, 2])
def test_a_second_threat_comes_after_another_first(first):
    assert only(sheet(specthrt=2, statthr1=first, statthr2=2)).rule == "second-threat"
    assert found(sheet(specthrt=2, statthr1=200, statthr2=2)) == []


def test_a_threat_is_a_state_that_is_known():
    assert only(sheet(specthrt=1, statthr1=9999)).rule == "threat-is-listed"


def test_a_threat_is_no_member():
    finding = only(sheet(specthrt=1, statthr1=365))
    assert (finding.rule, finding.cells) == ("threat-is-member", ("statthr1", "365/member"))


@pytest.mark.parametrize("pair", [("organ1", "orgpurp1"), ("organ2", "orgpurp2")])
def test_an_organization_has_a_purpose_and_a_purpose_an_organization(pair):
    first = {"organ1": 1, "orgpurp1": 1} if pair[0] == "organ2" else {}
    for organization, purpose in ((1, 0), (0, 3)):
        codes = dict(zip(pair, (organization, purpose), strict=True))
        finding = only(sheet(**first, **codes))
        assert (finding.rule, finding.cells) == ("organization-purpose", pair)
    assert found(sheet(**first, **dict(zip(pair, (2, 3), strict=True)))) == []


def test_a_second_organization_comes_after_a_first():
    assert only(sheet(organ2=1, orgpurp2=1)).rule == "second-organization"
