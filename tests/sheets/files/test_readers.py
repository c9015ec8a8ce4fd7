"""Text, Word and PDF files give the same answers."""

import contextlib
import io

import docx
import pytest
from hypothesis import given
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from coding.codebook.problems import FileRefused
from coding.models.questionnaire import QUESTIONS
from coding.sheets.files.readers import LONGEST_TEXT
from coding.sheets.parser import read_sheet
from coding.sheets.printing.printable import ANSWER_STYLE
from tests.costly import combined, costly
from tests.sheets.printing.test_text import numbers, texts
from tests.sheets.typeset import SAMPLE_IDS, Setting, answers, expected, sample, typed


def word_file(rows, style=None):
    document, out = docx.Document(), io.BytesIO()
    for row in rows:
        document.add_paragraph(row, style=style)
    document.save(out)
    return out.getvalue()


def pdf_file(text, encrypt=None, size=10, per_page=54):
    """A PDF with the lines of a text, set in Times as they are."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(612, 792), encrypt=encrypt)
    for at, row in enumerate(text.split("\n")):
        if at % per_page == 0:
            page.showPage() if at else None
            page.setFont("Times-Roman", size)
        page.drawString(30, 750 - 13 * (at % per_page), row)
    page.save()
    return out.getvalue()


@pytest.mark.parametrize("atop_id", SAMPLE_IDS)
def test_a_word_file_typed_by_a_coder_is_read(atop_id):
    content = word_file(typed(expected(atop_id)).split("\n"))
    assert read_sheet("a.docx", content).answers == expected(atop_id)


@pytest.mark.parametrize("atop_id", SAMPLE_IDS)
def test_a_word_file_with_the_lines_of_a_pdf_as_paragraphs_is_read(atop_id):
    content = word_file(sample(atop_id).split("\n"))
    assert read_sheet("a.docx", content).answers == expected(atop_id)


def test_questions_numbered_by_word_and_answers_in_line_breaks_are_read():
    document, out = docx.Document(), io.BytesIO()
    given = answers(q16="Defense Pact\nConsultation Pact", q59="UNTS 1")
    for question in QUESTIONS:
        document.add_paragraph(question.wording, style="List Number")
        document.add_paragraph(given[question.number])
    document.save(out)
    assert read_sheet("a.docx", out.getvalue()).answers == given


def test_a_sheet_in_a_table_is_read_once():
    document, out = docx.Document(), io.BytesIO()
    table = document.add_table(rows=0, cols=2)
    given = answers(q16="Defense Pact\nConsultation Pact")
    for question in QUESTIONS:
        cells = table.add_row().cells
        cells[0].text = f"{question.number}. {question.wording}"
        cells[1].text = given[question.number]
    merged = table.add_row().cells
    merged[0].merge(merged[1]).text = "Version 4.0: Q14 revised by Ann Lee on May 1, 2017"
    document.save(out)
    sheet = read_sheet("a.docx", out.getvalue())
    assert sheet.answers == given
    assert len(sheet.notes) == 1


def test_paragraphs_in_the_answer_style_are_verbatim():
    document, out = docx.Document(), io.BytesIO()
    document.styles.add_style(ANSWER_STYLE, docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    trap = "17. Type of alliance as coded in COW data (if applicable):"
    for row in typed(answers()).split("\n"):
        document.add_paragraph(row)
        if row.startswith("16. "):
            document.add_paragraph(trap, style=ANSWER_STYLE)
    document.save(out)
    assert read_sheet("a.docx", out.getvalue()).answers[16] == f"{trap}\nNo"


@pytest.mark.parametrize(("atop_id", "pitch"), combined(SAMPLE_IDS, [0, 1]))
def test_a_wrapped_pdf_is_read(atop_id, pitch):
    content = pdf_file(Setting(measure=540, pitch=pitch).sheet(expected(atop_id)))
    assert read_sheet("a.pdf", content).answers == expected(atop_id)


def test_hyphens_at_line_ends_of_a_pdf_are_settled():
    text = Setting(measure=540).sheet(answers(q18="a long obliga-\ntions and inter-\nethnic line"))
    assert read_sheet("a.pdf", pdf_file(text)).answers[18] == (
        "a long obligations and inter-ethnic line"
    )


def test_paragraphs_of_a_pdf_are_parted_where_lines_stand_further_apart():
    line = "The Contracting Parties will consult with each other on all matters of importance, and"
    full = f"{line} they will meet once a year."
    text = Setting(measure=540).sheet(answers(q18=f"{full}\nThey will also meet at will."))
    assert (
        read_sheet("a.pdf", pdf_file(text)).answers[18] == f"{full}\nThey will also meet at will."
    )


def refused(name, content):
    with pytest.raises(FileRefused) as error:
        read_sheet(name, content)
    return str(error.value)


def test_a_scan_is_refused():
    assert "picture of text" in refused("a.pdf", pdf_file(""))


def test_a_pdf_that_asks_for_a_password_is_refused():
    content = pdf_file(sample(4235), encrypt=StandardEncryption("secret"))
    assert "password" in refused("a.pdf", content)


def test_a_truncated_pdf_is_refused_or_lacks_questions():
    content = pdf_file(sample(4235))
    assert refused("a.pdf", content[:2000])


def test_a_text_without_end_is_refused():
    assert "fewer than a million letters" in refused("a.txt", b"1. x\n" * LONGEST_TEXT)


def test_a_document_of_another_program_is_refused():
    assert "not a Word file" in refused("a.docx", b"PK\x05\x06" + b"\0" * 18)


def test_a_number_that_is_an_answer_at_a_page_end_is_no_page_number():
    text = (
        typed(answers(q13="2", q14="3")).replace("\n\n14. ", "\n\f14. ").replace("1. A", "\f1. A")
    )
    assert read_sheet("a.txt", text.encode()).answers[13] == "2"


@costly
@given(texts, numbers)
def test_reading_never_fails_but_by_refusing(text, number):
    with contextlib.suppress(FileRefused):  # a note that cannot be read, a question twice
        sheet = read_sheet("a.txt", typed(answers() | {number: text}).encode())
        assert len(sheet.answers) == len(QUESTIONS)
