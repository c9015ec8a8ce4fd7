"""A sheet with revision notes at its end."""

from coding.sheets.parser import read_sheet
from coding.sheets.understanding.parsed import ParsedSheet
from tests.sheets.typeset import answers, typed


def read(*notes: str) -> ParsedSheet:
    return read_sheet("a.txt", typed(answers(), notes="\n".join(notes)).encode())
