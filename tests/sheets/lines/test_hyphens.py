"""A hyphen at a line end is kept where it is the word's own, and dropped where it parts a word."""

import pytest

from coding.sheets.lines.hyphens import Lexicon

KEPT = """
    inter-|ethnic non-|interference self-|defense anti-|missile military-|strategic multi-|party
    twenty-|five Nuclear-|Free Asia-|Pacific 1999-|2000 semi-|annual five-|year post-|war
"""
DROPPED = """
    obliga-|tions trea-|ty agree-|ment inter-|national co-|operation coopera-|tion consul-|tations
    govern-|ments terri-|tory inter-|vention parties-||  mem-|bers with-|out there-|fore
    multi-|lateral pre-|vention assist-|ance under-|taking multilat-|eral
"""


def pairs(text):
    return [tuple(pair.split("|")[:2]) for pair in text.split() if not pair.endswith("||")]


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon(["the military and strategic principles of the parties; agree"])


@pytest.mark.parametrize(("left", "right"), pairs(KEPT))
def test_a_compound_keeps_its_hyphen(lexicon, left, right):
    assert lexicon.rejoin(left, f"{right} of") == left + right


@pytest.mark.parametrize(("left", "right"), pairs(DROPPED))
def test_a_parted_word_is_whole_again(lexicon, left, right):
    assert lexicon.rejoin(left, f"{right} of") == left[:-1] + right


def test_what_the_sheet_writes_elsewhere_decides():
    assert Lexicon(["noninterference"]).rejoin("non-", "interference") == "noninterference"
    assert Lexicon(["a vice-consul"]).rejoin("vice-", "consul") == "vice-consul"


def test_halves_at_line_ends_are_no_evidence():
    assert Lexicon(["of obliga-", "tions"]).rejoin("obliga-", "tions") == "obligations"


def test_a_soft_hyphen_always_goes():
    assert Lexicon([]).rejoin("inter\xad", "ethnic") == "interethnic"


def test_a_suspended_hyphen_keeps_its_space():
    assert Lexicon([]).rejoin("short-", "and long-term") == "short- and"


def test_a_dash_is_no_hyphen():
    assert Lexicon([]).rejoin("Yes –", "the") is None
    assert Lexicon([]).rejoin("Yes -", "the") is None
