"""Leave out the numeric codes printed below a sheet.

A heading with the note below it marks them, on lines that are no paragraph of an answer. So an
answer may say "NUMERIC CODES" itself, and a print that lost its styles in another program is still
recognised.
"""

import re
from dataclasses import replace

from coding.sheets.document import Document, Line, Repair
from coding.sheets.printing.printable import CODES_HEADING, CODES_NOTE
from coding.sheets.questions.wording import letters

LEFT_OUT = "Numeric codes left out; they come from releases or are entered on the site"
SHORTEST = 20  # letters on the note's first line, if it is wrapped
_REVISION_NOTE = re.compile(r"Version\s+\d+(?:\.\d+)*\s*(?:[:;,.–—-]|.*\brevised\b)", re.IGNORECASE)


def leave_out_codes(document: Document) -> Document:
    """Return the document with blank lines for its codes, or itself if it has none.

    Revision notes that somebody wrote below the codes are kept.
    """
    rows = [(index, line) for index, line in enumerate(document.lines) if line.text]
    begins = [
        place
        for place, (_, line) in enumerate(rows[:-1])
        if line.text == CODES_HEADING and not line.verbatim and _begins_note(rows[place + 1][1])
    ]
    if not begins:
        return document
    start = rows[begins[-1]][0]
    below = (index for index, line in rows if index > start and _is_revision_note(line))
    end = next(below, len(document.lines))
    repair = Repair(document.lines[start].number, LEFT_OUT, CODES_HEADING)
    blank = tuple(replace(line, text="") for line in document.lines[start:end])
    return replace(
        document,
        lines=document.lines[:start] + blank + document.lines[end:],
        repairs=(*document.repairs, repair),
    )


def _begins_note(line: Line) -> bool:
    found = letters(line.text)
    is_long = len(found) >= SHORTEST
    return is_long and not line.verbatim and letters(CODES_NOTE).startswith(found)


def _is_revision_note(line: Line) -> bool:
    return not line.verbatim and bool(_REVISION_NOTE.match(line.text))
