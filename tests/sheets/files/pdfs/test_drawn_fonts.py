"""Fonts that do not know their letters: the words are right, or doubted."""

import pytest

from coding.sheets.files.pdfs.letter_shapes import MISNAMED
from coding.sheets.files.pdfs.likely_words import UNLIKELY
from coding.sheets.files.pdfs.reader import UNKNOWN_LETTERS
from coding.sheets.parser import read_sheet
from tests.sheets.typeset import answers

from .type3 import LETTERS, type_3_pdf

SAID = "the contracting parties keep peace by the treaty of friendship and help each other"
RIGHT = {letter: letter for letter in LETTERS}
ANOTHER = dict(zip(LETTERS, LETTERS[1:] + "a", strict=True))
OF_THE_SAME_SHAPE = RIGHT | {"a": "e", "e": "a"}


def read(**font):
    sheet = read_sheet("a.pdf", type_3_pdf(answers(q14=SAID), 14, **font))
    return sheet.answers[14], [doubt.what for doubt in sheet.doubts if doubt.question == 14]


@pytest.mark.parametrize("named", [False, True])
def test_a_drawn_font_that_says_what_its_letters_are_is_read(named):
    assert read(named=named, to_unicode=RIGHT) == (SAID, [])


@pytest.mark.parametrize("named", [False, True])
def test_one_that_does_not_is_doubted(named):
    assert read(named=named)[1] == [UNKNOWN_LETTERS]


@pytest.mark.parametrize(
    ("to_unicode", "doubt"), [(ANOTHER, MISNAMED), (OF_THE_SAME_SHAPE, UNLIKELY)]
)
def test_one_that_says_it_wrongly_is_doubted(to_unicode, doubt):
    said, doubts = read(named=True, to_unicode=to_unicode)
    assert said != SAID
    assert doubts == [doubt]
