"""What stands between the answers and is no part of them.

Headings of sections and tables, questions that this form does not have, what follows the last
answer: the end of an e-mail, the name of an office. All of it is listed, with its place.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from coding.models.questionnaire import ALWAYS_ASKED, QUESTIONS, SECTIONS, Section
from coding.sheets.document import Document, Repair
from coding.sheets.notes.note_forms import begins_note, reads_as_note
from coding.sheets.understanding.headings import (
    has_title,
    heading_at_end,
    heading_repair,
    heads_at_end,
    is_whole,
)
from coding.sheets.understanding.parts import Part, Whose
from coding.sheets.understanding.suspects import asked_as, is_end, is_head_of_notes, is_mail

_LAST = ALWAYS_ASKED[-1].number
_ALIKE = 2  # headings, or heads of tables, that are set alike are no answers
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

    document: Document
    parts: list[Part]
    repairs: list[Repair] = field(default_factory=list)
    answers: dict[int, list[int]] = field(default_factory=dict)  # places in ``parts``

    def __post_init__(self) -> None:
        self.times = Counter(line.text for line in self.document.lines)
        for place, part in enumerate(self.parts):
            if part.whose is Whose.ANSWER and part.question:
                self.answers.setdefault(part.question, []).append(place)

    def text(self, place: int) -> str:
        return self.parts[place].text_on(self.document).strip()

    def number(self, place: int) -> int:
        return self.document.lines[self.parts[place].index].number

    def rows(self, question: int) -> list[int]:
        """Return the whole lines of an answer that may be something else."""
        places = (place for place in self.answers.get(question, ()) if self._is_free(place))
        return [place for place in places if self.parts[place].whose is Whose.ANSWER]

    def _is_free(self, place: int) -> bool:
        line = self.document.lines[self.parts[place].index]
        return not line.verbatim and not line.is_bare_url

    def give(self, places: list[int], whose: Whose) -> None:
        for place in places:
            self.parts[place] = replace(self.parts[place], whose=whose, question=None)

    def leave_out(self, places: list[int], why: str, question: int | None = None) -> None:
        """Leave lines out, each listed."""
        self.give(places, Whose.LEFT_OUT)
        for place in places:
            self.report(place, why, self.text(place), question, doubtful=question is not None)

    def report(
        self, place: int, why: str, text: str, question: int | None = None, *, doubtful: bool
    ) -> None:
        """List words that are left out, and the question whose answer is doubtful without them."""
        about = question if doubtful else None
        line = self.number(place)
        self.repairs.append(Repair(line, why, text, "", about, doubtful, left_out=True))

    def is_all(self, places: list[int], question: int) -> bool:
        """Whether nothing is left of an answer without these lines."""
        return not any(
            self.parts[place].whose is Whose.ANSWER
            for place in self.answers.get(question, ())
            if place not in places
        )


def take_out(page: Document, parts: list[Part]) -> tuple[list[Part], list[Repair]]:
    """Return the parts, in which what is no answer belongs to none, and the list of it."""
    state = _Page(page, parts)
    _list_preamble(state)
    headings = [(section, _take_heads(state, section)) for section in SECTIONS[1:]]
    _list_headings(state, headings)
    for question in QUESTIONS:
        _take_other_questions(state, question.number)
    _take_tail(state)
    for question in QUESTIONS:
        _take_stray_heading(state, question.number)
    return state.parts, state.repairs


def _list_preamble(page: _Page) -> None:
    heading = [n for n, part in enumerate(page.parts) if part.whose is Whose.HEADING]
    _list_headings(page, [(SECTIONS[0], heading)])
    for place, part in enumerate(page.parts):
        if part.whose is not Whose.LEFT_OUT:
            continue
        if reads_as_note(page.text(place)):
            page.give([place], Whose.NOTE)
            continue
        is_outside = page.document.lines[part.index].outside
        page.report(place, _OUTSIDE if is_outside else _BEFORE, page.text(place), doubtful=False)


def _list_headings(page: _Page, headings: list[tuple[Section, list[int]]]) -> None:
    """List headings in another form; one that is unlike all others may be an answer's end."""
    texts = {section: " ".join(map(page.text, places)) for section, places in headings if places}
    forms = Counter((len(places), is_whole(texts[s])) for s, places in headings if places)
    for section, places in headings:
        if places:
            form = len(places), is_whole(texts[section])
            doubtful = section is not SECTIONS[0] and form != (1, True) and forms[form] < _ALIKE
            line = page.number(places[0])
            repair = heading_repair(line, texts[section], section, doubtful=doubtful)
            page.repairs += [repair] if repair else []


