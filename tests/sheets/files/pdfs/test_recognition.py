"""A scan is a picture of text: its words are recognised as a proposal, for the desk only."""

import io
import shutil

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph

from coding.codebook.problems import FileRefused
from coding.sheets.document import RECOGNISED
from coding.sheets.loader import read_printed
from coding.sheets.parser import read_sheet
from coding.sheets.sandbox.isolation import read_in_sandbox
from coding.sheets.sandbox.read_pages import read_pages
from tests.costly import on_the_gate
from tests.given_files import reference
from tests.sheets.typeset import answers

from .setting import TEXT, pdf, story

GIVEN = answers(q3="May 25, 1992", q16="Defense Pact", q18="Consultation in case of attack.")
needs_tesseract = pytest.mark.skipif(
    not shutil.which("tesseract"), reason="Tesseract is not installed"
)


def scanned(content, *, with_words=False):
    """The pages of a PDF as pictures, with or without the words over them."""
    out = io.BytesIO()
    paper = canvas.Canvas(out, pagesize=(612, 792))
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            paper.drawImage(
                ImageReader(page.render(scale=2.8, grayscale=True).to_pil()), 0, 0, 612, 792
            )
            if with_words:
                _lay_words_over(paper, page)
            paper.showPage()
    paper.save()
    return out.getvalue()


def _lay_words_over(paper, page):
    textpage = page.get_textpage()
    for n in range(textpage.count_rects()):
        left, bottom, right, top = textpage.get_rect(n)
        words = paper.beginText(left, bottom + 2)
        words.setFont("Times-Roman", 11)
        words.setTextRenderMode(3)
        words.textLine(textpage.get_text_bounded(left, bottom, right, top))
        paper.drawText(words)


def test_a_scan_is_refused_as_a_picture_of_text():
    content = scanned(pdf(story(GIVEN)))
    with pytest.raises(FileRefused, match="is a picture of text") as refused:
        read_sheet("scan.pdf", content)
    assert "text recognition" in str(refused.value)
    assert "print it" not in str(refused.value)


def test_the_given_scan_is_refused_as_a_picture_of_text():
    content = reference("cases/sheets/scan-one-page.pdf").read_bytes()
    with pytest.raises(FileRefused, match="is a picture of text"):
        read_sheet("scan.pdf", content)


@needs_tesseract
def test_a_scan_in_which_hardly_a_word_is_recognised_is_still_called_a_picture():
    content = reference("cases/sheets/scan-one-page.pdf").read_bytes()
    (page,) = read_in_sandbox(read_pages, "scan.pdf", content)
    (problem,) = page.problems
    assert "is a picture of text" in str(problem)


def test_words_laid_over_a_picture_that_are_no_sheet_are_said_to_be_recognised():
    minutes = Paragraph("Minutes of a meeting about treaties, which is no sheet. " * 9, TEXT)
    content = scanned(pdf([minutes]), with_words=True)
    with pytest.raises(FileRefused, match="is a picture of text") as refused:
        read_sheet("scan.pdf", content)
    assert len(refused.value.problems) == 1


@on_the_gate
@needs_tesseract
def test_the_words_of_a_scan_are_a_proposal_on_the_desk():
    content = scanned(pdf(story(GIVEN)))
    (page,) = read_in_sandbox(read_pages, "scan.pdf", content)
    assert page.answers[16] == GIVEN[16]
    assert page.answers[18] == GIVEN[18]
    assert RECOGNISED in str([str(doubt) for doubt in page.sheet.doubts])


def test_words_that_a_scanner_laid_over_its_picture_are_a_proposal_too():
    content = scanned(pdf(story(GIVEN)), with_words=True)
    sheet = read_sheet("scan.pdf", content)
    assert sheet.answers == GIVEN
    assert sheet.is_recognised
    with pytest.raises(FileRefused, match="whose words a program recognised"):
        read_printed("scan.pdf", content)
