"""The names of members, from which a sheet's title is made, in every order the sheets use."""

from time import process_time

import pytest

from coding.models.answer_fields import Members

RUSSIA_AND_KAZAKHSTAN = ["Russia", "Kazakhstan"]


@pytest.mark.parametrize(
    "answer",
    [
        "365 Russia, 705 Kazakhstan",
        "365 Russia; 705 Kazakhstan.",
        "365 Russia and 705 Kazakhstan",
        "365 - Russia, and 705 - Kazakhstan",
        "(365) Russia & (705) Kazakhstan",
        "Russia (365), Kazakhstan (705)",
        "Russia (365); Kazakhstan (705)",
        "Russia (365) and Kazakhstan (705)",
        "Russia (365) Kazakhstan (705)",
        "Russia [365], Kazakhstan [COW 705]",
        "Russia 365, Kazakhstan 705",
        "Russia, 365, Kazakhstan, 705",
        "Russia (365), 705 Kazakhstan",
        "365 Russia and\n705 Kazakhstan",
        "1. 365 Russia\n2. 705 Kazakhstan",
        "1. Russia (365)\n2. Kazakhstan (705)",
        "365 (Russia)\n705 (Kazakhstan)",
        "Russia; Kazakhstan",
        "Russia (365), Kazakhstan",
    ],
)
def test_members_are_named_in_every_order_and_however_they_are_parted(answer):
    assert Members.names(answer) == RUSSIA_AND_KAZAKHSTAN


@pytest.mark.parametrize(
    "answer",
    [
        "365 Russia (until 1999)\n705 Kazakhstan",
        "365 Russia, until 1999\n705 Kazakhstan (original member)",
        "365 Russia (May 25, 1992), 705 Kazakhstan (acceded in 1993, see Articles 3 and 5)",
        "365 Russia, 25 May 1992, 705 Kazakhstan, June 1, 1993",
        "365 Russia 1992–1999\n705 Kazakhstan since 1992",
        "Russia (365) (until 1999), Kazakhstan (705)",
        "Russia (365) until 1999; Kazakhstan (705), from May 25, 1992",
        "Russia (USSR until 1991) (365) and its allies, Kazakhstan (acceded in 1993) (705)",
        "365 Russia\n705 Kazakhstan\n(Kazakhstan acceded in 1993)",
        "365 Russia (until 1939)\n705 Kazakhstan\n365 Russia (since 1941)",
    ],
)
def test_remarks_are_no_part_of_a_name(answer):
    assert Members.names(answer) == RUSSIA_AND_KAZAKHSTAN


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("Yemen (Arab Republic) (678)", ["Yemen (Arab Republic)"]),
        ("Iran (Persia) 630", ["Iran (Persia)"]),
        ("630 Iran (Persia), 640 Turkey (Ottoman Empire)",
         ["Iran (Persia)", "Turkey (Ottoman Empire)"]),
        ("Congo, Democratic Republic of (490) and Trinidad and Tobago (52)",
         ["Congo, Democratic Republic of", "Trinidad and Tobago"]),
        ("732 Korea, Republic of, 52 Trinidad & Tobago, and 2 United States",
         ["Korea, Republic of", "Trinidad & Tobago", "United States"]),
        ("Bosnia and Herzegovina", ["Bosnia and Herzegovina"]),
        ("Annam (8152), Côte d’Ivoire (437), Österreich (305)",
         ["Annam", "Côte d’Ivoire", "Österreich"]),
        ("Annam 8152, France 220", ["Annam", "France"]),
        ("365 RUSSIA AND 705 KAZAKHSTAN", ["RUSSIA", "KAZAKHSTAN"]),
    ],
)  # fmt: skip
def test_a_name_keeps_its_own_brackets_commas_and_ands(answer, names):
    assert Members.names(answer) == names


@pytest.mark.parametrize(
    "answer",
    ["Russia, Kazakhstan and Belarus", "All 22 states of the Arab League", "See the treaty"],
)
def test_without_codes_a_line_is_not_parted(answer):
    assert Members.names(answer) == [answer]


@pytest.mark.parametrize("answer", ["", "365", "(365)", ";"])
def test_where_no_state_is_named_there_is_no_name(answer):
    assert Members.names(answer) == []


@pytest.mark.parametrize("piece", ["(", "1,", "until ", "[(,;", "Russia (365), ", " and"])
def test_a_long_answer_is_read_in_no_time(piece):
    before = process_time()
    Members.names(piece * 5000)
    assert process_time() - before < 1
