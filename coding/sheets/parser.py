"""Parse a printed sheet: a file becomes answers, revision notes and repairs, or all problems.

The steps: read → drop page edges and codes → locate the questions → decide what each part of the
page is → settle links → rejoin lines → separate the revision notes → identify the sheet.
Nothing is guessed silently: every correction is listed as a repair, and a sheet that cannot be read
is refused. ``understanding/page.py`` takes the steps; a person can correct their result.
"""

from coding.codebook.problems import FileRefused
from coding.codebook.sheet import key_of
from coding.sheets.files.readers import read_file
from coding.sheets.understanding.page import Understanding, understand
from coding.sheets.understanding.parsed import ParsedSheet
from coding.sheets.understanding.several_sheets import part_sheets, why_not_several


def read_sheet(name: str, content: bytes) -> ParsedSheet:
    """Parse a file of one sheet. Raises FileRefused with all problems."""
    pages = understand_file(name, content)
    if len(pages) > 1:
        keys = [key_of(*page.identity) if page.identity else "one without an ID" for page in pages]
        raise FileRefused([why_not_several(keys, [page.page for page in pages])])
    return pages[0].sheet()


def read_sheets(name: str, content: bytes) -> list[ParsedSheet]:
    """Parse a file of one sheet or several, in their order. Raises FileRefused."""
    return [page.sheet() for page in understand_file(name, content)]


def understand_file(name: str, content: bytes, *, recognise: bool = False) -> list[Understanding]:
    """Return what each sheet of a file says. Raises FileRefused if it cannot be read at all."""
    document = read_file(name, content, recognise=recognise)
    whole = understand(document)
    pages = part_sheets(document, whole.located)
    return [whole] if len(pages) == 1 else [understand(page) for page in pages]
