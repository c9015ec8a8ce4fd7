"""Leave out the numeric codes printed below a sheet.

A heading with the note below it marks them, if neither is a paragraph of an answer. So an answer
may say "NUMERIC CODES" itself, and a print that lost its styles in another program is still
recognised. What somebody wrote among the codes or below them is listed.
"""

from collections.abc import Iterator
from dataclasses import replace

from coding.sheets.document import Document, PageLine, Repair
from coding.sheets.notes.note_forms import begins_note
from coding.sheets.printing.printable import CODES_HEADING, CODES_NOTE
from coding.sheets.questions.wording import letters
from coding.sheets.understanding.code_lines import other_lines

CODES = "Numeric codes left out; they come from releases or are entered on the site"
BESIDE = "Left out with the numeric codes, though it is none of them"
SHORTEST = 20  # letters on the note's first line, if it is wrapped


def leave_out_codes(document: Document) -> Document:
    """Return the document with blank lines for its codes, or itself if it has none.

    Revision notes that somebody wrote below the codes are kept.
    """
    rows = [(index, line) for index, line in enumerate(document.lines) if line.text]
    begins = [
        place
        for place, (_, line) in enumerate(rows[:-1])
        if line.text == CODES_HEADING and not line.verbatim and _begins_codes(rows[place + 1][1])
    ]
    if not begins:
        return document
    start = rows[begins[-1]][0]
    beside = [start + place for place in other_lines([r.text for r in document.lines[start:]])]
    notes = (index for index in beside if _is_note(document.lines[index]))
    end = next(notes, len(document.lines))
    repairs = _repairs_beside(document, start, [index for index in beside if index < end])
    blank = tuple(replace(line, text="") for line in document.lines[start:end])
    return replace(
        document,
        lines=document.lines[:start] + blank + document.lines[end:],
        repairs=(*document.repairs, *repairs),
    )


def _repairs_beside(document: Document, start: int, beside: list[int]) -> Iterator[Repair]:
    yield Repair(document.lines[start].number, CODES, CODES_HEADING, left_out=True)
    for index in beside:
        line = document.lines[index]
        yield Repair(line.number, BESIDE, line.text, doubtful=True, left_out=True)


def _begins_codes(line: PageLine) -> bool:
    note = letters(line.text)
    is_long = len(note) >= SHORTEST
    return is_long and not line.verbatim and letters(CODES_NOTE).startswith(note)


def _is_note(line: PageLine) -> bool:
    return not line.verbatim and begins_note(line.text)
