"""What line ends tell: the space at which a line was broken, the room for the next word."""

import io

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen import canvas

from coding.models.questionnaire import QUESTIONS
from coding.sheets.parser import read_sheet
from tests.costly import combined
from tests.sheets.typeset import SAMPLE_IDS, answers, expected

from . import setting
from .setting import TEXT, pdf, story

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


@pytest.mark.parametrize(
    ("atop_id", "sizes", "indent"), combined(SAMPLE_IDS, [(9, 90), (11, 72), (12, 72)], [0, 36])
)
def test_the_doubtful_answers_are_those_with_a_paragraph_that_may_end_with_a_full_line(
    atop_id, sizes, indent, monkeypatch
):
    size, margin = sizes
    style = ParagraphStyle("set", TEXT, fontSize=size, leading=1.2 * size, leftIndent=indent)
    monkeypatch.setattr(setting, "TEXT", style)
    content = pdf(story(expected(atop_id)), leftMargin=margin, rightMargin=margin)
    sheet = read_sheet("a.pdf", content)
    wrong = {n for n, answer in expected(atop_id).items() if sheet.answers[n] != answer}
    assert {doubt.question for doubt in sheet.doubts} == wrong


def test_a_sentence_with_room_for_the_next_word_ends_its_paragraph():
    """On the page the first line had room for "The"; by the usual widths alone it was full."""
    sheet = read_sheet("a.pdf", pdf(story(expected(4235))))
    assert sheet.answers == expected(4235)
    assert sheet.doubts == ()
