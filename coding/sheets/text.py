"""A sheet printed as text, in the layout of the original, so that it can be read back exactly."""

from collections.abc import Iterator

from coding.models.questionnaire import SECTIONS, Question
from coding.sheets.printable import (
    CODES_HEADING,
    CODES_NOTE,
    FIRST_LINE,
    INDENT,
    TITLE,
    PrintableSheet,
)


def print_text(sheet: PrintableSheet) -> str:
    """Return the sheet as text; importing it gives the same answers and notes back."""
    return "\n".join(_lines(sheet)) + "\n"


def _lines(sheet: PrintableSheet) -> Iterator[str]:
    yield FIRST_LINE
    yield ""
    yield from (*TITLE, sheet.identity, "")
    for section in SECTIONS:
        yield from (section.heading, "")
        for question in section.questions:
            if sheet.prints(question.number):
                yield from _question(question, sheet)
                yield ""
    yield from sheet.notes
    if sheet.notes and sheet.has_appendix:
        yield ""
    if sheet.has_appendix:
        yield from _codes(sheet)


def _question(question: Question, sheet: PrintableSheet) -> Iterator[str]:
    """Print a question and its answer, which begins on the question's own line if it is inline."""
    wording = sheet.wordings.get(question.number, question.wording)
    heading = f"{question.number}. {wording}"
    answer = sheet.answers.get(question.number, "")
    paragraphs = answer.split("\n") if answer else []
    if question.inline and paragraphs:
        heading = f"{heading} {paragraphs.pop(0)}"
    yield heading
    for paragraph in paragraphs:
        yield INDENT + paragraph


def _codes(sheet: PrintableSheet) -> Iterator[str]:
    """Print the codes; each line has its question's number, and none is indented as answers are."""
    yield from (CODES_HEADING, "", CODES_NOTE, "")
    for codes in sheet.codes:
        for line in codes.lines:
            yield f"{codes.number:>2}  {'; '.join(map(str, line))}"
