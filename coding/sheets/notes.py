"""Read revision notes: "Version 4.0: Q14 revised by NAME on DATE", after the last question.

4235 prints "NAME, DATE" and 4765 "NAME on DATE". One note may report several revisions ("…; Q15
revised by NAME on DATE"), and one line may hold several notes. A paragraph such as "Version 4.0: In
effect as of …" in another answer (4235, Q14) is part of that answer.
"""

import datetime
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from coding.codebook.problems import Problem
from coding.codebook.sheet import RevisionNote
from coding.models.questionnaire import BY_NUMBER
from coding.sheets.dates import read_date
from coding.sheets.document import Repair
from coding.sheets.paragraphs import Paragraph

_START = re.compile(r"Version\b", re.IGNORECASE)
_NOTE = re.compile(
    r"Version\s+(?P<version>\d+(?:\.\d+)*)\s*[:;,.–—-]?\s*"
    r"(?P<questions>\D{0,12}\d.*?)\s+(?:(?:was|were)\s+)?revised\s+by\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"(?:Q(?:uestion)?s?\.?|#)?\s*#?(\d{1,2})", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,\s*and\b|,\s*&|,|;|&|\band\b)\s*", re.IGNORECASE)
_RANGE = re.compile(
    r"(?:Q(?:uestion)?s?\.?)?\s*(\d{1,2})\s*(?:[–-]|to|through)\s*Q?(\d{1,2})", re.IGNORECASE
)
_NEXT_NOTE = re.compile(r"(?<=[\d.,;)])\s+(?=Version\s+\d)", re.IGNORECASE)
_NEXT_REVISION = re.compile(
    r"\s*[.,;&)]*\s*(?:\band\s+)?(?=\b(?:Questions?|Qs?\.?)\s*#?\d)", re.IGNORECASE
)
_LONGEST_WRAP = 3  # lines after the first
_LONGEST_LINE = 2000  # a longer line is no note, and slow to match
_FORM = "Version 4.0: Q14 revised by NAME on December 27, 2017"


@dataclass(frozen=True)
class NotesRead:
    """The last answer without the notes, the notes and their lines, repairs and problems."""

    answer: list[Paragraph] = field(default_factory=list)
    notes: list[RevisionNote] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    repairs: list[Repair] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_notes(file: str, paragraphs: list[Paragraph], given: list[Paragraph]) -> NotesRead:
    """Separate the revision notes at the end of a sheet from the last answer.

    A person said of the paragraphs ``given`` that they are notes.
    """
    read = NotesRead()
    rest = [*paragraphs, *given]
    while rest:
        paragraph = rest.pop(0)
        if not _is_note(paragraph) and paragraph not in given:
            if read.notes:
                what = "Text after the revision notes, kept with the last answer"
                read.repairs.append(Repair(paragraph.line, what, paragraph.text))
            read.answer.append(paragraph)
            continue
        before = [paragraph, *rest]
        printed, notes = _longest_reading(paragraph, rest)
        read.lines.update(*(taken.lines for taken in before[: len(before) - len(rest)]))
        if notes:
            _list_joins(paragraph, printed, notes, read)
            _add_notes(notes, paragraph.line, read)
        else:
            read.problems.append(_unreadable(file, paragraph))
    return read


def _longest_reading(
    paragraph: Paragraph, rest: list[Paragraph]
) -> tuple[str, "list[_Note] | None"]:
    """Read a note together with the following paragraphs that continue it.

    A paragraph is taken from ``rest`` if it makes the note readable or adds revisions.
    """
    printed, most, used = paragraph.text, _read_line(paragraph.text), 0
    longer = printed
    for count, further in enumerate(rest[:_LONGEST_WRAP], start=1):
        if _is_note(further) or further.verbatim:
            break
        longer = f"{longer} {further.text}"
        notes = _read_line(longer)
        if notes and _count_revisions(notes) > _count_revisions(most or []):
            printed, most, used = longer, notes, count
    del rest[:used]
    return printed, most


def _is_note(paragraph: Paragraph) -> bool:
    starts = _START.match(paragraph.text)
    is_free = paragraph.is_on_own_line and not paragraph.verbatim and not paragraph.settled
    return bool(starts) and is_free


class _Revision(NamedTuple):
    version: str
    questions: list[int]
    name: str
    date: datetime.date
    has_day: bool


_Note = tuple[str, list[_Revision]]  # as printed, and what it reports


def _count_revisions(notes: list[_Note]) -> int:
    return sum(len(revisions) for _, revisions in notes)


def _read_line(text: str) -> list[_Note] | None:
    """Return the notes on a line, or None unless all of it can be read."""
    if len(text) > _LONGEST_LINE:
        return None
    notes = []
    for printed in _NEXT_NOTE.split(text):
        revisions = _read_note(printed)
        if not revisions:
            return None
        notes.append((printed, revisions))
    return notes


def _read_note(text: str) -> list[_Revision] | None:
    """Return the revisions in a note, or None unless all of it can be read."""
    if whole := _read_revision(text):
        return [whole]
    for gap in _NEXT_REVISION.finditer(text):
        first = _read_revision(text[: gap.start()])
        further = first and _read_note(f"Version {first.version}: {text[gap.end() :]}")
        if first and further:
            return [first, *further]
    return None


def _read_revision(text: str) -> _Revision | None:
    match = _NOTE.fullmatch(text)
    questions = _questions(match["questions"]) if match else None
    person = _name_and_date(match["rest"]) if match else None
    if not match or not questions or not person:
        return None
    return _Revision(match["version"], questions, *person)


def _questions(text: str) -> list[int] | None:
    """Return the numbers in "Q14", "Q14 and Q15", "Questions 14, 15" or "Q14-16"."""
    numbers: list[int] = []
    for part in _BETWEEN.split(text):
        if match := _RANGE.fullmatch(part):
            numbers += range(int(match[1]), int(match[2]) + 1)
        elif match := _QUESTION.fullmatch(part):
            numbers.append(int(match[1]))
        else:
            return None
    return numbers if all(number in BY_NUMBER for number in numbers) else None


def _name_and_date(text: str) -> tuple[str, datetime.date, bool] | None:
    """Split "Nicholas Coulombe, October 15, 2017"; None if no date follows a name."""
    text = text.rstrip(" .,;").rstrip(")") if "(" in text else text.rstrip(" .,;")
    for gap in re.finditer(r"\s*,?\s+on\s+|\s*,\s*|\s*\(|\s+", text, re.IGNORECASE):
        date = read_date(text[gap.end() :])
        name = text[: gap.start()].strip(" ,")
        if date and re.fullmatch(r"[^\d:]*[^\W\d_][^\d:]*", name):
            return name, *date
    return None


def _list_joins(paragraph: Paragraph, printed: str, notes: list[_Note], read: NotesRead) -> None:
    if len(notes) > 1:
        what = "Revision notes run together on one line, read one by one"
        became = " | ".join(each for each, _ in notes)
        read.repairs.append(Repair(paragraph.line, what, printed, became))
    if printed != paragraph.text and _read_line(paragraph.text):
        what = "A revision without a version of its own, read with the note before it"
        read.repairs.append(Repair(paragraph.line, what, printed))


def _add_notes(notes: list[_Note], line: int, read: NotesRead) -> None:
    for printed, revisions in notes:
        for version, questions, name, date, has_day in revisions:
            read.notes.extend(RevisionNote(version, n, name, date, printed) for n in questions)
            if not has_day:
                what = "A revision note without a day, dated the first of its month"
                read.repairs.append(Repair(line, what, printed, date.isoformat()))


def _unreadable(file: str, paragraph: Paragraph) -> Problem:
    rule = "A line after the last question that begins with “Version” is a revision note."
    numbers = f"1 to {len(BY_NUMBER)}"
    fix = f"Write it as “{_FORM}”, with a question from {numbers}, a name and a full date."
    return Problem(file, paragraph.line, "", rule, paragraph.text, fix)
