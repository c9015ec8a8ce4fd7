"""List where a printed question differs from the form: in number, mark, words or their end."""

from collections import Counter
from collections.abc import Iterator

from coding.sheets.document import Document, Repair
from coding.sheets.questions.marked_choice import marked_choice
from coding.sheets.questions.placed import Located, Placed
from coding.sheets.questions.wording import letters

MOST_TYPOS = 6  # letters; where more differ, something may stand inside the wording
OF_THE_FORM = 6  # questions whose ends begin alike; those of fewer may be answers
_ALIKE = 4  # letters


def list_repairs(document: Document, located: Located) -> Iterator[Repair]:
    numbered = any(placed.number is not None for placed in located.chosen.values())
    tails = Counter(_beginning(placed) for placed in located.chosen.values())
    above = 0
    for placed in located.chosen.values():
        if placed.column:
            yield from _run_together(document, placed, above)
        above = placed.question.number
        yield from _of_number(document, placed, is_numbered=numbered)
        yield from _of_words(document, placed, is_of_form=tails[_beginning(placed)] >= OF_THE_FORM)
        yield from _of_choice(document, placed)
        yield from _of_marks(document, placed)
    if located.chosen and not numbered:
        first = document.lines[min(p.line for p in located.chosen.values())]
        yield Repair(first.number, "No question has its number; read by their wording", first.text)


def _run_together(document: Document, placed: Placed, above: int) -> Iterator[Repair]:
    line = document.lines[placed.line]
    what = f"Question {placed.question.number} stands behind the answer above, parted from it"
    for number in filter(None, (above, placed.question.number)):
        yield Repair(line.number, what, line.text, "", number, doubtful=True)


def _beginning(placed: Placed) -> str:
    return letters(placed.tail)[:_ALIKE]


def _as_printed(document: Document, placed: Placed) -> str:
    rows = [line.text for line in document.lines[placed.line : placed.end_line + 1]]
    rows[-1] = rows[-1][: placed.end_column]
    rows[0] = rows[0][placed.column :]
    return " ".join(filter(None, rows))


def _of_number(document: Document, placed: Placed, *, is_numbered: bool) -> Iterator[Repair]:
    line, question = document.lines[placed.line].number, placed.question
    printed, expected = f"{placed.number}{placed.mark}", f"{question.number}."
    if placed.number is None:
        if is_numbered:
            what, found = "Question without its number", _as_printed(document, placed)
            yield Repair(line, what, found, expected, left_out=True)
    elif placed.number != question.number:
        yield Repair(line, "Question misnumbered", printed, f"{expected} {question.label}")
    elif placed.mark != ".":
        yield Repair(line, "Mark after the number", printed, expected)


def _of_words(document: Document, placed: Placed, *, is_of_form: bool) -> Iterator[Repair]:
    """Yield that the words differ; if few questions end alike, their end may be an answer."""
    number, line = placed.question.number, document.lines[placed.line].number
    what, doubtful = "", True
    if placed.is_reworded:
        what = f"Worded otherwise, read as question {number} by its number and place"
    elif placed.match.cost or placed.tail:
        what = f"Wording of question {number} differs from the coding sheet"
        is_ours = (
            not placed.tail
            or is_of_form
            or letters(placed.tail) in letters(placed.question.wording)
        )
        doubtful = placed.match.distance > MOST_TYPOS or not is_ours
    if what:
        found, about = _as_printed(document, placed), number if doubtful else None
        wording = placed.question.wording
        yield Repair(line, what, found, wording, about, doubtful, left_out=True)


def _of_choice(document: Document, placed: Placed) -> Iterator[Repair]:
    """Yield a doubt if Yes or No is marked in the wording, where nobody looks for an answer."""
    if choice := marked_choice(_as_printed(document, placed)):
        number, line = placed.question.number, document.lines[placed.line].number
        what = (
            f"Yes or No is marked in the wording of question {number}, perhaps as its answer, "
            "and not read as such; if it is, write it below the question"
        )
        yield Repair(line, what, choice, "", number, doubtful=True)


def _of_marks(document: Document, placed: Placed) -> Iterator[Repair]:
    """Yield a doubt if only marks follow the wording, since they may be no answer."""
    line = document.lines[placed.end_line]
    rest = line.text[placed.end_column :].strip()
    if rest and not letters(rest):
        what = "Marks behind a question, kept as its answer"
        yield Repair(line.number, what, rest, "", placed.question.number, doubtful=True)
