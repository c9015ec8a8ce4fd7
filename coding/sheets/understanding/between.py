"""What stands between the answers and is no part of them.

Headings of sections and tables, questions that this form does not have, what follows the last
answer: the end of an e-mail, the name of an office. All of it is listed, with its place.
"""

from dataclasses import dataclass, field, replace

from coding.models.questionnaire import ALWAYS_ASKED, QUESTIONS, SECTIONS, Section
from coding.sheets.document import Document, Repair
from coding.sheets.notes.note_forms import begins_note, reads_as_note
from coding.sheets.understanding.headings import (
    has_title,
    heading_at_end,
    heading_repair,
    heads_at_end,
)
from coding.sheets.understanding.parts import Part, Whose
from coding.sheets.understanding.suspects import asked_as, is_end, is_head_of_notes, is_mail

_LAST = ALWAYS_ASKED[-1].number
_BEFORE = "Left out, before the first question"
_OUTSIDE = "Left out, it stands outside of the sheet that the e-mail quotes"
_HEAD = "Head of a table left out"
_HEADING = "Heading between two questions left out"
_EXTRA = "Left out: a question that this form does not have, with its answer"
_NOTES_HEAD = "Heading of the revision notes left out"
_TAIL = "Left out, after the last question: the end of an e-mail or sheet"


@dataclass
class _Page:
    """The parts of a page by line, and what was listed so far."""

    page: Document
    parts: list[Part]
    repairs: list[Repair] = field(default_factory=list)
    answers: dict[int, list[int]] = field(default_factory=dict)  # places in ``parts``

    def __post_init__(self) -> None:
        for place, part in enumerate(self.parts):
            if part.whose is Whose.ANSWER and part.question:
                self.answers.setdefault(part.question, []).append(place)

    def text(self, place: int) -> str:
        part = self.parts[place]
        return self.page.lines[part.index].text[part.start : part.end].strip()

    def number(self, place: int) -> int:
        return self.page.lines[self.parts[place].index].number

    def rows(self, question: int) -> list[int]:
        """Return the whole lines of an answer that may be something else."""
        places = (place for place in self.answers.get(question, ()) if self._is_free(place))
        return [place for place in places if self.parts[place].whose is Whose.ANSWER]

    def _is_free(self, place: int) -> bool:
        line = self.page.lines[self.parts[place].index]
        return not line.verbatim and not line.is_bare_url

    def give(self, places: list[int], whose: Whose) -> None:
        for place in places:
            self.parts[place] = replace(self.parts[place], whose=whose, question=None)

    def leave_out(self, places: list[int], why: str, question: int | None = None) -> None:
        """Leave lines out, each listed."""
        self.give(places, Whose.LEFT_OUT)
        for place in places:
            doubtful = question is not None
            text = self.text(place)
            self.repairs.append(
                Repair(self.number(place), why, text, question=question, doubtful=doubtful)
            )


def take_out(page: Document, parts: list[Part]) -> tuple[list[Part], list[Repair]]:
    """Return the parts with what is no answer given to nobody, and what is listed of it."""
    found = _Page(page, parts)
    _list_preamble(found)
    for section in SECTIONS[1:]:
        _take_heads(found, section)
    for question in QUESTIONS:
        _take_other_questions(found, question.number)
    _take_tail(found)
    for question in QUESTIONS:
        _take_stray_heading(found, question.number)
    return found.parts, found.repairs


def _list_preamble(found: _Page) -> None:
    heading = [n for n, part in enumerate(found.parts) if part.whose is Whose.HEADING]
    if heading:
        _list_heading(found, heading, SECTIONS[0])
    for place, part in enumerate(found.parts):
        if part.whose is not Whose.LEFT_OUT:
            continue
        if reads_as_note(found.text(place)):
            found.give([place], Whose.NOTE)
            continue
        is_outside = found.page.lines[part.index].outside
        why = _OUTSIDE if is_outside else _BEFORE
        found.repairs.append(Repair(found.number(place), why, found.text(place)))


def _list_heading(found: _Page, places: list[int], section: Section) -> None:
    text = " ".join(found.text(place) for place in places)
    repair = heading_repair(found.number(places[0]), text, section)
    found.repairs += [repair] if repair else []


def _take_heads(found: _Page, section: Section) -> None:
    """Take the section's heading, and the head of its table, from the end of the answer above.

    Addresses after it belong to no answer.
    """
    above = section.first - 1
    for _ in range(2):  # a table's head may stand above the heading or below it
        rows = [place for place in found.rows(above) if not found.parts[place].start]
        texts = [found.text(place) for place in rows[-4:]]
        if count := heading_at_end(texts, section):
            tail = rows[-count:]
            _list_heading(found, tail, section)
            found.give(tail, Whose.HEADING)
            for place in found.answers[above]:
                if place > tail[0] and found.parts[place].whose is Whose.ANSWER:
                    found.parts[place] = replace(found.parts[place], whose=Whose.ADDRESS)
        _take_head_of_table(found, above)


def _take_head_of_table(found: _Page, question: int) -> None:
    rows = [place for place in found.rows(question) if not found.parts[place].start]
    if count := heads_at_end([found.text(place) for place in rows[-4:]]):
        tail = rows[-count:]
        text = " | ".join(found.text(place) for place in tail)
        found.repairs.append(Repair(found.number(tail[0]), _HEAD, text))
        found.give(tail, Whose.HEADING)


def _take_stray_heading(found: _Page, question: int) -> None:
    """Take a section's heading from the end of an answer where no section ends."""
    rows = [place for place in found.rows(question) if not found.parts[place].start]
    if rows and has_title(found.text(rows[-1])):
        found.leave_out(rows[-1:], _HEADING, question)
    _take_head_of_table(found, question)


def _take_other_questions(found: _Page, question: int) -> None:
    """Take questions that this form does not have, such as 15a or 62, out of the answer above."""
    rows = found.rows(question)
    for row, place in enumerate(rows):
        if found.parts[place].start or not _is_other(found.text(place), question):
            continue
        notes = (n for n in range(row, len(rows)) if begins_note(found.text(rows[n])))
        end = next(notes, len(rows)) if question == _LAST else len(rows)
        found.leave_out(rows[row:end], _EXTRA, question)
        return


def _is_other(text: str, question: int) -> bool:
    """Whether a line is a question whose number may follow this one's, or has its number again."""
    asked = asked_as(text)
    if asked is None:
        return False
    number = asked[0]
    return number in (question, question + 1) or (question == _LAST and number > _LAST)


def _take_tail(found: _Page) -> None:
    """Take what stands below the last answer and is no revision note: a signature, "[end]"."""
    rows = found.rows(_LAST)
    is_tail = False
    for place in rows:
        text = found.text(place)
        if found.parts[place].start:
            continue
        if is_head_of_notes(text):
            found.give([place], Whose.HEADING)
            found.repairs.append(Repair(found.number(place), _NOTES_HEAD, text))
        elif begins_note(text):
            is_tail = False
        elif is_tail or is_mail(text) or is_end(text):
            found.leave_out([place], _TAIL, _LAST)
            is_tail = not is_end(text) or is_tail
