"""Compare the words of the page with what became of them: none may be lost without being said.

The steps between move and join words, and this count knows nothing of how they do it. Letters are
counted, since a word parted at a line end becomes one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from coding.sheets.document import Document, Repair
from coding.sheets.lines.links import DUMPED
from coding.sheets.questions.wording import letters
from coding.sheets.understanding.answer_marks import BOXES
from coding.sheets.understanding.parts import Part, Whose

_LEAVE_OUT = (BOXES, DUMPED)


def unaccounted(
    page: Document,
    parts: Iterable[Part],
    answers: Mapping[int, str],
    notes: Iterable[str],
    repairs: Iterable[Repair],
) -> Iterator[Repair]:
    """Yield each answer that has other letters than its part of the page, and the notes if so."""
    on_page: dict[int | None, Counter[str]] = defaultdict(Counter)
    owner: dict[int, int | None] = {}
    for part in parts:
        if part.whose in (Whose.ANSWER, Whose.ADDRESS, Whose.NOTE):
            line = page.lines[part.index]
            on_page[part.question].update(letters(line.text[part.start : part.end]))
            owner[line.number] = part.question
    for repair in repairs:
        if repair.what in _LEAVE_OUT and repair.line in owner:
            gone = Counter(letters(repair.found))
            gone.subtract(letters(repair.became))
            on_page[owner[repair.line]].subtract(gone)
    kept: dict[int | None, Counter[str]] = {}
    for number, answer in answers.items():
        kept[number] = Counter(letters(answer))
    kept[None] = Counter(letter for note in notes for letter in letters(note))
    for owned in on_page.keys() | kept.keys():
        yield from _difference(owned, on_page[owned], kept.get(owned, Counter()))


def _difference(number: int | None, on_page: Counter[str], kept: Counter[str]) -> Iterator[Repair]:
    lost, added = on_page - kept, kept - on_page
    if lost or added:
        where = "the revision notes" if number is None else f"the answer to question {number}"
        what = f"Letters of the page and of {where} differ"
        found = f"{lost.total()} on the page only, {added.total()} in the answer only"
        yield Repair(None, what, found, question=number, doubtful=True)
