"""Differences between answers: nothing lost, nothing invented, readable."""

import unicodedata

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.text import SHOWS_ITSELF, is_unseen
from coding.history import differences
from coding.history.differences import ADDED, REMOVED, SAME, DiffPiece, difference
from tests.costly import on_the_gate

TEXTS = st.text(alphabet="ab “”.\n<&é", max_size=60) | st.text(max_size=40)


def _marked(pieces):
    """The difference as pages show it."""
    return (
        engines["jinja2"].env.get_template("coding/_components/changes.html").module.marked(pieces)
    )


def _joined(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


@given(old=TEXTS, new=TEXTS)
def test_the_pieces_give_back_both_texts(old, new):
    pieces = difference(old, new)
    assert _joined(pieces, SAME, ADDED) == new
    assert _joined(pieces, SAME, REMOVED) == old


@given(text=TEXTS)
def test_equal_texts_have_no_difference(text):
    assert {piece.kind for piece in difference(text, text)} <= {SAME}


def test_only_the_words_that_changed_are_marked():
    old = "In effect according to the Embassy of Belarus website"
    new = "In effect according to the website of the Embassy of Belarus"
    assert difference(old, new) == [
        DiffPiece(SAME, "In effect according to the "),
        DiffPiece(ADDED, "website of the "),
        DiffPiece(SAME, "Embassy of Belarus"),
        DiffPiece(REMOVED, " website"),
    ]


def test_a_paragraph_put_behind_the_last_word_leaves_that_word_alone():
    assert difference("No.", "No.\nArticle 3.") == [
        DiffPiece(SAME, "No."),
        DiffPiece(ADDED, "\nArticle 3."),
    ]


@on_the_gate
def test_a_changed_word_in_a_very_long_text_shows_as_a_word():
    old = " ".join(f"Article {n}: the parties shall agree." for n in range(4000))
    new = old.replace("Article 7:", "Article VII:").replace("Article 3999:", "Article MMM:")
    changed = [piece for piece in difference(old, new) if piece.kind != SAME]
    assert changed == [
        DiffPiece(REMOVED, "7: "),
        DiffPiece(ADDED, "VII: "),
        DiffPiece(REMOVED, "3999: "),
        DiffPiece(ADDED, "MMM: "),
    ]


def test_a_very_long_text_without_a_sentence_still_shows_its_one_changed_word():
    old = " ".join(f"word{n}" for n in range(20_000))
    changed = [
        piece for piece in difference(old, old.replace("word9999 ", "")) if piece.kind != SAME
    ]
    assert changed == [DiffPiece(REMOVED, "word9999 ")]


def test_two_very_long_texts_that_share_nothing_are_removed_and_added_whole():
    old, new = "here " * 5000, "there " * 5000
    assert difference(old, new) == [DiffPiece(REMOVED, old), DiffPiece(ADDED, new)]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("cafe\u0301", "café", ["combining acute accent", "latin small letter e with acute"]),
        ("co\u00adoperate", "cooperate", ["soft hyphen"]),
        ("r\u0435public", "republic", ["cyrillic small letter ie"]),
        ("de\ufb01ne", "define", ["latin small ligature fi"]),
        ("\u2066pact\u2069", "pact", ["left-to-right isolate, pop directional isolate"]),
        ("the P\u0430rties shall", "the Parties must", ["cyrillic small letter a"]),
        ("p\u0430ct and pact", "pact and p\u0430ct", ["cyrillic small letter a"]),
        ("p\u0430cta", "pact\u0430", ["cyrillic small letter a"]),
        ("\u8fbb\U000e0100", "\u8fbb", ["variation selector-17"]),
        ("Parties\u02bc", "Parties\u2019", ["modifier letter apostrophe"]),
    ],
)
def test_texts_that_look_the_same_are_told_apart_by_the_names_of_their_characters(old, new, named):
    shown = _marked(difference(f"The {old} ended.", f"The {new} ended."))
    for name in named:
        assert f"({name})" in shown


def test_no_word_stands_twice_in_a_difference_because_another_one_beside_it_changed():
    old, new = "The P\u0430rties shall consult.", "The Parties must consult."
    assert [(piece.kind, piece.text) for piece in difference(old, new)] == [
        (SAME, "The "),
        (REMOVED, "P\u0430rties "),
        (ADDED, "Parties "),
        (REMOVED, "shall "),
        (ADDED, "must "),
        (SAME, "consult."),
    ]


def test_words_that_look_different_are_shown_without_names():
    assert "(" not in _marked(difference("The café ended.", "The naïve ended."))


def test_a_difference_is_escaped_before_it_is_shown():
    shown = _marked(difference("<b>old</b>", "<script>new</script>"))
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "<ins>&lt;script&gt;new&lt;/script&gt;</ins>" in shown


def test_what_is_taken_as_plain_shows_nothing_else_than_itself():
    plain = [chr(code) for code in range(0x3000) if SHOWS_ITSELF.fullmatch(chr(code))]
    assert len(plain) > 180
    for letter in plain:
        shown = unicodedata.normalize("NFKC", letter).translate(differences._LOOKS_LIKE)
        assert shown == letter
        assert not is_unseen(letter)
