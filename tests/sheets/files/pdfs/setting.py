"""PDFs for tests: sheets set by reportlab as people's programs set them."""

import io

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from coding.models.questionnaire import SECTIONS
from coding.sheets.printing.pdf import FONTS

pdfmetrics.registerFont(TTFont("Serif", FONTS / "LiberationSerif-Regular.ttf"))
TEXT = ParagraphStyle("text", fontName="Serif", fontSize=11, leading=13, splitLongWords=1)
APART = ParagraphStyle("apart", parent=TEXT, spaceBefore=8, spaceAfter=4)


def story(answered, *, markup=False):
    """Questions and answers one below the other; with ``markup``, answers have reportlab's tags."""
    as_set = str if markup else escaped
    for section in SECTIONS:
        yield Paragraph(section.heading, APART)
        for question in section.questions:
            yield Paragraph(f"{question.number}. {escaped(question.wording)}", APART)
            for paragraph in filter(None, answered[question.number].split("\n")):
                yield Paragraph(as_set(paragraph), TEXT)


def tables(answered, *, heads=True, numbers=False, valign="TOP", aside=(), markup=False):
    """A table for each section; ``aside`` are the cells of a further column."""
    for section in SECTIONS:
        yield Paragraph(section.heading, APART)
        rows = [["No."] * numbers + ["Question", "Answer"]] if heads else []
        for question in section.questions:
            row = _row(question, answered[question.number], numbers=numbers, markup=markup)
            rows.append(row + [Paragraph(text, TEXT) for text in aside])
        rows[0] += ["Remark"] * (len(rows[-1]) - len(rows[0]))
        widths = [30] * numbers + [220, 230] + [60] * len(aside)
        style = TableStyle([("VALIGN", (0, 0), (-1, -1), valign)])
        yield Table(rows, widths, style=style, splitInRow=1)


def _row(question, answer, *, numbers, markup):
    as_set = str if markup else escaped
    number, wording = f"{question.number}.", escaped(question.wording)
    answers = [Paragraph(as_set(text), TEXT) for text in answer.split("\n") if text]
    asked = Paragraph(wording if numbers else f"{number} {wording}", TEXT)
    return [number] * numbers + [asked, answers]


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def pdf(flowables, on_page=None, **options):
    """The PDF of a story; ``on_page`` draws onto each page."""
    out = io.BytesIO()
    on_page = on_page or (lambda canvas, document: None)
    document = SimpleDocTemplate(out, pagesize=(612, 792), **options)
    document.build(list(flowables), onFirstPage=on_page, onLaterPages=on_page)
    return out.getvalue()
