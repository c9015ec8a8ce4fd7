"""Words are kept in one form, and what cannot be seen in them is left out or listed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.blank import with_one_mark
from coding.codebook.text import (
    as_typed,
    canonical,
    on_one_line,
    paragraphs_of,
    unseen,
    without_invisible,
)

SOFT_HYPHEN, ZERO_WIDTH_SPACE, NO_BREAK_SPACE = "\u00ad", "\u200b", "\u00a0"
NON_JOINER, JOINER = "\u200c", "\u200d"
LEFT_TO_RIGHT, RIGHT_TO_LEFT_OVERRIDE, RIGHT_TO_LEFT_MARK = "\u200e", "\u202e", "\u200f"
LINE_END_HYPHEN = "\ufffe"  # as PDF viewers copy it
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"  # its non-joiner is spelling
HEBREW = "\u05d0\u05d1\u05d2"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Yes.\r\n\r\n Article 3 ", "Yes.\nArticle 3"),
        (f"a{NO_BREAK_SPACE} b\tc", "a b c"),
        ("one\u2028two\x85three", "one\ntwo\nthree"),
        ("bell\x07, nul\x00", "bell, nul"),
        (f"co{SOFT_HYPHEN}operate{ZERO_WIDTH_SPACE} with\ufeff", "cooperate with"),
        (f"one {ZERO_WIDTH_SPACE} two", "one two"),
        ("Cote d\u2019Ivoire, Tu\u0308rkiye".replace("Co", "Co\u0302"), "Côte d’Ivoire, Türkiye"),
        (f"agree{LINE_END_HYPHEN}ment, self\x02defence", "agree-ment, self-defence"),
        (f"{LEFT_TO_RIGHT}Italy{RIGHT_TO_LEFT_OVERRIDE} and Japan", "Italy and Japan"),
        (f"{HEBREW}{RIGHT_TO_LEFT_OVERRIDE} and Japan", f"{HEBREW} and Japan"),
        (f"{HEBREW}\n\u2067 open", f"{HEBREW}\nopen"),
        (f"{HEBREW} \u2066Japan\u2069\u202c", f"{HEBREW} Japan"),
        (f"{HEBREW} \u2066Japan\u2069 ends", f"{HEBREW} \u2066Japan\u2069 ends"),
        ("tre\ufe00aty\ufe0f", "treaty"),
        (f"a{NON_JOINER}{JOINER}b", "ab"),
        (PERSIAN, PERSIAN),
        (f"{HEBREW}{RIGHT_TO_LEFT_MARK} (Israel)", f"{HEBREW}{RIGHT_TO_LEFT_MARK} (Israel)"),
        ("", ""),
    ],
)
def test_an_answer_has_one_form_in_which_it_is_kept(written, kept):
    assert canonical(written) == kept
    assert canonical(kept) == kept


@given(st.text(st.characters(), max_size=40))
def test_what_is_kept_has_one_form_and_only_characters_that_a_database_holds(text):
    kept = canonical(text)
    assert canonical(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert all(char == "\n" for char in kept if unicodedata.category(char) in ("Cc", "Cs"))


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=40))
def test_letters_numbers_and_signs_stay_in_their_order(text):
    assert canonical(text) == without_invisible(text)
    assert unicodedata.normalize("NFC", text) == without_invisible(text)


@given(st.text("Ab 1.,[]\n\t\r\xa0é\u0301“–", max_size=12))
def test_an_answer_that_looks_as_it_is_kept_is_kept_as_any_other(text):
    assert canonical(text) == with_one_mark(paragraphs_of(without_invisible(text)))


def test_what_is_typed_into_a_box_ends_its_lines_in_one_way():
    assert as_typed(" first\r\nsecond\rthird\r\n") == "first\nsecond\nthird"


def test_a_name_stands_on_one_line_and_turns_nothing_around():
    assert on_one_line(f" Ada{RIGHT_TO_LEFT_OVERRIDE}\n Lovelace ") == "Ada Lovelace"


def test_what_is_kept_and_not_seen_is_listed_with_its_word():
    listed = [
        (character.name, character.around)
        for character in unseen(f"Yes, {PERSIAN} and \ue000 there")
    ]
    assert listed == [("zero width non-joiner", PERSIAN), ("U+E000", "\ue000")]
    assert [character.name for character in unseen("\u8fbb\U000e0100")] == ["variation selector-17"]
    assert not list(unseen("Nothing hidden – “here”, Côte d’Ivoire."))
