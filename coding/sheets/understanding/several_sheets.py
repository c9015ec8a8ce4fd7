"""Split a file that holds several sheets, one after another."""

from dataclasses import replace
from itertools import pairwise

from coding.codebook.problems import Problem
from coding.models.questionnaire import SECTIONS
from coding.sheets.document import Document
from coding.sheets.questions.completeness import FEWEST_QUESTIONS
from coding.sheets.questions.placed import Located, Placed
from coding.sheets.questions.wording import letters
from coding.sheets.understanding.headings import is_heading
from coding.sheets.understanding.titles import may_begin_title

_FIRST = 2  # a sheet begins with one of its first questions


def part_sheets(document: Document, located: Located) -> list[Document]:
    """Return a document for each sheet in this one; the document itself if it holds one."""
    if len(located.repeated) < FEWEST_QUESTIONS:
        return [document]
    starts = [0]
    seen: set[int] = set()
    before: Placed | None = None
    for placed in located.places:
        number = placed.question.number
        if before and number in seen and number <= _FIRST and len(seen) >= FEWEST_QUESTIONS:
            starts.append(_title_before(document, before, placed))
            seen = set()
        seen.add(number)
        before = placed
    if len(seen) < FEWEST_QUESTIONS:
        return [document]
    return [_slice(document, *ends) for ends in pairwise([*starts, len(document.lines)])]


def _title_before(document: Document, before: Placed, first: Placed) -> int:
    """Return where the title block above a sheet's first question begins."""
    for index in range(before.end_line + 1, first.line):
        line = document.lines[index]
        is_begin = may_begin_title(line.text) or is_heading(line.text, SECTIONS[0])
        if letters(line.text) and not line.verbatim and is_begin:
            return index
    return first.line


def _slice(document: Document, start: int, end: int) -> Document:
    lines = document.lines[start:end]
    numbers = {None, *(line.number for line in lines)}
    pages = {line.page for line in lines}
    links = document.links
    return replace(
        document,
        lines=lines,
        links=None if links is None else tuple(link for link in links if link.page in pages),
        repairs=tuple(repair for repair in document.repairs if repair.line in numbers),
        unread=tuple(unread for unread in document.unread if unread.line in numbers),
    )


def why_not_several(keys: list[str], pages: list[Document]) -> Problem:
    """Return why a file of several sheets is refused where one is wanted."""
    begins = " and ".join(str(page.lines[0].number) for page in pages)
    where = f"; they begin in lines {begins}" if pages[0].has_line_numbers else ""
    rule = f"The file holds {len(keys)} sheets, {' and '.join(keys)}{where}."
    fix = "Save each as a file of its own and import those."
    return Problem(pages[0].file, rule, fix)
