"""How long, how left, how renewed: lengths of time and what they are the length of."""

import pytest

from coding.suggestions.lengths import LengthOf, find_lengths

from .sheets_of_answers import codes_of, suggested

RENEWED = "5 years (Article 10), automatically renewed for five-year periods"
SECTION_30 = (
    "Yes.\nSection 30 – “This Agreement is concluded for a period of 5 years. Its validity will be "
    "automatically extended for subsequent five-year periods if none informs the other of its "
    "intention to terminate no less than six months before the expiration of the initial period.”"
)


def specified(months: int) -> dict[str, int]:
    return {"speclgth": 1, "length": months}


@pytest.mark.parametrize(
    ("answer", "months"),
    [
        ("120 months", 120),
        ("120 months (Article 40)", 120),
        ("12 years", 144),
        ("ten years", 120),
        ("Yes. Ten years.", 120),
        ("Yes - five (5) years", 60),
        ("twenty-five years", 300),
        ("twenty five years", 300),
        ("60 months (5 years)", 60),
        ("Yes, a ten-year term", 120),
        ("Article 5: 20 years", 240),
        ("Yes. The treaty is to last 20 years (Art 6).", 240),
        ("Yes, the treaty is for 5 years.", 60),
        ("Yes. It is valid for ten years from the exchange of ratifications.", 120),
        ("Shall remain in force for fifteen years.", 180),
        ("An initial period of 3 years, then extended for 2 years", 36),
        ("10 years unless denounced with 12 months’ notice", 120),
        (RENEWED, 60),
        (SECTION_30, 60),
    ],
)
def test_a_specified_period_is_read_in_months(answer, months):
    assert codes_of(q10=answer) == specified(months)


@pytest.mark.parametrize(
    "answer",
    [
        "12 months' notice",
        "12 months’ notice is required",
        "at least 10 years",
        "up to five years",
        "five or ten years",
        "5-10 years",
        "5 to 10 years",
        "3 1/2 years",
        "2.5 years",
        "two and a half years",
        "two years and six months",
        "ten (20) years",
        "0 years",
        "10 years or until the end of the war, whichever comes first",
        "5 years, then 10 years",
        "May be revised after a period of five years",
        "5 years after ratification any party may withdraw",
        "12 months to withdraw",
        "10 years (implied)",
        "10 years, then indefinitely",
        "Yes",
        "Yes. Article 5",
        "See Art. 10",
        "In 1955 years",
        "N/A",
        "until the parties agree otherwise",
        "renewed for 5 years",
    ],
)
def test_what_is_no_plain_period_suggests_nothing(answer):
    assert codes_of(q10=answer) == {}


@pytest.mark.parametrize("answer", ["No", "None specified", "Not specified.", "none mentioned"])
def test_no_length_is_none(answer):
    assert codes_of(q10=answer) == {"speclgth": 0, "length": 0}


@pytest.mark.parametrize(
    "answer",
    [
        "indefinite",
        "Yes, of unlimited duration",
        "Indefinite. 12 months' notice of withdrawal (Article 7)",
        "Indefinite, unless a member gives notice",
        "The treaty shall continue indefinitely.",
    ],
)
def test_an_indefinite_treaty_has_no_length(answer):
    assert codes_of(q10=answer) == {"speclgth": 3, "length": 0}


@pytest.mark.parametrize(
    "answer",
    [
        "not indefinite",
        "renewed indefinitely",
        "possibly indefinite",
        "indefinite, 5 years at first",
    ],
)
def test_what_is_not_plainly_indefinite_suggests_nothing(answer):
    assert codes_of(q10=answer) == {}


def test_a_treaty_may_last_as_long_as_a_war():
    assert codes_of(q10="For the duration of the present war") == {"speclgth": 2, "length": 0}


