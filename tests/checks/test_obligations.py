"""Obligations, what differs among members, pairs, conditions."""

from dataclasses import replace

import pytest

from coding.checks.registry import run
from coding.codebook.derived import CONDITIONS

from .sound_sheet import KAZAKHSTAN, RUSSIA, ended, found, member, only, sheet, with_pairs

NO_DEFENSE = {"defense": 0}
THREE = (member(365, obvary=1), KAZAKHSTAN, member(2))


def test_an_alliance_has_an_obligation():
    finding = only(sheet(member(365, **NO_DEFENSE), member(705, **NO_DEFENSE)))
    assert (finding.rule, finding.questions) == ("some-obligation", (16,))
    assert found(sheet(member(365, **NO_DEFENSE), member(705), asymm=1)) == []


def test_who_owes_nothing_is_in_an_asymmetric_pact():
    facts = sheet(member(365, **NO_DEFENSE), KAZAKHSTAN, asymm=0)
    assert found(facts) == ["owes-nothing", "asymm"]


@pytest.mark.parametrize("variable", ["nonagg", "defcoloc", "olimob", "terrres"])
def test_asymm_is_what_the_codes_give(variable):
    finding = only(sheet(RUSSIA, member(705, **{variable: 1}), asymm=0))
    assert finding.rule == "asymm"
    assert finding.found == f"asymm is “0 no”, but not the same for all members: {variable}."
    assert finding.cells == ("asymm", f"365/{variable}", f"705/{variable}")


def test_asymm_without_any_difference_is_told():
    assert "but the same for all members" in only(sheet(asymm=1)).found


def test_what_varies_by_partner_is_asymmetric_and_multilateral():
    facts = with_pairs(sheet(*THREE, asymm=1))
    assert found(facts) == []
    assert found(with_pairs(sheet(*THREE, asymm=0))) == ["obvary", "asymm"]
    assert found(with_pairs(sheet(*THREE[:2], asymm=1))) == ["obvary"]


def test_obvary_has_a_pair_that_differs():
    finding = only(sheet(*THREE, asymm=1))
    assert (finding.rule, finding.cells) == ("obvary-has-pairs", ("365/obvary",))
    assert found(with_pairs(sheet(*THREE, asymm=1), defense=1)) == ["obvary-has-pairs"]


def test_a_pair_is_coded_where_obligations_vary():
    finding = only(with_pairs(sheet(RUSSIA, KAZAKHSTAN, member(2))))
    assert finding.rule == "pair-needs-obvary"
    assert finding.cells[:2] == ("365/obvary", "365>705/defense")


def test_a_pair_owes_no_more_than_the_member():
    finding = only(with_pairs(sheet(*THREE, asymm=1), offense=1))
    assert (finding.rule, finding.questions) == ("pair-within-member", (24, 16))
    assert finding.cells == ("365>705/offense", "365/offense")
    assert finding.found.startswith("What Russia (365) owes Kazakhstan (705): offense is “1 yes”")


def test_a_pair_is_of_two_members_at_the_same_time():
    apart = sheet(member(365, obvary=1), member(2), member(200), ended(705), asymm=1)
    assert found(with_pairs(apart)) == []
    later = member(365, (1960, 3, 1), obvary=1)
    facts = with_pairs(sheet(later, member(2), member(200), ended(705), asymm=1))
    assert "never members at the same time" in only(facts).found
    absent = replace(facts, coding=replace(facts.coding, members={"2": member(2)}))
    (finding,) = [finding for finding in run(absent) if finding.rule == "pair-of-members"]
    assert "Russia (365) and Kazakhstan (705): not a member" in finding.found


@pytest.mark.parametrize(
    ("obligation", "conditions"),
    list(zip(("defense", "offense", "neutral", "consul"), CONDITIONS.values(), strict=True)),
)
def test_a_condition_needs_its_obligation(obligation, conditions):
    for condition in conditions:
        codes = {"defense": 0, "nonagg": 1, condition: 1}
        finding = only(sheet(member(365, **codes), member(705, **codes)))
        assert (finding.rule, finding.questions) == ("condition-needs-obligation", (19, 16))
        assert finding.cells[:2] == (f"365/{condition}", f"365/{obligation}")
        held = {**codes, obligation: 1}
        assert found(sheet(member(365, **held), member(705, **held))) == []


def test_another_condition_needs_some_obligation():
    idle = member(365, defense=0, olimob=1)
    assert only(sheet(idle, KAZAKHSTAN, asymm=1)).rule == "other-condition-needs-obligation"
    assert found(sheet(member(365, olimob=1), member(705, olimob=1))) == []
