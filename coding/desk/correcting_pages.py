"""A person corrects a page that could not be read without doubt, and accepts it."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from coding.codebook.problems import FileRefused
from coding.desk.reading import (
    Corrections,
    compare_with_record,
    corrected,
    note,
    note_words,
    pages_of,
    problems_of,
)
from coding.models import DeskFile
from coding.models.desk import FileState
from coding.models.people_names import name_of
from coding.sheets.sandbox.read_pages import ReadPage
from coding.sheets.understanding.corrections import Act, PageCorrection
from coding.sheets.understanding.parts import Whose
from coding.workflow import rules
from coding.workflow.chaining import recorded
from coding.workflow.import_requests import hash_of
from coding.workflow.refusals import NotAllowed, Refused, require

CORRECTABLE = (FileState.DOUBTFUL, FileState.READY)


def page_of(file: DeskFile, corrections: Corrections | None = None) -> ReadPage:
    """Return the page as read with its corrections. Raises FileRefused."""
    page, *_ = pages_of(file, corrections)
    return page


def correct(file: DeskFile, correction: PageCorrection, *, by: Any) -> None:
    """Add a correction; the sheet is read again with it."""
    about = {"by": name_of(by), "person": by.pk, "at": timezone.now().isoformat()}
    data = correction.as_text() | about
    _read_with(file, [*file.corrections, data], by=by)


def take_back(file: DeskFile, place: int, *, by: Any) -> None:
    """Undo the correction at a place, counted from 0; the sheet is read again without it."""
    require(None if 0 <= place < len(file.corrections) else "That was undone already.")
    left = [correction for at, correction in enumerate(file.corrections) if at != place]
    _read_with(file, left, by=by)


def _read_with(file: DeskFile, corrections: Corrections, *, by: Any) -> None:
    require(rules.why_not_import(by), NotAllowed)
    try:
        page = page_of(file, corrections)
    except FileRefused as refused:
        raise Refused(str(refused)) from None

    def store_corrections(locked: DeskFile) -> None:
        locked.corrections = corrections
        note(locked, page)
        locked.state = FileState.DOUBTFUL  # until somebody accepts the reading

    _change(file, store_corrections)


def hash_of_page(page: ReadPage) -> str:
    """Return the hash of what the page says, to accept it by; "" while there are problems.

    An updated reader may read something else than is stored: what the page shows counts.
    """
    return hash_of(page.sheet.as_texts()) if page.sheet and not problems_of(page) else ""


def accept(file: DeskFile, page: ReadPage, *, by: Any, seen: str) -> None:
    """Accept the sheet as shown; ``seen`` is the hash of what was on the screen."""
    require(rules.why_not_import(by), NotAllowed)
    says = hash_of_page(page)
    require(None if says else "There are still problems on the page.")
    require(None if says == seen else "It reads otherwise by now. Look at it again.")

    def accept_reading(locked: DeskFile) -> None:
        note_words(locked, page)
        note_looked_at(locked, by)
        compare_with_record(locked)

    _change(file, accept_reading)


def note_looked_at(file: DeskFile, by: Any) -> None:
    """Store with the file who looked at its doubts."""
    looked_at = [f"{doubt} Looked at by {name_of(by)}." for doubt in file.doubts]
    file.said = file.said | ({"doubts": looked_at} if looked_at else {})


@recorded()
def _change(file: DeskFile, change: Callable[[DeskFile], None]) -> None:
    """Change the file, unless somebody else changed it since ``file`` was loaded."""
    held = DeskFile.objects.defer("content").select_for_update().get(pk=file.pk)
    is_same = held.state in CORRECTABLE and held.corrections == file.corrections
    require(None if is_same else "Somebody else went on with this file. Look at it again.")
    change(held)
    held.save()


def in_words(data: dict[str, Any]) -> str:
    """Return a correction as a sentence."""
    correction = corrected(data)
    first = (
        f"line {correction.first}"
        if len(correction.lines) == 1
        else f"lines {correction.first}–{correction.last}"
    )
    where = f"part of {first}" if correction.end is not None else first
    match correction.act:
        case Act.GIVE if correction.whose is Whose.LEFT_OUT:
            what = f"left out {where}: {correction.why}"
        case Act.GIVE:
            number = f" {correction.question}" if correction.question else ""
            what = f"{where} is {correction.whose.value}{number}"
        case Act.BEGIN:
            what = f"a paragraph begins in {first}"
        case Act.JOIN:
            what = f"{first} goes on with the paragraph above"
        case Act.BLANK:
            what = f"question {correction.question} is blank"
        case Act.IDENTIFY:
            what = f"the sheet is {correction.atop_id}, phase {correction.phase}"
    return f"{data['by']}: {what}."
