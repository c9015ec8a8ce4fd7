"""Read revision notes: "Version 4.0: Q14 revised by NAME on DATE", after the last question.

4235 prints "NAME, DATE" and 4765 "NAME on DATE". One note may report several revisions ("…; Q15
revised by NAME on DATE"), and one line may hold several notes. A paragraph such as "Version 4.0: In
effect as of …" in another answer (4235, Q14) is part of that answer.
"""

from collections import deque
from dataclasses import dataclass, field

from coding.codebook.problems import Problem, quoted
from coding.codebook.sheet import RevisionNote
from coding.models.questionnaire import BY_NUMBER
from coding.sheets.document import Repair
from coding.sheets.lines.paragraphs import Paragraph
from coding.sheets.notes.note_forms import (
    LONGEST,
    ReportedRevision,
    UnreadableNote,
    begins_note,
    has_version,
    read_line,
)

_LONGEST_WRAP = 3  # lines after the first
_WITHOUT_VERSION = "A revision without a version of its own, read with the note before it"
_FORM = "Version 4.0: Q14 revised by NAME on December 27, 2017"
_Note = tuple[str, list[ReportedRevision]]  # as printed, and what it reports


@dataclass(frozen=True)
class NotesRead:
    """The last answer without the notes, the notes and their lines, repairs and problems.

    ``printed`` has the lines that were read as notes, each once.
    """

    answer: list[Paragraph] = field(default_factory=list)
    notes: list[RevisionNote] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    repairs: list[Repair] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_notes(file: str, paragraphs: list[Paragraph], given: list[Paragraph]) -> NotesRead:
    """Separate the revision notes at the end of a sheet from the last answer.

    The paragraphs ``given`` are notes by their place on the page or by a person's decision.
    """
    read = NotesRead()
    rest = deque([*paragraphs, *given])
    are_notes = set(map(id, given))
    while rest:
        paragraph = rest.popleft()
        if not _is_note(paragraph) and id(paragraph) not in are_notes:
            if read.notes:
                what = "Text after the revision notes, kept with the last answer"
                read.repairs.append(Repair(paragraph.line, what, paragraph.text, doubtful=True))
            read.answer.append(paragraph)
            continue
        _read_note(file, paragraph, rest, read)
    return read


def _is_note(paragraph: Paragraph) -> bool:
    is_free = paragraph.is_on_own_line and not paragraph.verbatim and not paragraph.settled
    return is_free and begins_note(paragraph.text)


def _read_note(file: str, paragraph: Paragraph, rest: deque[Paragraph], read: NotesRead) -> None:
    """Read a note together with the following paragraphs that continue it."""
    version = read.notes[-1].version if read.notes else ""
    printed, notes, wrong = _longest_reading(paragraph, rest, version, read)
    if not notes:
        read.problems.append(_unreadable(file, paragraph, wrong))
        return
    if not has_version(paragraph.text) and any(note.version == version for note in notes[0][1]):
        read.repairs.append(Repair(paragraph.line, _WITHOUT_VERSION, printed))
    read.printed.append(printed)
    _list_joins(paragraph, printed, notes, read)
    _add_notes(notes, paragraph.line, read)


def _longest_reading(
    paragraph: Paragraph, rest: deque[Paragraph], version: str, read: NotesRead
) -> tuple[str, list[_Note], str]:
    """Return the longest note that can be read, what it reports, and what cannot be read.

    A paragraph is taken from ``rest`` if it makes the note readable or adds revisions.
    """
    read.lines.update(paragraph.lines)
    printed, used = paragraph.text, 0
    most, wrong = _reading(printed, version)
    longer = printed
    for count in range(min(_LONGEST_WRAP, len(rest))):
        further = rest[count]
        if further.verbatim or (begins_note(further.text) and has_version(further.text)):
            break
        longer = f"{longer} {further.text}"
        notes, _ = _reading(longer, version)
        if _count_revisions(notes) > _count_revisions(most):
            printed, most, used = longer, notes, count + 1
    for _ in range(used):
        read.lines.update(rest.popleft().lines)
    return printed, most, wrong


def _reading(text: str, version: str) -> tuple[list[_Note], str]:
    """Return the notes in a text, and the part that cannot be read or lacks a version."""
    try:
        notes = read_line(text, version)
    except UnreadableNote as error:
        return [], str(error)
    nameless = not all(revision.version for _, revisions in notes for revision in revisions)
    return ([], text) if nameless else (notes, "")


def _count_revisions(notes: list[_Note]) -> int:
    return sum(len(revisions) for _, revisions in notes)


def _list_joins(paragraph: Paragraph, printed: str, notes: list[_Note], read: NotesRead) -> None:
    if len(notes) > 1:
        what = "Revision notes run together on one line, read one by one"
        became = " | ".join(note for note, _ in notes)
        read.repairs.append(Repair(paragraph.line, what, printed, became))
    if printed != paragraph.text and _reading(paragraph.text, "")[0]:
        read.repairs.append(Repair(paragraph.line, _WITHOUT_VERSION, printed))


def _add_notes(notes: list[_Note], line: int, read: NotesRead) -> None:
    for printed, revisions in notes:
        for version, questions, name, date, remarks in revisions:
            read.notes.extend(RevisionNote(version, n, name, date, printed) for n in questions)
            for what, doubtful in remarks:
                became = date.isoformat()
                read.repairs.append(Repair(line, what, printed, became, doubtful=doubtful))


def _unreadable(file: str, paragraph: Paragraph, wrong: str) -> Problem:
    rule = "A line after the last question that tells of a version or revision is a revision note."
    if len(paragraph.text) > LONGEST:
        rule = f"A revision note has {LONGEST:,} letters at most; this one is longer."
    elif wrong and wrong != paragraph.text:
        rule += f" This part of it cannot be read: {quoted(wrong)}."
    numbers = f"1 to {len(BY_NUMBER)}"
    fix = f"Write it as “{_FORM}”, with a question from {numbers}, a name and a full date."
    return Problem(file, rule, fix, found=paragraph.text, line=paragraph.line)
