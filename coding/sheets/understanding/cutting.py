"""Cut the parts of a page that belong to answers into the pieces of each answer."""

from bisect import bisect_left, bisect_right

from coding.sheets.document import AnswerPiece, Cut, Document
from coding.sheets.understanding.parts import Part, Whose


def cut_answers(page: Document, parts: list[Part]) -> Cut:
    """Return the pieces of every question on the page that has its wording or an answer there."""
    cut = Cut({})
    filled = [index for index, line in enumerate(page.lines) if line.text]
    for part in parts:
        if part.whose is Whose.NOTE:
            cut.notes.append(_piece(page, filled, part))
        if part.question is None or part.whose in (Whose.NOTE, Whose.LEFT_OUT):
            continue
        pieces = cut.answers.setdefault(part.question, [])
        if part.whose in (Whose.ANSWER, Whose.ADDRESS):
            pieces.append(_piece(page, filled, part))
    cut.answers = dict(sorted(cut.answers.items()))
    return cut


def _piece(page: Document, filled: list[int], part: Part) -> AnswerPiece:
    """Return a piece; ``filled`` has the lines that are not blank."""
    line = page.lines[part.index]
    place = bisect_left(filled, part.index)
    following = bisect_right(filled, part.index)
    before = filled[place - 1] if place else -1
    after = filled[following] if following < len(filled) else len(page.lines)
    return AnswerPiece(
        line,
        part.text_on(page).strip(),
        whole=line.text,
        blanks_before=part.index - before - 1,
        blanks_after=after - part.index - 1,
        after_page_break=before >= 0 and page.lines[before].page != line.page,
        at_page_end=after == len(page.lines) or page.lines[after].page != line.page,
        inside_wording=part.whose is Whose.ADDRESS,
        settled=part.settled,
    )
