"""What stands on a PDF beside its text is read where it is the answer, else listed."""

import io

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from reportlab.pdfgen import canvas
from reportlab.platypus import PageBreak, Paragraph

from coding.models.questionnaire import QUESTIONS
from coding.sheets.files.pdfs import extras
from coding.sheets.parser import read_sheet
from tests.costly import sampled
from tests.sheets.typeset import answers

from .setting import TEXT, pdf, story


def form(filled, *, beside=(), ticked=False):
    """A form to fill in: a text field below each question, or beside its first line."""
    out = io.BytesIO()
    page, top = canvas.Canvas(out, pagesize=(612, 792)), 760
    for question in QUESTIONS:
        lines = wrapped(f"{question.number}. {question.wording}")
        if top < 60 + 14 * len(lines):
            page.showPage()
            top = 760
        for line in lines:
            page.setFont("Times-Roman", 10)
            page.drawString(40, top, line)
            top -= 14
        is_beside = question.number in beside
        place = {"x": 300, "y": top + 14 * len(lines) - 4} if is_beside else {"x": 40, "y": top - 6}
        value = filled.get(question.number, "")
        page.acroForm.textfield(
            name=f"field{question.number}",
            value=value,
            **place,
            width=200,
            height=16,
            borderWidth=0,
            fieldFlags="multiline" if "\n" in value else "",
        )
        top -= 0 if is_beside else 22
    if ticked:
        page.acroForm.checkbox(name="seen", checked=True, x=500, y=100)
    page.save()
    return out.getvalue()


def wrapped(text, most=50):
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def test_what_is_filled_into_a_form_is_read_as_the_answers():
    given = answers(q3="May 25, 1992", q14="Still in effect\nas of 2004", q16="Defense Pact")
    assert read_sheet("form.pdf", form(given, beside=(1, 3))).answers == given


def test_a_tick_in_a_form_is_listed():
    sheet = read_sheet("form.pdf", form(answers(), ticked=True))
    assert sheet.answers == answers()
    assert [str(unread) for unread in sheet.unread] == [
        "question 61: On page 6, ticked in a form: “Yes”"
    ]


def with_note(content, kind, words, rect=(100, 400, 300, 420)):
    document = pypdfium2.PdfDocument(content)
    note = pdfium.FPDFPage_CreateAnnot(document[1], kind)
    pdfium.FPDFAnnot_SetRect(note, pdfium.FS_RECTF(rect[0], rect[3], rect[2], rect[1]))
    text = f"{words}\0".encode("utf-16-le")
    pdfium.FPDFAnnot_SetStringValue(
        note, b"Contents", (pdfium.FPDF_WCHAR * (len(text) // 2)).from_buffer_copy(text)
    )
    pdfium.FPDFPage_CloseAnnot(note)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "named"),
    sampled(
        [
            (pdfium.FPDF_ANNOT_TEXT, "a note stuck onto it"),
            (pdfium.FPDF_ANNOT_FREETEXT, "words typed onto it"),
            (pdfium.FPDF_ANNOT_STAMP, "a stamp"),
            (pdfium.FPDF_ANNOT_HIGHLIGHT, "a remark at highlighted words"),
            (pdfium.FPDF_ANNOT_STRIKEOUT, "words struck out by hand, and read all the same"),
        ]
    ),
)
def test_notes_on_a_pdf_are_listed_with_page_question_and_words(kind, named):
    content = with_note(pdf(story(answers())), kind, "See the office")
    sheet = read_sheet("noted.pdf", content)
    assert sheet.answers == answers()
    (listed,) = sheet.unread
    assert f"On page 2, {named}" in str(listed)
    assert "See the office" in str(listed)
    assert listed.question


def test_a_file_attached_to_a_pdf_is_named():
    document = pypdfium2.PdfDocument(pdf(story(answers())))
    document.new_attachment("remarks.docx").set_data(b"words")
    out = io.BytesIO()
    document.save(out)
    document.close()
    (listed,) = read_sheet("a.pdf", out.getvalue()).unread
    assert "remarks.docx" in str(listed)


def test_notes_beyond_those_that_are_looked_at_are_counted(monkeypatch):
    monkeypatch.setattr(extras, "_MOST", 5)
    sheet = read_sheet("a.pdf", form(answers(q14="Still in effect")))
    assert any("further notes, not looked at" in unread.what for unread in sheet.unread)


def test_a_remark_above_the_first_question_names_its_page():
    above = [Paragraph("A remark that belongs to nobody, page by page", TEXT), PageBreak()]
    sheet = read_sheet("a.pdf", pdf([*above, *above, *story(answers())]))
    told = [str(repair) for repair in sheet.repairs if "belongs to nobody" in repair.found]
    assert [what.partition(": ")[0] for what in told] == ["page 1", "page 2"]
