"""Imports printed sheets: new ones enter the record, changes go to reviewers."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError

from coding.codebook.cells import Coding
from coding.codebook.sheet import RevisionNote, SheetContent, SheetState
from coding.models import Revision, Sheet
from coding.models.questionnaire import BY_KEY, QUESTIONS
from coding.models.revision import Origin
from coding.models.sheet import phase_before
from coding.models.times import start_of
from coding.workflow import rules
from coding.workflow.chaining import moment, recorded
from coding.workflow.import_differences import (
    ImportSource,
    file_revision,
    people_behind,
    withdraw_replaced,
)
from coding.workflow.locks import lock_sheet
from coding.workflow.original_files import PrintedFile, keep_original
from coding.workflow.phase_numbers import number_first_phase, number_on_entry, sheet_of_phase
from coding.workflow.published_rows import require_entry_confirmed
from coding.workflow.record_writer import move
from coding.workflow.refusals import NotAllowed, require
from coding.workflow.starting_sheets import create_sheet
from coding.workflow.transitions import RECORDED
from coding.workflow.usual_names import name_known_alliances

IMPORTED_FROM, AS_ASKED = "Imported from ", " asked"  # as the history of a new sheet says


@dataclass(frozen=True)
class PrintedChange:
    """One question in which a printed sheet differs from the record."""

    question: int
    approved: str
    printed: str
    notes: tuple[RevisionNote, ...] = ()


@dataclass
class ImportOutcome:
    """What an import did, or would do: a new sheet, changes filed for review, or nothing."""

    content: SheetContent
    sheet: Sheet | None = None
    is_new: bool = False
    changes: list[PrintedChange] = field(default_factory=list)
    filed: list[Revision] = field(default_factory=list)


def compare(content: SheetContent) -> ImportOutcome:
    """Return what an import of the sheet would do; reads only."""
    sheet = sheet_of_phase(content.atop_id, content.phase).select_related(*BY_KEY).first()
    if sheet is None:
        return ImportOutcome(content, is_new=True)
    known = _known_notes(sheet)
    outcome = ImportOutcome(content, sheet)
    for question in QUESTIONS:
        approved = question.answer_on(sheet)
        # A printed sheet may be older than a question.
        printed = content.answers.get(question.number, approved)
        notes = tuple(
            note
            for note in content.notes
            if note.question == question.number and note.printed not in known
        )
        if question.revisable and (printed != approved or notes):
            outcome.changes.append(PrintedChange(question.number, approved, printed, notes))
    return outcome


def _known_notes(sheet: Sheet) -> set[str]:
    return {line for revision in sheet.revisions.approved() for line in revision.note_lines}


@recorded()
def import_sheet(
    content: SheetContent,
    *,
    by: Any = None,
    confirmed: Collection[str] = (),
    asked_by: str = "",
    brought_by: Collection[int] = (),
    original: PrintedFile | None = None,
) -> ImportOutcome:
    """Write what ``compare`` shows, in one transaction; importing the same again writes nothing.

    The ``original`` is kept with the sheet.

    ``by`` is the admin who imports; None is the operator at the command line. ``confirmed`` names
    what leaves the dataset files by a new phase; raises Unconfirmed if something is missing from
    it. ``asked_by`` is the name of the admin whose request ``by`` confirms. ``brought_by`` has the
    ids of others who handled the file: none of them may approve a difference.
    """
    if by is not None:
        require(rules.why_not_import(by), NotAllowed)
    source = ImportSource(content.file, f"{IMPORTED_FROM}{content.file}", by, moment(), brought_by)
    outcome = _enter_or_file(content, source, confirmed=confirmed, asked_by=asked_by)
    if outcome.is_new:
        name_known_alliances(by=by, atop_id=content.atop_id)
    if original and outcome.sheet:
        brings_nothing = not outcome.is_new and not outcome.filed
        keep_original(outcome.sheet, original, brings_nothing=brings_nothing)
    return outcome


def _enter_or_file(content: SheetContent, source: ImportSource, **entering: Any) -> ImportOutcome:
    named = sheet_of_phase(content.atop_id, content.phase)
    if not named.exists():
        try:
            with recorded():
                sheet = _enter_sheet(content, by=source.by, **entering)
            return ImportOutcome(content, sheet, is_new=True)
        except IntegrityError:  # somebody else imported it a moment ago: compare with theirs
            if not named.exists():
                raise
    sheet = lock_sheet(named[0])
    outcome = compare(content)
    for change in outcome.changes:
        _file_change(sheet, change, source, outcome)
    return outcome


def _enter_sheet(
    content: SheetContent, *, by: Any, confirmed: Collection[str], asked_by: str
) -> Sheet:
    phase = number_on_entry(content.atop_id, content.phase)
    require_entry_confirmed(content.atop_id, phase, confirmed)
    sheet = Sheet(
        atop_id=content.atop_id,
        phase=phase,
        follows=phase_before(content.atop_id, phase),
        printed_from=content.file,
    )
    reason = f"{IMPORTED_FROM}{content.file}{f', as {asked_by}{AS_ASKED}' if asked_by else ''}"
    create_sheet(sheet, SheetState(content.answers, Coding()), by=by, reason=reason)
    now = moment()
    number_first_phase(sheet, by=by, at=now)
    for note in content.notes:
        move(_noted(sheet, note, content), RECORDED, by=by, at=now)
    return sheet


def _noted(sheet: Sheet, note: RevisionNote, content: SheetContent) -> Revision:
    """Create the revision that a printed revision note describes."""
    noted_at = start_of(note.date)
    return Revision.objects.create(
        sheet=sheet,
        question=note.question,
        author_name=note.name,
        origin=Origin.PRINTED,
        text=content.answers[note.question],
        created_at=noted_at,
        saved_at=noted_at,
        submitted_at=noted_at,
        version=note.version,
        printed_note=note.printed,
    )


def _file_change(
    sheet: Sheet, change: PrintedChange, source: ImportSource, outcome: ImportOutcome
) -> None:
    """File the change for review, in place of one that waits from an earlier import."""
    printed_note = "\n".join(note.printed for note in change.notes)
    waiting = (
        Revision.objects.open()
        .filter(sheet=sheet, question=change.question, origin=Origin.IMPORTED)
        .first()
    )
    if waiting and (waiting.text, waiting.printed_note) == (change.printed, printed_note):
        return
    if waiting:
        withdraw_replaced(waiting, source)
    revision = file_revision(
        sheet,
        change.question,
        source,
        text=change.printed,
        base=change.approved,
        version=change.notes[-1].version if change.notes else "",
        printed_note=printed_note,
        codes=waiting.codes if waiting else {},  # a release's codes, which are pending too
        base_codes=waiting.base_codes if waiting else {},
        carried=people_behind(waiting) if waiting and waiting.codes else (),
    )
    outcome.filed.append(revision)
