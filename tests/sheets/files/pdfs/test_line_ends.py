"""Where a program left the space at which it broke a line, a line without one ended a paragraph."""

import io

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen import canvas

from coding.models.questionnaire import QUESTIONS
from coding.sheets.parser import read_sheet
from tests.sheets.typeset import answers

MEASURE = 500
FULL = (
    "The Contracting Parties consult with each other on all matters of importance each time that "
    "either asks."
)


def lines_of(text):
    """A paragraph in lines, each but the last with its space."""
    lines = [""]
    for word in text.split():
        if stringWidth(lines[-1] + word, "Times-Roman", 10) > MEASURE:
            lines.append("")
        lines[-1] += f"{word} "
    return [*lines[:-1], lines[-1].strip()]


def printed(answered):
    out = io.BytesIO()
    page, down = canvas.Canvas(out, pagesize=(612, 792)), 750
    for question in QUESTIONS:
        paragraphs = [
            f"{question.number}. {question.wording}",
            *answered[question.number].split("\n"),
        ]
        for line in (line for paragraph in paragraphs for line in lines_of(paragraph)):
            page.setFont("Times-Roman", 10)
            page.drawString(40, down, line)
            down -= 13
            if down < 50:
                page.showPage()
                down = 750
    page.save()
    return out.getvalue()


def test_a_paragraph_that_fills_its_last_line_is_not_joined_with_the_next():
    assert MEASURE - 90 < stringWidth(FULL, "Times-Roman", 10) < MEASURE
    long = " ".join([FULL] * 4)
    given = answers(q18=f"{long}\n{FULL}\nConstitutionally-prescribed ratification.", q50=long)
    assert read_sheet("a.pdf", printed(given)).answers == given
