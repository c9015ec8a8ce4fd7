"""What each part of a page is: a question's wording, an answer, a note, or left out.

Every word of the lines stands in exactly one part, so none can be lost on the way.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import StrEnum

from coding.models.questionnaire import SECTIONS
from coding.sheets.document import Document
from coding.sheets.questions.placed import Located, Placed
from coding.sheets.understanding.headings import heading_at_end
from coding.sheets.understanding.titles import title_ends


class Whose(StrEnum):
    """What a part of a page is."""

    TITLE = "title block"
    HEADING = "section heading"
    QUESTION = "question"
    ANSWER = "answer"
    ADDRESS = "address of a link"  # dumped where a page ends inside a wording or heading
    NOTE = "revision note"
    EDGE = "head or foot of a page"
    CODES = "numeric codes"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Part:
    """A line, or a part of one: where it stands (lines count from 0 here) and what it is.

    ``why`` is a person's reason for leaving it out; ``settled`` is True if a person decided.
    """

    index: int
    start: int
    end: int
    whose: Whose
    question: int | None = None
    why: str = ""
    settled: bool = False

    def text_on(self, page: Document) -> str:
        return page.lines[self.index].text[self.start : self.end]


def parts_of(
    whole: Document, page: Document, located: Located, codes: Container[int]
) -> list[Part]:
    """Return the parts of a page; ``page`` is ``whole`` with blank lines for what was dropped.

    ``codes`` has the lines of the numeric codes among these.
    """
    places = located.places
    first = places[0].line if places else len(page.lines)
    parts = list(_before(page, first))
    before: int | None = None
    for placed, following in zip(places, [*places[1:], None], strict=False):
        parts += _of_question(page, placed, following, before)
        before = placed.question.number
    kept = {part.index for part in parts}
    for index, line in enumerate(whole.lines):
        if line.text and index not in kept:
            whose = Whose.CODES if index in codes else Whose.EDGE
            parts.append(Part(index, 0, len(line.text), whose))
    return sorted(parts, key=lambda part: (part.index, part.start))


def _before(page: Document, first: int) -> Iterator[Part]:
    """Yield what precedes the first question."""
    rows = [index for index in range(first) if page.lines[index].text]
    texts = [page.lines[index].text for index in rows]
    above = len(rows) - heading_at_end(texts, SECTIONS[0])
    titles = title_ends(texts[:above])
    for row, index in enumerate(rows):
        end, length = titles.get(row, 0), len(page.lines[index].text)
        if end:
            yield Part(index, 0, end, Whose.TITLE)
        if end < length:
            yield Part(index, end, length, Whose.HEADING if row >= above else Whose.LEFT_OUT)


def _of_question(
    page: Document, placed: Placed, following: Placed | None, before: int | None
) -> Iterator[Part]:
    """Yield a question's wording, the addresses dumped inside it, and its answer."""
    number = placed.question.number
    until = following.begin if following else (len(page.lines), 0)
    for index in range(placed.line, until[0] + bool(until[1])):
        line = page.lines[index]
        start = placed.column if index == placed.line else 0
        end = until[1] if index == until[0] else len(line.text)
        if line.outside:
            yield Part(index, start, end, Whose.LEFT_OUT)
            continue
        column = placed.end_column if index == placed.end_line else start
        column = min(end, len(line.text) if index < placed.end_line else column)
        if index < placed.end_line and line.is_bare_url and before:
            yield Part(index, start, end, Whose.ADDRESS, before)
            continue
        if column > start:
            yield Part(index, start, column, Whose.QUESTION, number)
        if line.text[column:end].strip():
            yield Part(index, column, end, Whose.ANSWER, number)
