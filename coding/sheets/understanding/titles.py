"""The title block above the first question: which words of its lines are those of the form.

The block may be wrapped or run together. What a line says beyond it is no part of the title.
"""

import re

from coding.sheets.printing.blocks import IMPRINT
from coding.sheets.printing.printable import FIRST_LINE, MARK, TITLE, read_identity
from coding.sheets.questions.wording import letters

_BLOCK = tuple(map(letters, (FIRST_LINE, *TITLE, *IMPRINT[:-1])))
_VERSION = re.compile(r"Version\s+\d+(\.\d+)*\s*[;,:]?\s*\w+\W*\d{4}", re.IGNORECASE)
_LONGEST = 600  # letters; the whole block has fewer
_LINES = 3  # of one line of the block that was wrapped
SHORTEST = 8  # letters that are enough to know a part of the block


def title_ends(texts: list[str]) -> dict[int, int]:
    """Return how far each line is title block: a column by row, none for other lines."""
    ends: dict[int, int] = {}
    row = 0
    while row < len(texts):
        count, column = _title_at(texts[row : row + _LINES])
        for place in range(row, row + count):
            ends[place] = len(texts[place])
        if count:
            ends[row + count - 1] = column
        row += max(count, 1)
    return ends


def _title_at(texts: list[str]) -> tuple[int, int]:
    """Return how many lines here are title block, and where it ends on the last of them."""
    text = texts[0][:_LONGEST]
    if _is_other_line(text) or not letters(texts[0]):
        return 1, len(texts[0])
    block = ""
    for count, line in enumerate(texts, start=1):
        block += letters(line[:_LONGEST])
        if len(line) < _LONGEST and _of_block(block) == len(block):
            return count, len(line)
    end = _of_block(letters(text))
    return (1, _column(texts[0], end)) if end else (0, 0)


def _is_other_line(text: str) -> bool:
    return read_identity(text) is not None or bool(_VERSION.fullmatch(text))


def _of_block(block: str) -> int:
    """Return how many letters are lines of the block, one after another."""
    end = 0
    while known := next((line for line in _BLOCK if block.startswith(line, end)), ""):
        end += len(known)
    return end


def _column(text: str, count: int) -> int:
    """Return where a number of letters ends in a text, at its end if no letter follows."""
    for column, char in enumerate(text):
        if count <= 0 and letters(char):
            return column
        count -= len(letters(char))
    return len(text)


def may_begin_title(text: str) -> bool:
    """Whether a line may be the first of the block above another sheet, whole or a part of it."""
    text = text[:_LONGEST]
    if text.startswith(MARK) or _is_other_line(text):
        return True
    line_letters = letters(text)
    return len(line_letters) >= SHORTEST and any(
        line_letters in line or line_letters.startswith(line) for line in _BLOCK
    )
