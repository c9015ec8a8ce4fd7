"""Plain prose beside codes, and prose that says nothing plainly."""

from dataclasses import replace

import pytest

from coding.checks.registry import run

from .sound_sheet import KAZAKHSTAN, RUSSIA, answering, coding, ended, found, member, only, sheet

SAYS_NOTHING = [
    "See Art. 3",
    "See 10.",
    "No. However, Article 5 foresees it.",
    "Yes and no",
    "Perhaps",
    "",
    "Norway may ask for it.",
]
ALLIANCE_CODES = {
    6: ("estmode", 1, "Executive agreement"),
    7: ("pubsecr", 2, "Public"),
    8: ("proadd", 2, "No"),
    10: ("speclgth", 3, "No."),
    11: ("renounce", 1, "No"),
    12: ("proren", 2, "None"),
    23: ("specthrt", 2, "No"),
    29: ("conwtin", 3, "no"),
    30: ("medarb", 1, "No."),
    31: ("milcon", 2, "No"),
    32: ("milaid", 1, "None."),
    33: ("intcom", 1, "No"),
    34: ("subord", 2, "No"),
    36: ("base", 3, "No"),
    37: ("contrib", 1, "No"),
    38: ("armred", 1, "No"),
    39: ("acqterr", 2, "No"),
    40: ("divgains", 1, "No"),
    41: ("demwith", 1, "No"),
    48: ("natrefal", 9, "No"),
    49: ("compag", 6, "No"),
    50: ("nomicoop", 1, "No"),
    53: ("agprois", 5, "No"),
    54: ("conmen", 1, "No"),
    55: ("ecaid", 3, "No"),
    56: ("interv", 1, "No"),
    58: ("source", 1, "Secondary sources only"),
}


@pytest.mark.parametrize("question", ALLIANCE_CODES)
def test_a_plain_answer_beside_another_code_is_told(question):
    variable, code, answer = ALLIANCE_CODES[question]
    secrart = {"secrart": 8} if variable == "pubsecr" else {}
    finding = only(answering(sheet(**{variable: code, **secrart}), **{f"q{question}": answer}))
    assert (finding.rule, finding.questions[0]) == ("answer-and-code", question)
    assert variable in finding.cells
    assert f"Question {question} says “" in finding.found


@pytest.mark.parametrize("answer", SAYS_NOTHING)
@pytest.mark.parametrize("code", [0, 2])
def test_an_answer_that_is_not_plain_says_nothing(answer, code):
    assert found(answering(sheet(milcon=code), q31=answer)) == []


def test_an_answer_beside_a_code_that_is_open_or_missing_says_nothing():
    missing = answering(sheet(milcon=-9, source=2), q31="No")
    assert found(missing) == []
    open_codes = {cell: value for cell, value in missing.codes.items() if cell != "milcon"}
    assert found(replace(missing, coding=coding().of(open_codes))) == []


@pytest.mark.parametrize(
    ("question", "variable"),
    [
        (8, "proadd"),
        (23, "specthrt"),
        (29, "conwtin"),
        (31, "milcon"),
        (36, "base"),
        (56, "interv"),
    ],
)
def test_yes_beside_a_code_of_0_is_told(question, variable):
    facts = answering(sheet(), **{f"q{question}": "Yes. Article 3 provides for it."})
    finding = only(facts)
    assert (finding.rule, finding.questions) == ("yes-and-code", (question,))
    assert finding.cells == (variable,)


@pytest.mark.parametrize("question", [11, 21, 25, 35, 38, 47, 53])
def test_yes_says_nothing_where_codes_count_less_than_the_question_asks(question):
    assert found(answering(sheet(), **{f"q{question}": "Yes"})) == []


def test_one_contradiction_is_told_once():
    facts = answering(sheet(), q10="Yes. 10 years (Article 5)")
    assert found(facts) == ["answer-and-code"]


def test_a_length_that_the_prose_gives_is_that_of_the_code():
    assert found(answering(sheet(speclgth=1, length=120), q10="120 months (Article 40)")) == []
    finding = only(answering(sheet(speclgth=1, length=60), q10="10 years"))
    assert finding.found == (
        "Question 10 says “10 years”: a specified period of 120 months; but length is “60 months”."
    )


def test_what_nobody_owes_is_contradicted_by_one_member():
    facts = sheet(RUSSIA, member(705, seppeace=2), asymm=1)
    finding = only(answering(facts, q25="No"))
    assert finding.cells == ("705/seppeace",)
    assert finding.found.endswith("seppeace is “2 needs allies' approval” for Kazakhstan (705).")


def test_what_is_owed_is_contradicted_where_no_member_owes_it():
    owed = sheet(RUSSIA, member(705, thirdcom=1), asymm=1)
    assert found(answering(owed, q26="Yes")) == []
    assert found(answering(sheet(), q26="Yes")) == ["answer-and-code"]


@pytest.mark.parametrize(("answer", "asymm"), [("Yes.", 1), ("No. Russia alone promises aid.", 0)])
def test_symmetry_agrees_with_asymm(answer, asymm):
    members = (RUSSIA, member(705, terrres=1)) if asymm else ()
    finding = only(answering(sheet(*members, asymm=asymm), q24=answer))
    assert (finding.rule, finding.questions) == ("answer-and-symmetry", (24,))


