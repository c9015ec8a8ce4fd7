"""Damaged PDFs never end in a traceback, and never hang: they are read or refused in words."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coding.codebook.problems import FileRefused
from coding.sheets.parser import read_sheet
from tests.costly import costly, on_the_gate
from tests.sheets.typeset import answers

from .setting import pdf, story, tables
from .test_beside_the_text import form

SOUND = [
    pdf(story(answers())),
    pdf(tables(answers(), numbers=True)),
    form(answers(q14="Still in effect")),
]
WORDS = [b"/Contents", b"/Kids", b"/Rotate 90 ", b"/MediaBox[0 0 0 0]", b"/Length 9", b"obj", b"0 "]
damages = st.lists(
    st.tuples(st.floats(0, 1), st.one_of(st.binary(max_size=8), st.sampled_from(WORDS))),
    min_size=1,
    max_size=20,
)


def damaged(content, damages, cut):
    changed = bytearray(content)
    for share, piece in damages:
        at = int(share * len(changed))
        changed[at : at + len(piece)] = piece
    return bytes(changed[: int(cut * len(changed))])


# A stretch of a line in which no letter is left, only spaces.
SPACES = [(0.26073986976219393, b"/Length 9"), (0.6707755408040544, b"/Kids")]


@on_the_gate
@costly
@given(st.sampled_from(range(len(SOUND))), damages, st.floats(0.5, 1))
@example(1, SPACES, 1.0)
def test_a_damaged_pdf_is_read_or_refused(which, damages, cut):
    for whole in (cut, 1):
        with contextlib.suppress(FileRefused):
            read_sheet("a.pdf", damaged(SOUND[which], damages, whole))


@given(st.binary(max_size=300))
def test_any_bytes_behind_the_mark_of_a_pdf_are_refused(content):
    with pytest.raises(FileRefused):
        read_sheet("a.pdf", b"%PDF-1.7\n" + content)