def _take_heads(page: _Page, section: Section) -> list[int]:
    """Take the section's heading, and the head of its table, from the end of the answer above.

    Addresses after it belong to no answer. A table's head may stand below the heading or above it.
    """
    above = section.first - 1
    _take_head_of_table(page, above, ends_section=True)
    rows = [place for place in page.rows(above) if not page.parts[place].start]
    count = heading_at_end([page.text(place) for place in rows[-4:]], section)
    tail = rows[-count:] if count else []
    page.give(tail, Whose.HEADING)
    for place in page.answers.get(above, ()) if tail else ():
        if place > tail[0] and page.parts[place].whose is Whose.ANSWER:
            page.parts[place] = replace(page.parts[place], whose=Whose.ADDRESS)
    _take_head_of_table(page, above, ends_section=True)
    return tail


def _take_head_of_table(page: _Page, question: int, *, ends_section: bool = False) -> None:
    """Take out the head of a table; one that stands nowhere else may be the answer."""
    rows = [place for place in page.rows(question) if not page.parts[place].start]
    count = heads_at_end([page.text(place) for place in rows[-4:]])
    if not count:
        return
    tail = rows[-count:]
    is_all, is_alone = page.is_all(tail, question), page.times[page.text(tail[-1])] < _ALIKE
    if is_all and is_alone and not ends_section:
        return  # a doubt says that it is kept
    doubtful = is_alone and (is_all or not ends_section)
    text = " | ".join(page.text(place) for place in tail)
    page.report(tail[0], _HEAD, text, question, doubtful=doubtful)
    page.give(tail, Whose.HEADING)


def _take_stray_heading(page: _Page, question: int) -> None:
    """Take a section's heading from the end of an answer where no section ends."""
    rows = [place for place in page.rows(question) if not page.parts[place].start]
    if rows and has_title(page.text(rows[-1])):
        page.leave_out(rows[-1:], _HEADING, question)
    _take_head_of_table(page, question)


def _take_other_questions(page: _Page, question: int) -> None:
    """Take questions that this form does not have, such as 15a or 62, out of the answer above."""
    rows = page.rows(question)
    for row, place in enumerate(rows):
        if page.parts[place].start or not _is_other(page.text(place), question):
            continue
        notes = (n for n in range(row, len(rows)) if begins_note(page.text(rows[n])))
        end = next(notes, len(rows)) if question == _LAST else len(rows)
        page.leave_out(rows[row:end], _EXTRA, question)
        return


def _is_other(text: str, question: int) -> bool:
    """Whether a line is a question whose number may follow this one's, or has its number again."""
    asked = asked_as(text)
    if asked is None:
        return False
    number = asked[0]
    return number in (question, question + 1) or (question == _LAST and number > _LAST)


def _take_tail(page: _Page) -> None:
    """Take what stands below the last answer and is no revision note: a signature, "[end]"."""
    rows = [place for place in page.rows(_LAST) if not page.parts[place].start]
    texts = [page.text(place) for place in rows]
    is_tail = False
    for place, text, below in zip(rows, texts, [*texts[1:], ""], strict=False):
        if is_head_of_notes(text):
            page.give([place], Whose.HEADING)
            page.report(place, _NOTES_HEAD, text, _LAST, doubtful=not begins_note(below))
        elif begins_note(text):
            is_tail = False
        elif is_tail or is_mail(text) or is_end(text):
            page.leave_out([place], _TAIL, _LAST)
            is_tail = not is_end(text) or is_tail