def test_symmetric_obligations_do_not_vary_by_partner():
    facts = sheet(member(365, obvary=1), KAZAKHSTAN, member(2))
    assert "365/obvary" in _of(answering(facts, q24="Yes"), "answer-and-symmetry").cells


def _of(facts, rule):
    (finding,) = [finding for finding in run(facts) if finding.rule == rule]
    return finding


def test_no_conditions_at_19_and_conditions_in_the_codes_are_told():
    conditional = sheet(*(member(state, defcoloc=1) for state in (365, 705)))
    finding = only(answering(conditional, q19="None"))
    assert (finding.rule, finding.questions) == ("answer-and-conditions", (19,))
    assert finding.cells == ("365/defcoloc", "705/defcoloc")


def on_request():
    codes = {"consul": 1, "concoreq": 1}
    return sheet(member(365, **codes), member(705, **codes))


def test_consultation_on_request_may_be_told_at_22_alone():
    request = "Consultation is contingent upon the request (Article 5)"
    assert found(answering(on_request(), q19="None", q22=request)) == []
    assert found(answering(on_request(), q19="None")) == []
    assert found(answering(on_request(), q19="None", q22="No")) == ["answer-and-conditions"]


def test_no_other_limit_at_22_and_another_condition_are_told():
    other = sheet(*(member(state, olimob=1) for state in (365, 705)))
    finding = only(answering(other, q22="No"))
    assert (finding.rule, finding.questions) == ("answer-and-conditions", (22,))


def test_other_limits_are_some_condition():
    finding = only(answering(sheet(), q22="Yes. In peacetime (Article 4)"))
    assert finding.rule == "yes-and-limits"
    assert found(answering(on_request(), q22="Yes")) == []


def test_a_single_date_of_signature_is_that_of_entry():
    assert found(answering(sheet(), q3="May 25, 1955")) == []
    finding = only(answering(sheet(), q3="25 May 1956"))
    assert (finding.rule, finding.questions) == ("answer-and-dates", (4, 3))
    assert finding.found.endswith("but Russia (365) and Kazakhstan (705): entry on 25 May 1955.")


def test_a_date_that_is_coded_in_part_is_told_by_its_parts():
    codes = {cell: value for cell, value in sheet().codes.items() if not cell.endswith("/moent")}
    facts = answering(replace(sheet(), coding=coding().of(codes)), q3="25 May 1956")
    assert only(facts).found.endswith("yrent is “1955” for Russia (365) and Kazakhstan (705).")


def test_a_month_of_signature_does_not_contradict_a_known_day():
    assert found(answering(sheet(), q3="May 1955")) == []


@pytest.mark.parametrize("answer", ["Still in effect", "Version 4.0: In effect as of May 1, 2017"])
def test_in_effect_by_the_prose_and_ended_by_the_codes_is_told(answer):
    finding = only(answering(sheet(ended(365), ended(705), term=1), q14=answer))
    assert (finding.rule, finding.questions) == ("answer-and-dates", (14,))
    assert finding.found.endswith("exit on 1 March 1960.")


def test_one_member_may_have_left_what_is_still_in_effect():
    facts = sheet(RUSSIA, KAZAKHSTAN, ended(2))
    assert found(answering(facts, q14="Still in effect", q15="N/A")) == []


def test_an_end_by_the_prose_and_in_effect_by_the_codes_is_told():
    finding = only(answering(sheet(), q14="December 26, 1991"))
    assert finding.found.endswith("exit on no day yet.")


def test_no_cause_of_termination_and_a_term_are_told():
    facts = sheet(ended(365), ended(705), term=1)
    rules = found(answering(facts, q14="Still in effect", q15="N/A"))
    assert rules == ["answer-and-dates"] * 3


def phases(**answers):
    """The second of three phases, with answers."""
    replaced = {"termmode": 2, "termcaus": 1}

    def phase(begun, left, milcon):
        members = [
            member(state, begun, left, **(replaced if left[0] else {})) for state in (365, 705)
        ]
        return coding(*members, milcon=milcon, term=3 if left[0] else 0)

    first = phase((1955, 5, 25), (1960, 3, 1), 0)
    second = phase((1960, 3, 1), (1970, 3, 1), 1)
    third = phase((1970, 3, 1), (0, 0, 0), 2)
    facts = replace(sheet(), phase=2, coding=second, others={1: first, 3: third})
    return answering(facts, **answers)


def test_a_later_phase_may_tell_again_when_the_alliance_was_signed():
    assert found(phases(q3="May 25, 1955")) == []


def test_an_earlier_phase_may_tell_how_the_alliance_stands_today():
    assert found(phases(q14="Still in effect", q15="N/A")) == []


def test_signed_during_war_has_a_member_at_war():
    assert only(answering(sheet(), q5="Yes. Korean War, United States")).rule == "yes-and-war"
    at_war = sheet(member(2, (1953, 2, 1), cowwar=151), member(365, (1953, 2, 1)))
    assert found(answering(at_war, q5="Yes")) == []
    assert only(answering(at_war, q5="No")).cells == ("2/cowwar",)
    assert found(phases(q5="Yes")) == []


def test_a_number_elsewhere_that_the_prose_gives_is_that_of_the_code():
    assert found(answering(sheet(cowid=2005), q2="2005")) == []
    assert only(answering(sheet(cowid=2005), q2="2006")).rule == "answer-and-code"
    assert only(answering(sheet(cowid=2005), q2="NA")).rule == "answer-and-code"
    assert found(answering(sheet(cow4id=353), q2="NA")) == []
