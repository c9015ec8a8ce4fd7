"""Reads a file on the desk and stores the result with it; the record is not changed."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from coding.codebook.problems import FileRefused, Problem
from coding.desk.file_contents import content_of, drop_content
from coding.models import DeskFile
from coding.models.desk import FileState
from coding.sheets.loader import said_in_reading, why_not_kept
from coding.sheets.questions.completeness import FEWEST_QUESTIONS
from coding.sheets.sandbox.isolation import read_in_sandbox
from coding.sheets.sandbox.read_pages import ReadPage, read_pages
from coding.sheets.understanding.corrections import PageCorrection
from coding.sheets.understanding.parsed import ParsedSheet
from coding.sheets.understanding.remarks import kind_of, remarks_to_look_at
from coding.workflow.phase_numbers import number_on_entry
from coding.workflow.published_rows import what_a_new_phase_takes
from coding.workflow.sheet_import import compare

ReadingStep = Callable[[DeskFile], None]
Corrections = list[dict[str, Any]]
_ABOUT = ("by", "person", "at")  # stored with a correction, and not for the reader


def pages_of(
    file: DeskFile, corrections: Corrections | None = None, *, gives_way: bool = False
) -> list[ReadPage]:
    """Read the file, or its part, with its corrections. Raises FileRefused."""
    made = file.corrections if corrections is None else corrections
    given = (file.base_name, content_of(file), file.part, [corrected(data) for data in made])
    return read_in_sandbox(read_pages, *given, gives_way=gives_way)


def corrected(data: dict[str, Any]) -> PageCorrection:
    """Return a stored correction as the reader takes it, without who made it and when."""
    return PageCorrection.from_text(
        {name: text for name, text in data.items() if name not in _ABOUT}
    )


def read(file: DeskFile) -> ReadingStep:
    """Read the file; return the step that stores the result on it."""
    try:
        pages = pages_of(file, gives_way=True)
    except FileRefused as refused:
        return partial(refuse, problems=[str(problem) for problem in refused.problems])
    return partial(_note_all, pages=pages)


def refuse(file: DeskFile, *, problems: list[str]) -> None:
    file.state, file.problems = FileState.REFUSED, problems


def _note_all(file: DeskFile, *, pages: Sequence[ReadPage]) -> None:
    """Store what the file says; if it holds several sheets, each becomes a file of the desk."""
    first, *others = pages
    for part, page in enumerate(others, start=2):
        another = DeskFile(
            batch=file.batch,
            name=file.name,
            part=part,
            whole=file,
            content=b"",
            sha256=file.sha256,
            size=file.size,
        )
        note(another, page)
        another.save()
    if others:
        file.part = 1
    note(file, first)


def note(file: DeskFile, page: ReadPage) -> None:
    """Store what a sheet says, and whether a person has to look at it.

    A corrected sheet needs a person again, to see what the correction did.
    """
    note_words(file, page)
    if not file.corrections and len(page.answers) < FEWEST_QUESTIONS:
        file.state = FileState.REFUSED  # not one of our sheets
    elif file.problems or file.doubts or file.corrections:
        file.state = FileState.DOUBTFUL
    else:
        compare_with_record(file)


def note_words(file: DeskFile, page: ReadPage) -> None:
    """Store what a sheet says, the problems that block its import, and the doubts about it."""
    file.reading += 1
    file.atop_id, file.phase = None, 0
    file.sheet_says, file.said, file.doubts, file.kinds = None, {}, [], []
    file.problems = [str(problem) for problem in problems_of(page)]
    if page.sheet and not file.problems:
        _note_whole(file, page.sheet)


def problems_of(page: ReadPage) -> Sequence[Problem]:
    """Return the problems that block a sheet's import: of reading it, or of the record's limits."""
    if page.problems or page.sheet is None:
        return page.problems
    if len(page.answers) < FEWEST_QUESTIONS:
        rule = f"A coding sheet has {FEWEST_QUESTIONS} questions at least, and what they say."
        fix = "Undo the last correction, or name the lines of more questions."
        found = f"{len(page.answers)} questions"
        return [Problem(page.sheet.file, rule, fix, found=found)]
    return why_not_kept(page.sheet)


def _note_whole(file: DeskFile, parsed: ParsedSheet) -> None:
    file.atop_id, file.phase = parsed.atop_id, parsed.phase
    file.sheet_says, file.said = parsed.as_texts(), said_in_reading(parsed)
    to_look_at = remarks_to_look_at(parsed)
    file.doubts = [str(remark) for remark in to_look_at]
    file.kinds = sorted({kind_of(remark) for remark in to_look_at})


def compare_with_record(file: DeskFile) -> None:
    """Store what importing the file now would change."""
    file.reading += 1
    content = file.says
    outcome = compare(content)
    file.state, file.is_new = FileState.READY, outcome.is_new
    file.differs_in = [change.question for change in outcome.changes]
    file.leaves = []
    if outcome.is_new:
        phase = number_on_entry(content.atop_id, content.phase)
        file.leaves = what_a_new_phase_takes(content.atop_id, phase)
    elif not outcome.changes and not _would_be_kept(file, outcome.sheet):
        file.state, file.entered = FileState.UNCHANGED, outcome.sheet
        drop_content(file)


def _would_be_kept(file: DeskFile, sheet: Any) -> bool:
    """Whether the sheet has no file yet, so that this one is stored though nothing differs."""
    return file.size > 0 and not sheet.originals.exists()
