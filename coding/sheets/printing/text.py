"""Print a sheet as text in the layout of the original. Importing it gives the same content."""

from collections.abc import Iterator

from coding.models.questionnaire import SECTIONS
from coding.sheets.printing.printable import (
    CODES_HEADING,
    CODES_NOTE,
    FIRST_LINE,
    INDENT,
    TITLE,
    PrintableSheet,
)


def print_text(sheet: PrintableSheet) -> str:
    return "\n".join(_lines(sheet)) + "\n"


def _lines(sheet: PrintableSheet) -> Iterator[str]:
    yield FIRST_LINE
    yield ""
    yield from (*TITLE, sheet.identity, "")
    for section in SECTIONS:
        yield from (section.heading, "")
        for asked, answer in sheet.printed(section):
            yield from (asked, *(INDENT + paragraph for paragraph in answer), "")
    yield from sheet.notes
    if sheet.notes and sheet.has_appendix:
        yield ""
    if sheet.has_appendix:
        yield from _codes(sheet)


def _codes(sheet: PrintableSheet) -> Iterator[str]:
    """Print the codes. No line is indented, since indented lines are answers."""
    yield from (CODES_HEADING, "", CODES_NOTE, "")
    for codes in sheet.codes:
        for line in codes.lines:
            yield f"{codes.number:>2}  {'; '.join(map(str, line))}"
