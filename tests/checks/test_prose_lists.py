"""Lists in prose beside codes: members, pact types, contingencies."""

import pytest

from coding.checks.prose_lists import contingencies

from .sound_sheet import KAZAKHSTAN, RUSSIA, answering, found, member, only, sheet


def test_the_members_that_question_4_lists_are_the_roster():
    assert found(answering(sheet(), q4="365 Russia\n705 Kazakhstan")) == []
    assert found(answering(sheet(), q4="Kazakhstan (705)\nRussia (365)")) == []


def test_a_listed_state_that_is_no_member_is_told():
    finding = only(answering(sheet(), q4="365 Russia\n705 Kazakhstan\n2 United States"))
    assert finding.rule == "list-of-members"
    assert finding.found == (
        "Question 4 lists United States of America (2): not among the members."
    )


def test_a_member_that_is_not_listed_is_told():
    facts = sheet(RUSSIA, KAZAKHSTAN, member(2))
    finding = only(answering(facts, q4="365 Russia\n705 Kazakhstan"))
    assert finding.cells == ("2/member",)


@pytest.mark.parametrize(
    "answer", ["", "Russia and Kazakhstan", "365 Russia, later joined by 2", "9999 Nowhere"]
)
def test_a_list_that_is_not_plain_says_nothing(answer):
    assert found(answering(sheet(), q4=answer)) == []


def test_the_pact_types_are_what_any_member_owes():
    assert found(answering(sheet(), q16="Defense pact")) == []
    one_sided = sheet(RUSSIA, member(705, defense=0, consul=1), asymm=1)
    assert found(answering(one_sided, q16="Defense Pact, Consultation Pact", q24="No")) == []


def test_a_pact_type_that_nobody_owes_is_told():
    finding = only(answering(sheet(), q16="Defense pact, neutrality pact"))
    assert (finding.rule, finding.questions) == ("pact-types", (16,))
    assert finding.found == (
        "Question 16 lists the obligation, but neutral is “0 no” for all members."
    )
    assert finding.cells == ("365/neutral", "705/neutral")


def test_an_obligation_that_is_not_listed_is_told():
    finding = only(answering(sheet(RUSSIA, member(705, nonagg=1), asymm=1), q16="Defense"))
    assert finding.cells == ("705/nonagg",)


@pytest.mark.parametrize("answer", ["", "Defense pact (Article 5 only)", "An entente", "See 18"])
def test_pact_types_that_are_not_plain_say_nothing(answer):
    assert found(answering(sheet(), q16=answer)) == []


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ("Specific location", {"coloc"}),
        ("specific adversary, specific location.", {"coadv", "coloc"}),
        ("Attack; nonprovocation of enemy", {"coatt", "conpr"}),
        ("Number of adversaries and prior agreement among partners", {"conum"}),
        ("noncompliance with a specific demand", {"codem"}),
        ("Specific ongoing conflict\nAttack", {"cocon", "coatt"}),
        ("Specific location (Article 3)", {"coloc"}),
        ("Specific location: Europe", set()),
        ("None", set()),
        ("Not a specific adversary", set()),
        ("", set()),
    ],
)
def test_contingencies_are_read_where_every_item_is_in_the_printed_words(answer, named):
    assert contingencies(answer) == named


def limited(**codes):
    return sheet(member(365, **codes), member(705, **codes))


def test_a_listed_contingency_is_coded_for_some_member():
    assert found(answering(limited(defcoloc=1), q19="Specific location, attack")) == []
    specific = sheet(RUSSIA, member(705, defcoloc=1), asymm=1)
    assert found(answering(specific, q19="Specific location")) == []
    finding = only(answering(sheet(), q19="Specific location"))
    assert (finding.rule, finding.questions) == ("contingencies", (19,))
    assert "365/defcoloc" in finding.cells


def test_a_coded_condition_is_listed():
    finding = only(answering(limited(defcoloc=1, defcoadv=1), q19="Specific location"))
    assert finding.cells == ("365/defcoadv", "705/defcoadv")
    assert finding.found.startswith("defcoadv: 1 for some member")


def test_consultation_on_request_need_not_be_listed():
    assert found(answering(limited(consul=1, concoreq=1, defcoloc=1), q19="Location")) == []


@pytest.mark.parametrize("answer", ["NA", "N/A.", "None"])
def test_a_coded_condition_is_described(answer):
    finding = only(answering(limited(defcoloc=1), q20=answer))
    assert (finding.rule, finding.questions) == ("limits-described", (20, 19))
    assert found(answering(sheet(), q20=answer)) == []
    assert found(answering(limited(consul=1, concoreq=1), q20=answer)) == []
    assert found(answering(limited(defcoloc=1), q20="See Art. 3")) == []
