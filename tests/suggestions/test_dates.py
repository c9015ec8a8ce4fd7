"""Dates of signature, and whether and when an alliance ended."""

import pytest

from coding.codebook.cells import MISSING, Coding

from .sheets_of_answers import TWO, codes_of, suggested

IN_EFFECT = {"yrexit": 0, "moexit": 0, "dayexit": 0}
THREE = Coding(members={key: {"member": int(key)} for key in ("200", "220", "651")})


def of_first(cells: dict[str, int]) -> dict[str, int]:
    """The cells of member 365, by their variables."""
    return {cell[4:]: value for cell, value in cells.items() if cell.startswith("365/")}


def signed(answer: str, roster: Coding = TWO) -> tuple[int, ...]:
    return tuple(of_first(codes_of(roster, q3=answer)).values())


@pytest.mark.parametrize(
    "answer",
    [
        "May 25, 1992",
        "May 25th, 1992.",
        "25 May 1992",
        "25 of May 1992",
        "Signed on May 25, 1992",
        "5/25/1992",
        "1992-05-25",
        "25 may 1992",
    ],
)
def test_one_date_of_signature_is_every_members_entry(answer):
    cells = codes_of(TWO, q3=answer)
    assert cells == {
        f"{key}/{variable}": value
        for key in ("365", "705")
        for variable, value in {"yrent": 1992, "moent": 5, "dayent": 25}.items()
    }


def test_a_reading_spells_the_month_so_that_nobody_mistakes_it():
    assert suggested(TWO, q3="3/4/1992")[0].reading == (
        "“3/4/1992”: signed on 4 March 1992, the only date"
    )


def test_a_month_without_a_day_is_a_day_that_is_not_known():
    assert signed("May 1992") == (1992, 5, MISSING)


@pytest.mark.parametrize(
    "answer",
    [
        "1992",
        "May 25-27, 1992",
        "May 25/June 3, 1992",
        "May 25, 1992 and June 3, 1992",
        "May 25, 1992\nJune 3, 1992 (France)",
        "May 25, 1992 (ratified)",
        "about May 25, 1992",
        "May 25, 1992?",
        "May 32, 1992",
        "25/5/1992",
        "6/2/04",
        "Article 25, 1992",
        "31 June 1992",
        "N/A",
    ],
)
def test_what_is_not_one_plain_date_suggests_nothing(answer):
    assert codes_of(TWO, q3=answer) == {}


def test_a_member_that_is_known_to_have_joined_later_did_not_sign_then():
    roster = Coding(members={"365": {"yrent": 1992}, "705": {"yrent": 1999}, "365.2": {}})
    assert list(codes_of(roster, q3="May 25, 1992")) == ["365/yrent", "365/moent", "365/dayent"]
    assert codes_of(roster, q5="No") == {"365/cowwar": 0}


@pytest.mark.parametrize(
    "answer",
    [
        "Still in effect as of 7/7/2020 as per Kazakh Legislature: http://adilet.zan.kz/rus/docs",
        "Still in effect according to Kazakhstan MFA- website visited 6/2/04",
        "In effect as of October 15, 2017 according to the ministry (http://www.mid.ru/?id=3)",
        "The treaty is still in force.",
        "Remains in effect",
        "Still in effect according to X (6/30/04)\nVersion 4.0: In effect as of December 27, 2017",
        "Terminated in 1999\nVersion 4.0: In effect as of October 15, 2017",
    ],
)
def test_an_alliance_in_effect_has_no_exit(answer):
    assert of_first(codes_of(TWO, q14=answer)) == IN_EFFECT


@pytest.mark.parametrize(
    "answer",
    [
        "No longer in effect",
        "In effect until May 5, 1999",
        "Still in effect for all but Egypt, which left in 1979",
        "Still in effect? No source found.",
        "Presumably still in effect",
        "In effect as of 1990; was not renewed",
        "Still in effect\nVersion 5.0: no source",
        "Still in effect\nVersion 4.0: In effect as of 2017\nVersion 5.0: Russia withdrew in 2019",
        "Unknown",
        "1990",
    ],
)
def test_what_is_not_plainly_in_effect_or_ended_suggests_nothing(answer):
    assert codes_of(TWO, q14=answer) == {}


@pytest.mark.parametrize(
    ("answer", "day"),
    [
        ("December 26, 1991", 26),
        ("Terminated on December 26, 1991 (Keesing’s)", 26),
        ("Expired: 26 December 1991, see http://www.example.org/a", 26),
        ("December 1991", MISSING),
        ("Still in effect\nVersion 5.0: Terminated December 26, 1991.", 26),
    ],
)
def test_a_plain_date_is_the_exit(answer, day):
    exit_date = {"yrexit": 1991, "moexit": 12, "dayexit": day}
    assert of_first(codes_of(TWO, q14=answer)) == exit_date


@pytest.mark.parametrize(
    "answer",
    [
        "December 26, 1991, renewed before",
        "December 26, 1991 or January 3, 1992",
        "December 26, 1991. Extended on 5 May 1980",
        "Notice given on December 26, 1991",
        "December 26, 1991 (approximate)",
        "December 26, 1991?",
        "End of first phase: December 26, 1991",
    ],
)
def test_a_date_beside_another_or_of_something_else_suggests_nothing(answer):
    assert codes_of(TWO, q14=answer) == {}


def test_a_date_that_may_be_one_members_alone_suggests_nothing():
    assert codes_of(THREE, q14="March 26, 1979 (Egypt)") == {}
    assert codes_of(THREE, q14="March 26, 1979") != {}


def test_a_state_that_came_back_left_before():
    roster = Coding(members={"651": {}, "200": {}, "651.2": {}})
    cells = codes_of(roster, q14="Still in effect")
    assert {cell.split("/")[0] for cell in cells} == {"200", "651.2"}


@pytest.mark.parametrize("answer", ["N/A", "NA", "N/A.", "Not applicable"])
def test_nothing_ended_an_alliance_that_is_in_effect(answer):
    cells = codes_of(TWO, q14="Still in effect", q15=answer)
    assert cells["term"] == 0
    assert (cells["365/termmode"], cells["705/termcaus"]) == (0, 0)


@pytest.mark.parametrize("end", ["December 26, 1991", "", "Unknown"])
def test_a_cause_that_does_not_apply_to_an_alliance_that_ended_suggests_nothing(end):
    assert "term" not in codes_of(TWO, q14=end, q15="N/A")


def test_a_cause_in_words_is_for_a_person_to_judge():
    assert codes_of(TWO, q15="The USSR dissolved.") == {}
