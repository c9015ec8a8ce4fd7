"""Letters above or below the line are told from those that stand on it."""

import pytest
from reportlab.platypus import Paragraph

from coding.sheets.files.pdfs.reader import read_pdf
from coding.sheets.files.raised_signs import RAISED
from coding.sheets.parser import read_sheet
from tests.costly import combined
from tests.sheets.typeset import answers

from .setting import TEXT, pdf, story, tables


def read(answer, how):
    return read_sheet("a.pdf", pdf(how(answers(q14=answer), markup=True)))


RAISED_DIGITS = {
    "Article 5<super>1</super> of the treaty, 10<super>6</super> men, CO<sub>2</sub>.": (
        "Article 5¹ of the treaty, 10⁶ men, CO₂."
    ),
    "10<super>-12</super> of it, <super>3</super>as said": "10⁻¹² of it, ³as said",
    "The 2<super>nd</super> and 14<super>th</super>, of it": "The 2nd and 14th, of it",
}


@pytest.mark.parametrize(("printed", "how"), combined(RAISED_DIGITS, [story, tables]))
def test_raised_and_lowered_digits_are_no_digits_of_the_number_before(printed, how):
    sheet = read(printed, how)
    assert sheet.answers == answers(q14=RAISED_DIGITS[printed])
    assert sheet.doubts == ()


@pytest.mark.parametrize("printed", ["Article 5<super>a</super>", "10<super>n</super> men"])
def test_other_letters_above_the_line_are_named(printed):
    sheet = read(printed, story)
    assert RAISED in [doubt.what for doubt in sheet.doubts]


@pytest.mark.parametrize("size", [8, 11])
def test_an_answer_that_stands_a_little_lower_than_its_question_is_not_lowered(size):
    def typed_on(canvas, document):
        if document.page == 1:
            canvas.setFont("Serif", size)
            canvas.drawString(400, 700.5, "1994")

    lines = (Paragraph("3. Words of a question", TEXT) for _ in range(60))
    read = read_pdf(pdf(lines, typed_on))
    assert "1994" in " ".join(row.text for row in read.rows)


def test_words_of_another_size_on_the_same_line_are_not_raised():
    sheet = read("In <font size=8>force</font> <font size=14>since</font> 1999", story)
    assert sheet.answers == answers(q14="In force since 1999")
    assert sheet.doubts == ()
