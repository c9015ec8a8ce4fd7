"""Why an answer is blank: what is read as a reason, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.blank import NOT_CODED, STATED, in_words, why_blank
from coding.codebook.text import canonical
from coding.models.answer_fields import Members


def test_four_things_are_told_apart():
    assert [reason.words for reason in (NOT_CODED, *STATED)] == [
        "not coded yet",
        "not asked",
        "not applicable",
        "no text found",
    ]
    assert len({canonical(reason.mark) for reason in (NOT_CODED, *STATED)}) == 4


@pytest.mark.parametrize("one", STATED)
def test_a_reason_is_read_back_from_what_stands_in_place_of_the_answer(one):
    assert why_blank(one.mark) == one
    assert in_words(one.mark) == ""
    assert canonical(f" {one.mark.upper()}. \n") == one.mark


def test_not_coded_yet_in_brackets_is_an_empty_answer():
    assert canonical("[Not coded yet]") == ""


@pytest.mark.parametrize(
    "answer",
    ["NA", "Not applicable.", "None", "[sic]", "See [no text found] below", "[Not asked] 2"],
)
def test_an_answer_in_words_is_no_reason(answer):
    """An imported "NA" stays what its coder wrote."""
    assert why_blank(answer) is None
    assert canonical(answer) == answer == in_words(answer)


def test_a_reason_names_no_member():
    assert Members.names("[No text found]") == []


@given(st.text())
def test_an_answer_is_kept_or_blank(text):
    kept = canonical(text)
    assert canonical(kept) == kept
    assert in_words(kept) in ("", kept)
