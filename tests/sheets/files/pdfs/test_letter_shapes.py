"""Letters that a PDF names wrongly are doubted: their shapes are those of others."""

import pytest
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFont

from coding.sheets.files.pdfs.letter_shapes import MISNAMED
from coding.sheets.parser import read_sheet
from coding.sheets.printing.pdf import FONTS
from tests.costly import combined
from tests.sheets.typeset import SAMPLE_IDS, answers, expected

from .setting import pdf, story

SAID = "In force since nineteen ninety-four, by the treaty of Paris"
IN_BOLD = f'<font name="Bold">{SAID}</font>'


def read():
    pdfmetrics.registerFont(TTFont("Bold", FONTS / "LiberationSerif-Bold.ttf"))
    sheet = read_sheet("a.pdf", pdf(story(answers(q14=IN_BOLD), markup=True)))
    return sheet.answers[14], [doubt.what for doubt in sheet.doubts]


def test_words_in_a_font_that_names_its_letters_wrongly_are_doubted(monkeypatch):
    def shifted(name, subset):
        return made(name, [*subset[:40], *subset[41:], 32] if "Bold" in name else subset)

    made = ttfonts.makeToUnicodeCMap
    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", shifted)
    answer, doubts = read()
    assert answer != SAID
    assert MISNAMED in doubts


def test_words_in_a_font_that_names_them_rightly_are_not():
    assert read() == (SAID, [])


@pytest.mark.parametrize(
    ("font", "atop_id"), combined(["Helvetica", "Courier", "Times-Italic"], SAMPLE_IDS)
)
def test_usual_fonts_have_the_shapes_of_their_letters(font, atop_id):
    said = {
        n: text.replace("&", "&amp;").replace("<", "&lt;") for n, text in expected(atop_id).items()
    }
    set_in = {
        n: text and f'<font name="{font}">{text}</font>'
        for n, text in said.items()
        if "\n" not in text
    }
    sheet = read_sheet("a.pdf", pdf(story(said | set_in, markup=True)))
    assert MISNAMED not in [doubt.what for doubt in sheet.doubts]
