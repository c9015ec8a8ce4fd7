"""Compare the page with what was read from it: nothing may be lost without being listed.

The signs of the page's answer and note parts are counted against those of the answers and notes.
Each word of any other part has to be one that the form prints there, or to be listed as left out.
The count does not know how the steps in between work, and trusts none of their reasons: words count
as listed only if they are quoted.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from coding.codebook.blank import why_blank
from coding.codebook.text import without_invisible
from coding.models.questionnaire import BY_NUMBER, SECTIONS
from coding.sheets.document import Document, Repair
from coding.sheets.lines.links import PUT_RIGHT
from coding.sheets.lines.paragraphs import BETWEEN, PARTED
from coding.sheets.questions.placed import NUMBER
from coding.sheets.questions.wording import LABEL_TAIL, letters
from coding.sheets.understanding.parts import Part, Whose

_KEPT = (Whose.ANSWER, Whose.ADDRESS, Whose.NOTE)
_CHANGED = (PUT_RIGHT, PARTED)
_NEAR = 6  # listings above a line: one that quotes several lines has the number of the first
_LOST = "Words of the page that are in no answer, no note and nothing listed"


def unaccounted(
    page: Document,
    parts: Iterable[Part],
    answers: Mapping[int, str],
    notes: Iterable[str],
    repairs: Iterable[Repair],
) -> Iterator[Repair]:
    """Yield a doubt for each answer, and for the notes, with other signs than on the page."""
    on_page: dict[int | None, Counter[str]] = defaultdict(Counter)
    owner: dict[int | None, int | None] = {}
    for part in parts:
        if part.whose in _KEPT:
            on_page[part.question].update(_signs(part.text_on(page)))
            owner[page.lines[part.index].number] = part.question
    for repair in repairs:
        if (repair.left_out or repair.what in _CHANGED) and repair.line in owner:
            gone = Counter(_signs(repair.found.replace(BETWEEN, " ")))
            gone.subtract(_signs(repair.became))
            on_page[owner[repair.line]].subtract(gone)
    kept: dict[int | None, Counter[str]] = {}
    for number, answer in answers.items():
        kept[number] = on_page[number] if _is_mark(answer) else Counter(_signs(answer))
    kept[None] = Counter(sign for note in notes for sign in _signs(note))
    for owned in on_page.keys() | kept.keys():
        yield from _difference(owned, on_page[owned], kept.get(owned, Counter()))


def _signs(text: str) -> str:
    return "".join(without_invisible(text).casefold().split())


def _is_mark(answer: str) -> bool:
    """Whether an answer is a reason for being blank, which has one spelling."""
    return bool(answer) and why_blank(answer) is not None


def _difference(number: int | None, on_page: Counter[str], kept: Counter[str]) -> Iterator[Repair]:
    lost, added = on_page - kept, kept - on_page
    if lost or added:
        where = "the revision notes" if number is None else f"the answer to question {number}"
        what = f"Letters of the page and of {where} differ"
        found = f"{lost.total()} on the page only, {added.total()} in the answer only"
        yield Repair(None, what, found, question=number, doubtful=True)


def unlisted(page: Document, parts: Iterable[Part], repairs: Iterable[Repair]) -> Iterator[Repair]:
    """Yield the words outside of answers and notes that the form does not print there.

    Words that are listed, or that a person decided about, are left out.
    """
    listed = _Listed(repairs)
    begins: dict[int | None, int] = {}
    asked: dict[int | None, str] = defaultdict(str)
    others = [part for part in parts if part.whose not in (*_KEPT, Whose.CODES)]
    for part in others:
        if part.whose is Whose.QUESTION:
            begins.setdefault(part.question, page.lines[part.index].number)
            asked[part.question] += f" {part.text_on(page)}"
    whole = {number for number, text in asked.items() if number and _is_question(number, text)}
    for part in others:
        line, text = page.lines[part.index], part.text_on(page)
        if part.settled or (part.whose is Whose.QUESTION and part.question in whole):
            continue
        near = begins[part.question] if part.whose is Whose.QUESTION else line.number
        if not _is_printed(part.whose, text) and not listed.has(near, text):
            yield Repair(line.number, _LOST, text.strip(), "", part.question, True, left_out=True)


class _Listed:
    """The words that are listed as left out, by their lines."""

    def __init__(self, repairs: Iterable[Repair]) -> None:
        listed = [
            (repair.line or 0, letters(repair.found)) for repair in repairs if repair.left_out
        ]
        self._anywhere = "|".join(text for line, text in listed if not line)
        rows = sorted((line, text) for line, text in listed if line)
        self._lines = [line for line, _ in rows]
        self._texts = [text for _, text in rows]

    def has(self, line: int, text: str) -> bool:
        place = bisect_right(self._lines, line)
        near = [*self._texts[max(place - _NEAR, 0) : place], self._anywhere]
        return any(letters(text) in listed for listed in near)


def _is_question(number: int, text: str) -> bool:
    """Whether a text is a wording of a question, with its number, and nothing else."""
    question = BY_NUMBER[number]
    while match := NUMBER.match(text):
        text = text[match.end() :]
    asked = (letters(text), letters(LABEL_TAIL.sub("", text)))  # "ATOP ID number:"
    wordings = map(letters, (question.wording, *question.kind.formerly.values()))
    return any(wording in asked or f"{wording}s" in asked for wording in wordings)


def _is_printed(whose: Whose, text: str) -> bool:
    if whose is Whose.HEADING:
        return any(letters(text) in letters(section.heading) for section in SECTIONS)
    return whose is Whose.TITLE or not letters(text)
