"""Find lines that stand inside a sentence of an answer and are no part of it: a head, a remark.

In wrapped text a line is full unless it ends a sentence or an item. A short line that ends neither,
between a line that breaks off and one that goes on, came from elsewhere.
"""

from collections.abc import Iterator

from coding.sheets.document import AnswerPiece, Repair
from coding.sheets.lines.layout import DEEP_INDENT, Layout
from coding.sheets.lines.paragraphs import begins_address, begins_anew
from coding.sheets.lines.sentences import ends_sentence

_NEARLY_FULL = 0.85  # measures


def strays(number: int, pieces: list[AnswerPiece], layout: Layout) -> Iterator[Repair]:
    """Yield the lines of an answer that seem to stand inside another one's sentence."""
    if not layout.is_wrapped:
        return
    for before, piece, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        is_free = not (piece.settled or piece.line.verbatim or begins_address(piece.text))
        if is_free and _interrupts(before, piece, after, layout):
            what = "A short line inside a sentence, kept in the answer"
            yield Repair(piece.line.number, what, piece.text, question=number, doubtful=True)


def _interrupts(
    before: AnswerPiece, piece: AnswerPiece, after: AnswerPiece, layout: Layout
) -> bool:
    if ends_sentence(before.text) or layout.slack(piece.whole, after.text) <= DEEP_INDENT:
        return False
    goes_on = after.text[:1].islower()
    is_full = layout.width(before.whole) >= _NEARLY_FULL
    ends_item = ends_sentence(piece.text) or begins_anew(piece.text, after.text, 1, hangs=False)
    return is_full and (goes_on or not (ends_item or piece.text[:1].islower()))
