"""The order of things on a printed sheet, for Word and PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from coding.models.questionnaire import SECTIONS
from coding.sheets.printing.printable import (
    ANSWER_STYLE,
    CODES_HEADING,
    CODES_NOTE,
    TITLE,
    CodeWords,
    PrintableSheet,
)

# Below the title, as on the sheets since version 8.0 of the questionnaire.
IMPRINT = (
    "Brett Ashley Leeds with Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long",
    "Department of Political Science, Rice University, P.O. Box 1892-MS 24, Houston, TX 77251-1892",
    "Version 8.0; August, 2000",
)


class PrintedPart(Enum):
    """What a paragraph of print is: the name of its style."""

    TITLE = "ATOP Title"
    IMPRINT = "ATOP Imprint"
    HEADING = "ATOP Section"
    QUESTION = "ATOP Question"
    ANSWER = ANSWER_STYLE
    NOTE = "ATOP Revision Note"
    CODES_HEADING = "ATOP Codes Heading"
    CODES_NOTE = "ATOP Codes Note"
    CODES = "ATOP Codes"


OF_CODES = (PrintedPart.CODES_HEADING, PrintedPart.CODES_NOTE, PrintedPart.CODES)


@dataclass(frozen=True)
class Block:
    """One paragraph of print. For a line of codes, ``text`` is the number printed before it."""

    part: PrintedPart
    text: str
    codes: tuple[CodeWords, ...] = ()


def blocks(sheet: PrintableSheet) -> Iterator[Block]:
    for line in TITLE:
        yield Block(PrintedPart.TITLE, line)
    for line in (*IMPRINT, sheet.identity):
        yield Block(PrintedPart.IMPRINT, line)
    for section in SECTIONS:
        yield Block(PrintedPart.HEADING, section.heading)
        for asked, answer in sheet.printed(section):
            yield Block(PrintedPart.QUESTION, asked)
            yield from (Block(PrintedPart.ANSWER, paragraph) for paragraph in answer)
    for note in sheet.notes:
        yield Block(PrintedPart.NOTE, note)
    if sheet.has_appendix:
        yield from _codes(sheet)


def _codes(sheet: PrintableSheet) -> Iterator[Block]:
    yield Block(PrintedPart.CODES_HEADING, CODES_HEADING)
    yield Block(PrintedPart.CODES_NOTE, CODES_NOTE)
    for codes in sheet.codes:
        for place, line in enumerate(codes.lines):
            yield Block(PrintedPart.CODES, "" if place else str(codes.number), line)
