"""The list of members by COW country code."""

import pytest

from coding.codebook.cells import Coding

from .sheets_of_answers import TWO, codes_of, suggested


def listed(answer: str, roster: Coding | None = None) -> list[int]:
    cells = codes_of(roster or Coding(), q4=answer)
    return [value for cell, value in cells.items() if cell.endswith("/member")]


@pytest.mark.parametrize(
    ("answer", "states"),
    [
        ("365 Russia\n705 Kazakhstan", [365, 705]),
        ("Kazakhstan (705)\nRussia (365)", [705, 365]),
        ("365, 705", [365, 705]),
        ("200 United Kingdom, 220 France, and 365 Russia", [200, 220, 365]),
        ("365 - Russia; 705 - KZK", [365, 705]),
        ("Russia (365), Kazakhstan (705) and Belarus (370)", [365, 705, 370]),
        ("200 England\n255 Prussia", [200, 255]),
        ("2 United States", [2]),
    ],
)
def test_members_are_listed_by_code(answer, states):
    assert listed(answer) == states


@pytest.mark.parametrize(
    "answer",
    [
        "Russia, Kazakhstan",
        "365 Kazakhstan\n705 Russia",
        "365 Russia\n999 Nowhere",
        "365 Russia\nKazakhstan",
        "1. 365 Russia\n2. 705 Kazakhstan",
        "2 members: 365, 705",
        "365 Russia (joined 1992)",
        "365 Russia (May 2)",
        "365 Russia until 1999, 705 Kazakhstan",
        "651 Egypt\n220 France\n651 Egypt",
        "365 Russia, 705 Kazakhstan?",
        "365 Russia\n705 Kazakhstan\nVersion 4.0: 370 Belarus",
        "Members: 365 Russia 705 Kazakhstan",
        "365.2 Russia",
        "",
    ],
)
def test_a_list_that_is_not_plain_throughout_suggests_nobody(answer):
    assert listed(answer) == []


def test_each_member_has_its_own_words():
    words = [s.words for s in suggested(q4="365 Russia\nKazakhstan (705)") if len(s.cells) == 1]
    assert words[:2] == ["365 Russia", "Kazakhstan (705)"]
    first = suggested(q4="365 Russia")[0]
    assert first.reading == "“365 Russia”: Russia, COW country code 365"


def test_two_members_are_bilateral_and_more_are_left_to_the_coder():
    assert codes_of(q4="365 Russia\n705 Kazakhstan")["bilat"] == 1
    assert "bilat" not in codes_of(q4="365, 705, 370")
    assert "bilat" not in codes_of(q4="365")


def test_a_known_third_member_is_counted():
    assert "bilat" not in codes_of(Coding(members={"370": {}}), q4="365, 705")


def test_codes_of_members_are_for_those_just_listed_too():
    cells = codes_of(q3="May 25, 1992", q4="365 Russia\n705 Kazakhstan", q27="No")
    assert cells["365/yrent"] == 1992
    assert cells["705/dayent"] == 25
    assert cells["705/noothall"] == 0


def test_known_members_come_first_and_keep_their_spells():
    roster = Coding(members={"651": {"yrent": 1950}, "651.2": {}})
    cells = codes_of(roster, q4="651 Egypt\n220 France", q25="No")
    assert [cell for cell in cells if cell.endswith("seppeace")] == [
        "651/seppeace",
        "651.2/seppeace",
        "220/seppeace",
    ]
    assert roster == Coding(members={"651": {"yrent": 1950}, "651.2": {}})


def test_a_list_that_is_not_plain_leaves_the_known_members():
    assert codes_of(TWO, q4="Russia and others", q25="No") == {"365/seppeace": 0, "705/seppeace": 0}
