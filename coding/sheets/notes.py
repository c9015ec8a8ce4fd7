"""Revision notes: "Version 4.0: Q14 revised by NAME on DATE", after the last question only.

4235 prints "NAME, DATE" and 4765 "NAME on DATE". A paragraph such as "Version 4.0: In effect as
of …" inside another answer (4235, Q14) is part of that answer.
"""

import datetime
import re
from dataclasses import dataclass

from coding.models.questionnaire import BY_NUMBER
from coding.sheets.dates import read_date
from coding.sheets.paragraphs import Paragraph
from coding.sheets.problems import Problem, Repair

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
_FORM = "Version 4.0: Q14 revised by NAME on December 27, 2017"


@dataclass(frozen=True)
class PrintedNote:
    """One question's revision as a sheet notes it; ``printed`` is the whole line, word for word."""

    version: str
    question: int
    name: str
    date: datetime.date
    printed: str


@dataclass(frozen=True)
class NotesRead:
    """The last answer without the notes, the notes, and what had to be said about them."""

    answer: list[Paragraph]
    notes: list[PrintedNote]
    repairs: list[Repair]
    problems: list[Problem]


def read_notes(file: str, paragraphs: list[Paragraph]) -> NotesRead:
    """Part the revision notes at the end of a sheet from the last answer."""
    read = NotesRead([], [], [], [])
    rest = list(paragraphs)
    while rest:
        paragraph = rest.pop(0)
        if not _is_note(paragraph):
            if read.notes:
                what = "Text after the revision notes, kept with the last answer"
                read.repairs.append(Repair(paragraph.line, what, paragraph.text))
            read.answer.append(paragraph)
            continue
        printed, found = paragraph.text, _read_note(paragraph.text)
        if not found and rest and not _is_note(rest[0]) and not rest[0].verbatim:
            longer = f"{printed} {rest[0].text}"  # a note wrapped where lines are not rejoined
            if found := _read_note(longer):
                printed = longer
                rest.pop(0)
        if found:
            _take(found, printed, paragraph.line, read)
        else:
            read.problems.append(_unreadable(file, paragraph))
    return read


def _is_note(paragraph: Paragraph) -> bool:
    starts = _START.match(paragraph.text)
    return bool(starts) and paragraph.is_on_own_line and not paragraph.verbatim


@dataclass(frozen=True)
class _Found:
    version: str
    questions: list[int]
    name: str
    date: datetime.date
    has_day: bool


def _read_note(text: str) -> _Found | None:
    match = _NOTE.fullmatch(text)
    questions = _questions(match["questions"]) if match else None
    person = _name_and_date(match["rest"]) if match else None
    if not match or not questions or not person:
        return None
    return _Found(match["version"], questions, *person)


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
    """Part "Nicholas Coulombe, October 15, 2017" where what follows is a date."""
    text = text.rstrip(" .").rstrip(")") if "(" in text else text.rstrip(" .")
    for gap in re.finditer(r"\s*,?\s+on\s+|\s*,\s*|\s*\(|\s+", text, re.IGNORECASE):
        date = read_date(text[gap.end() :])
        name = text[: gap.start()].strip(" ,")
        if date and re.fullmatch(r"[^\d:]*[^\W\d_][^\d:]*", name):
            return name, *date
    return None


def _take(found: _Found, printed: str, line: int, read: NotesRead) -> None:
    for question in found.questions:
        read.notes.append(PrintedNote(found.version, question, found.name, found.date, printed))
    if not found.has_day:
        what = "A revision note without a day, dated the first of its month"
        read.repairs.append(Repair(line, what, printed, found.date.isoformat()))


def _unreadable(file: str, paragraph: Paragraph) -> Problem:
    rule = "A line after the last question that begins with “Version” is a revision note."
    fix = f"Write it as “{_FORM}”, with a question from 1 to 61, a name and a full date."
    return Problem(file, paragraph.line, rule, paragraph.text, fix)
