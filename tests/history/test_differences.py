"""Differences between answers: nothing lost, nothing invented, readable."""

from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from coding.history.differences import ADDED, REMOVED, SAME, Piece, difference

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
        Piece(SAME, "In effect according to the "),
        Piece(ADDED, "website of the "),
        Piece(SAME, "Embassy of Belarus"),
        Piece(REMOVED, " website"),
    ]


def test_a_paragraph_put_behind_the_last_word_leaves_that_word_alone():
    assert difference("No.", "No.\nArticle 3.") == [
        Piece(SAME, "No."),
        Piece(ADDED, "\nArticle 3."),
    ]


def test_very_long_texts_are_compared_by_lines():
    old = "\n".join(f"Article {n}: the parties agree." for n in range(4000))
    new = old.replace("Article 7:", "Article VII:")
    changed = [piece for piece in difference(old, new) if piece.kind != SAME]
    assert changed == [
        Piece(REMOVED, "Article 7: the parties agree.\n"),
        Piece(ADDED, "Article VII: the parties agree.\n"),
    ]


def test_a_difference_is_escaped_before_it_is_shown():
    shown = _marked(difference("<b>old</b>", "<script>new</script>"))
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "<ins>&lt;script&gt;new&lt;/script&gt;</ins>" in shown
