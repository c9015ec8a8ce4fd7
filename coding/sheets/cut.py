"""Cut the lines between two questions into the pieces of an answer."""

from collections.abc import Iterator

from coding.models.questionnaire import QUESTIONS, SECTIONS
from coding.sheets.document import Cut, Document, Piece
from coding.sheets.headings import strip_heading
from coding.sheets.locate import Placed


def cut_answers(document: Document, chosen: dict[int, Placed]) -> Cut:
    """Return the pieces of every answer. An answer begins where its wording ends."""
    cut = Cut({})
    for question in QUESTIONS:
        if question.number not in chosen:
            continue
        placed, follower = chosen[question.number], chosen.get(question.number + 1)
        until = follower.line if follower else len(document.lines)
        cut.answers[question.number] = list(_pieces(document, placed, until))
        dumped = _addresses_inside(document, placed)
        if dumped and question.number > 1:  # they belong to the page of the previous answer
            cut.answers[question.number - 1] += dumped
    for section in SECTIONS[1:]:
        repair = strip_heading(cut.answers[section.first - 1], section)
        cut.repairs += [repair] if repair else []
    return cut


def _pieces(document: Document, placed: Placed, until: int) -> Iterator[Piece]:
    for index in range(placed.end_line, until):
        line = document.lines[index]
        on_own_line = index == placed.end_line
        text = line.text[placed.end_column :].strip() if on_own_line else line.text
        if text:
            yield _piece(document, index, text)


def _piece(document: Document, index: int, text: str) -> Piece:
    lines, line = document.lines, document.lines[index]
    before = next((n for n in range(index - 1, -1, -1) if lines[n].text), -1)
    after = next((n for n in range(index + 1, len(lines)) if lines[n].text), len(lines))
    return Piece(
        line,
        text,
        whole=line.text,
        blanks_before=index - before - 1,
        blanks_after=after - index - 1,
        after_page_break=before >= 0 and lines[before].page != line.page,
        at_page_end=after == len(lines) or lines[after].page != line.page,
    )


def _addresses_inside(document: Document, placed: Placed) -> list[Piece]:
    """Return the addresses dumped inside a wording, where a page ends in it."""
    pieces = []
    for index in range(placed.line, placed.end_line):
        if document.lines[index].is_bare_url:
            piece = _piece(document, index, document.lines[index].text)
            piece.inside_wording = True
            pieces.append(piece)
    return pieces
