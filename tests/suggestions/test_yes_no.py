"""Plain no, plain yes, and the many answers that only look like one of them."""

import pytest

from .sheets_of_answers import TWO, codes_of, suggested

NOT_PLAIN_NO = [
    "No. However, Article 5 requires consultation.",
    "No, but see Article 3",
    "No (Article 5)",
    "No. 5",
    "No/Yes",
    "Not specified",
    "Not explicitly",
    "Nothing that Article 4 does not say",
    "No aid, except in war",
    "None of the members",
    "No?",
    "See Art. 3",
    "See 18",
    "N/A",
    "Norway",
    "-",
    "",
]


@pytest.mark.parametrize(
    "answer",
    [
        "No",
        "No.",
        "no",
        "NO",
        " No . ",
        "None",
        "None.",
        "none mentioned",
        "None mentioned.",
        "Not mentioned",
        "No mention",
        "No - none mentioned",
        "No. None.",
        "No\nNo",
        "No provisions",
        "No such provision",
    ],
)
def test_a_plain_no_is_zero(answer):
    assert codes_of(q31=answer) == {"milcon": 0}


@pytest.mark.parametrize("answer", NOT_PLAIN_NO)
def test_what_is_no_plain_no_suggests_nothing(answer):
    assert codes_of(q31=answer) == {}


def test_a_suggestion_carries_its_words_and_a_reading():
    (suggestion,) = suggested(q49="No.")
    assert (suggestion.question, suggestion.words, suggestion.words_from) == (49, "No.", 49)
    assert suggestion.reading == "“No.”: no companion agreement"


@pytest.mark.parametrize("answer", ["Yes", "yes.", "Yes, see Art. 3", "Yes – Article 9", "Yes.\nX"])
def test_a_plain_yes_is_one_where_a_code_knows_no_more_than_yes_and_no(answer):
    assert codes_of(q37=answer) == {"contrib": 1}


@pytest.mark.parametrize("answer", ["Yes", "Yes. Article 3: the staffs meet.", "Yes, see Art. 3"])
@pytest.mark.parametrize("question", [8, 9, 23, 29, 31, 32, 34, 35, 36, 38, 39, 48, 49, 53, 55, 56])
def test_a_yes_does_not_say_which_value_a_code_of_several_has(question, answer):
    assert codes_of(**{f"q{question}": answer}) == {}


@pytest.mark.parametrize(
    "answer",
    [
        "Yes, but only in war",
        "Yes. However, Article 5 …",
        "Yes/No",
        "Yes and no",
        "Yes or no",
        "Yes, no",
        "Yes?",
        "Yes, implicitly",
        "Yes (unclear)",
        "Yesterday",
        "Article 5 says yes",
    ],
)
def test_a_yes_that_is_taken_back_suggests_nothing(answer):
    assert codes_of(q37=answer) == {}


def test_the_words_of_a_yes_are_the_yes():
    (suggestion,) = suggested(q33="Yes. Article 2: a joint staff.")
    assert suggestion.words == "Yes"


def test_a_no_of_the_members_questions_is_for_every_member():
    assert codes_of(TWO, q25="No") == {"365/seppeace": 0, "705/seppeace": 0}


def test_a_no_of_the_members_questions_waits_for_members():
    assert codes_of(q25="No") == {}


def test_no_assistance_is_no_to_all_three_codes_of_the_question():
    cells = codes_of(TWO, q21="No")
    assert {cell: value for cell, value in cells.items() if cell.startswith("365")} == {
        "365/notaiden": 0,
        "365/dipaid": 0,
        "365/terrres": 0,
    }


def test_a_yes_is_for_every_member_while_nothing_says_that_they_differ():
    assert codes_of(TWO, q26="Yes.", q24="")["705/thirdcom"] == 1
    assert codes_of(TWO, q26="Yes.", q24="Yes – both alike")["705/thirdcom"] == 1


@pytest.mark.parametrize("symmetric", ["No. Russia alone promises this.", "Mostly", "Yes, but …"])
def test_a_yes_is_for_no_member_where_they_may_differ(symmetric):
    assert "705/thirdcom" not in codes_of(TWO, q26="Yes.", q24=symmetric)