def test_each_length_has_its_purpose():
    text = f"{RENEWED} unless denounced with 6 months' notice; reviewed every two years"
    assert [(length.months, length.of) for length in find_lengths(text)] == [
        (60, LengthOf.TERM),
        (60, LengthOf.RENEWAL),
        (6, LengthOf.NOTICE),
        (24, LengthOf.OTHER),
    ]


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        ("No", {"proren": 0, "renewlgt": 0}),
        ("Automatic renewal for another 10 years unless …", {"proren": 2, "renewlgt": 120}),
        (
            "Automatic renewal for successive 10 year terms until either member denounces in "
            "writing six months’ prior to expiration",
            {"proren": 2, "renewlgt": 120},
        ),
        (SECTION_30, {"proren": 2, "renewlgt": 60}),
        (RENEWED, {"proren": 2, "renewlgt": 60}),
        ("Automatic five-year renewals", {"proren": 2, "renewlgt": 60}),
        ("Tacitly renewed every five years", {"proren": 2, "renewlgt": 60}),
        ("Automatic renewal unless denounced one year before", {"proren": 2}),
        ("May be renewed by mutual agreement", {"proren": 1}),
        ("Yes. Renewable by agreement for 5 years.", {"proren": 1, "renewlgt": 60}),
        ("Not automatically renewed", {}),
        ("No automatic renewal", {}),
        ("Yes", {}),
        ("Yes. It may be renewed.", {}),
        ("Automatic renewal, or renewal by mutual consent", {}),
        ("Automatic renewal for 5 years, later extended for 10 years", {"proren": 2}),
    ],
)
def test_renewal_is_automatic_or_agreed(answer, cells):
    assert codes_of(q12=answer) == cells


def test_a_renewal_for_the_same_period_is_as_long_as_the_term():
    cells = codes_of(q10="ten years", q12="Automatically extended for the same period.")
    assert (cells["proren"], cells["renewlgt"]) == (2, 120)
    assert codes_of(q12="Automatically extended for the same period.") == {"proren": 2}


@pytest.mark.parametrize("reference", ["See 10", "See 10.", "See #10", "Yes. See question 10"])
def test_an_answer_that_refers_to_another_is_read_there(reference):
    first, second = (s for s in suggested(q10=RENEWED, q12=reference) if s.question == 12)
    assert (first.words, first.words_from) == ("automatically renewed", 10)
    assert second.cells == {"renewlgt": 60}


@pytest.mark.parametrize(
    "reference", ["See 18", "See Art. 10", "See 12", "See 10 and 11", "See 99"]
)
def test_an_answer_that_refers_elsewhere_suggests_nothing(reference):
    assert "proren" not in codes_of(q10=RENEWED, q12=reference, q18=RENEWED)


def test_a_no_that_is_referred_to_is_no_answer_to_this_question():
    assert codes_of(q10="No", q12="See 10") == {"speclgth": 0, "length": 0}


@pytest.mark.parametrize(
    "answer",
    [
        "Yes. Any party may withdraw at any time with notice of six months.",
        "May be denounced at any time upon written notification",
    ],
)
def test_a_treaty_that_may_be_left_at_any_time(answer):
    assert codes_of(q11=answer) == {"renounce": 1}


def test_a_notice_is_enough_where_there_is_no_term():
    assert codes_of(q10="indefinite", q11="12 months' notice")["renounce"] == 1
    assert codes_of(q10="No", q11="Yes, with 12 months' notice.")["renounce"] == 1
    assert codes_of(q10="Indefinite. 12 months' notice.", q11="See 10")["renounce"] == 1


@pytest.mark.parametrize("term", ["ten years", "", "Yes", "See Art. 3"])
def test_a_notice_may_be_one_of_not_renewing_where_there_is_a_term(term):
    assert "renounce" not in codes_of(q10=term, q11="12 months' notice")


@pytest.mark.parametrize(
    "answer",
    [
        "After 20 years, upon one year's notice",
        "Notice six months before expiration",
        "Upon notice if another member attacks a third state, at any time",
        "Cannot be left at any time, even with notice",
        "Yes",
        "See Article 10",
    ],
)
def test_leaving_at_some_times_only_suggests_nothing(answer):
    assert "renounce" not in codes_of(q10="indefinite", q11=answer)


def test_a_reference_to_a_term_that_is_not_renewed_says_nothing_of_leaving():
    assert "renounce" not in codes_of(q10=SECTION_30, q11="See 10")
