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


class Part(Enum):
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


OF_CODES = (Part.CODES_HEADING, Part.CODES_NOTE, Part.CODES)


@dataclass(frozen=True)
class Block:
    """One paragraph of print. For a line of codes, ``text`` is the number printed before it."""

    part: Part
    text: str
    codes: tuple[CodeWords, ...] = ()


def blocks(sheet: PrintableSheet) -> Iterator[Block]:
    for line in TITLE:
        yield Block(Part.TITLE, line)
    for line in (*IMPRINT, sheet.identity):
        yield Block(Part.IMPRINT, line)
    for section in SECTIONS:
        yield Block(Part.HEADING, section.heading)
        for asked, answer in sheet.printed(section):
            yield Block(Part.QUESTION, asked)
            yield from (Block(Part.ANSWER, paragraph) for paragraph in answer)
    for note in sheet.notes:
        yield Block(Part.NOTE, note)
    if sheet.has_appendix:
        yield from _codes(sheet)


def _codes(sheet: PrintableSheet) -> Iterator[Block]:
    yield Block(Part.CODES_HEADING, CODES_HEADING)
    yield Block(Part.CODES_NOTE, CODES_NOTE)
    for codes in sheet.codes:
        for place, line in enumerate(codes.lines):
            yield Block(Part.CODES, "" if place else str(codes.number), line)