def test_symmetry_is_no_asymmetry():
    assert codes_of(TWO, q24="Yes.") == {"asymm": 0, "365/obvary": 0, "705/obvary": 0}


@pytest.mark.parametrize("answer", ["No", "No. Russia alone promises aid.", "No – see 18"])
def test_no_symmetry_is_asymmetry_and_says_nothing_of_pairs(answer):
    assert codes_of(TWO, q24=answer) == {"asymm": 1}


@pytest.mark.parametrize(
    "answer", ["Yes. All but one.", "Yes, see 18.", "No, but nearly", "No. 3", "No, yes", "Nobody"]
)
def test_symmetry_with_a_doubt_suggests_nothing(answer):
    assert codes_of(TWO, q24=answer) == {}


def test_future_members_are_none_only_where_new_members_are_not_provided_for_either():
    assert codes_of(q8="No", q9="No") == {"proadd": 0, "futmem": 0}
    assert codes_of(q8="Yes. Any Arab state.", q9="No") == {}
    assert codes_of(q9="No") == {}


@pytest.mark.parametrize(
    ("among", "others", "value"), [("No", "No", 0), ("Yes", "No", 1), ("No", "Yes", 2)]
)
def test_resolved_conflicts_are_read_from_both_questions(among, others, value):
    assert codes_of(q51=among, q52=others) == {"conres": value}


@pytest.mark.parametrize(("among", "others"), [("Yes", "Yes"), ("No", ""), ("No", "See 51")])
def test_resolved_conflicts_are_left_where_the_two_do_not_settle_it(among, others):
    assert codes_of(q51=among, q52=others) == {}


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        ("Treaty", {"estmode": 1}),
        ("treaty (Article 12).", {"estmode": 1}),
        ("Executive agreement", {"estmode": 0}),
        ("Exchange of diplomatic notes", {"estmode": 0}),
        ("Convention", {}),
        ("Treaty or exchange of notes", {}),
        ("Not a treaty", {}),
    ],
)
def test_the_instrument_is_one_of_the_known_ones(answer, cells):
    assert codes_of(q6=answer) == cells


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        ("Public.", {"pubsecr": 0, "secrart": 0}),
        ("Secret", {"pubsecr": 2, "secrart": 8}),
        ("Public, but with secret articles", {"pubsecr": 1}),
        ("Public. Article 3 was secret.", {}),
        ("Public (but see 57)", {}),
    ],
)
def test_secrecy_is_one_of_the_known_kinds(answer, cells):
    assert codes_of(q7=answer) == cells


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        ("Treaty", {"source": 1}),
        ("Treaty and secondary sources", {"source": 1}),
        ("Secondary sources only", {"source": 2}),
        ("Treaty summary", {}),
        ("No treaty text was found", {}),
    ],
)
def test_the_source_is_one_of_the_known_ones(answer, cells):
    assert codes_of(q58=answer) == cells


@pytest.mark.parametrize("war", ["No", "No."])
def test_no_war_is_no_war_of_any_founder(war):
    assert codes_of(TWO, q5=war) == {"365/cowwar": 0, "705/cowwar": 0}


@pytest.mark.parametrize("question", [1, 13, 17, 18, 20, 28, 42, 43, 44, 45, 46, 57, 59, 60, 61])
@pytest.mark.parametrize("answer", ["No", "Zero.", "N/A", "May 25, 1992", "4235"])
def test_a_question_without_codes_suggests_nothing(question, answer):
    assert codes_of(TWO, **{f"q{question}": answer}) == {}


def test_a_later_version_says_it_anew():
    assert codes_of(q31="No\nVersion 4.0: Yes, Article 3") == {}
    assert codes_of(q31="Article 3\nVersion 4.0: No") == {"milcon": 0}
    assert codes_of(q31="Version 5.0: No\nVersion 4.0: Yes") == {"milcon": 0}
    assert codes_of(q31="A version 4.0: No") == {}
