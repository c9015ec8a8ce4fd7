"""Words as the index has them, and where they stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.search.marking import LONGEST, excerpt
from coding.search.words import Words, folded_words, forms_of_word


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Türkiye", ["turkiye"]),
        ("Côte d’Ivoire", ["cote", "d", "ivoire"]),
        ("Łódź, Tromsø", ["lodz", "tromso"]),
        ("GROSSBRITANNIEN Großbritannien", ["grossbritannien", "grossbritannien"]),
        ("İstanbul ISTANBUL", ["istanbul", "istanbul"]),
        ("a_b snake", ["a", "b", "snake"]),
        ("Россия", ["россия"]),
        ("…—“”", []),
    ],
)
def test_capitals_accents_and_punctuation_do_not_count(written, folded):
    assert folded_words(written) == folded


@pytest.mark.parametrize("sign", "‘’“”–—…§")
def test_signs_part_words_alike_whether_a_text_has_accents_or_not(sign):
    assert folded_words(f"Art{sign}Icle") == ["art", "icle"]
    assert folded_words(f"É Art{sign}Icle") == ["e", "art", "icle"]


@pytest.mark.parametrize(
    ("typed", "also"),
    [
        ("embassy", "embassies"),
        ("embassies", "embassy"),
        ("consulted", "consult"),
        ("consult", "consulting"),
        ("renounce", "renounced"),
        ("renounced", "renounce"),
        ("treaty", "treaties"),
    ],
)
def test_a_word_is_found_with_other_endings(typed, also):
    assert also in forms_of_word(typed)
    assert also not in Words((typed,), is_exact=True).choices[0]


def test_short_words_and_numbers_have_no_endings():
    assert forms_of_word("war") == ("war",)
    assert forms_of_word("1893") == ("1893",)


def test_words_are_marked_where_they_stand():
    text = "The Embassy says so; both embassies closed."
    pieces = excerpt(text, [Words(("embassy",))])
    assert [piece.text for piece in pieces if piece.is_marked] == ["Embassy", "embassies"]


def test_a_long_text_is_cut_between_words_around_the_first_mark():
    pieces = excerpt("word " * 200 + "needle " + "word " * 200, [Words(("needle",))])
    assert [piece.text for piece in pieces if piece.is_marked] == ["needle"]
    assert pieces[0].text == pieces[-1].text == "…"
    assert sum(len(piece.text) for piece in pieces) <= LONGEST + 2


@given(
    st.text("abA1 _.,’\n", max_size=40),
    st.sampled_from(
        [Words(("ab",)), Words(("a", "b")), Words(("ab", "1")), Words(("a",), is_beginning=True)]
    ),
)
def test_words_stand_in_the_same_places_where_the_text_has_accents_too(text, words):
    assert list(words.spans(text)) == list(words.spans(f"{text} é"))


@given(st.text(max_size=400), st.text(max_size=12))
def test_an_excerpt_is_made_of_its_text_whatever_is_looked_for(text, word):
    words = Words(tuple(folded_words(word)))
    pieces = excerpt(text, [words])
    assert "".join(piece.text for piece in pieces).strip("…") in " ".join(text.split())
