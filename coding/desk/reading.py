"""Reads a file of the desk, and notes on it what came of that; the record stays as it is."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from coding.codebook.problems import FileRefused
from coding.models import DeskFile
from coding.models.desk import FileState
from coding.sheets.apart.isolation import read_apart
from coding.sheets.apart.read_pages import ReadPage, read_pages
from coding.sheets.loader import said_in_reading, why_not_kept
from coding.sheets.questions.completeness import FEWEST_QUESTIONS
from coding.sheets.understanding.parsed import ParsedSheet
from coding.workflow.originals import PrintedFile, keep_original
from coding.workflow.phase_numbers import number_on_entry
from coding.workflow.published_rows import what_a_new_phase_takes
from coding.workflow.sheet_import import compare

Step = Callable[[DeskFile], None]


def read(file: DeskFile) -> Step:
    """Read the file; return what is then to be noted on it."""
    try:
        pages = read_apart(read_pages, file.base_name, bytes(file.content), file.part)
    except FileRefused as refused:
        return partial(refuse, problems=[str(problem) for problem in refused.problems])
    return partial(_note_all, pages=pages)


def refuse(file: DeskFile, *, problems: list[str]) -> None:
    file.state, file.problems = FileState.REFUSED, problems


def _note_all(file: DeskFile, *, pages: Sequence[ReadPage]) -> None:
    """Note what the file says; of several sheets in it, each becomes a file of the desk."""
    first, *others = pages
    for part, page in enumerate(others, start=2):
        another = DeskFile(
            batch=file.batch,
            name=file.name,
            part=part,
            content=file.content,
            sha256=file.sha256,
            size=file.size,
        )
        note(another, page)
        another.save()
    if others:
        file.part = 1
    note(file, first)


def note(file: DeskFile, page: ReadPage) -> None:
    """Note what a sheet says, and what a person has to look at."""
    file.atop_id, file.phase = None, 0
    file.sheet_says, file.said, file.doubts = None, {}, []
    file.problems = [str(problem) for problem in page.problems]
    if page.sheet:
        _note_whole(file, page.sheet)
    if len(page.answers) < FEWEST_QUESTIONS:  # no sheet of ours, whatever it is
        file.state = FileState.REFUSED
    elif file.problems or file.doubts:
        file.state = FileState.DOUBTFUL
    else:
        compare_with_record(file)


def _note_whole(file: DeskFile, parsed: ParsedSheet) -> None:
    file.problems = [str(problem) for problem in why_not_kept(parsed)]
    if not file.problems:
        file.atop_id, file.phase = parsed.atop_id, parsed.phase
        file.sheet_says, file.said = parsed.as_texts(), said_in_reading(parsed)
        file.doubts = [str(one) for one in (*parsed.doubts, *parsed.unread)]


def compare_with_record(file: DeskFile) -> None:
    """Note what the file would do, were it let in now."""
    content = file.says
    outcome = compare(content)
    file.state, file.is_new = FileState.READY, outcome.is_new
    file.differs_in = [change.question for change in outcome.changes]
    file.leaves = []
    if outcome.is_new:
        phase = number_on_entry(content.atop_id, content.phase)
        file.leaves = what_a_new_phase_takes(content.atop_id, phase)
    elif not outcome.changes:
        _keep_as_first(file, outcome.sheet)


def _keep_as_first(file: DeskFile, sheet: Any) -> None:
    """Note that the record says the same; a sheet without a file is given this one."""
    if original := original_of(file, by=file.batch.by):
        keep_original(sheet, original, brings_nothing=True)
    file.state, file.entered, file.content = FileState.UNCHANGED, sheet, b""


def original_of(file: DeskFile, *, by: Any) -> PrintedFile | None:
    """Return the file as it is kept with its sheet, with what was done in reading it.

    None for what was asked for before files were kept.
    """
    if not file.size:
        return None
    corrections = {"corrections": file.corrections} if file.corrections else {}
    return PrintedFile(file.base_name, bytes(file.content), by, file.said | corrections)
