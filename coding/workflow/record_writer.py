"""The only place that writes approved answers, each with its history row."""

import hashlib
import json
from datetime import datetime
from functools import partial
from typing import Any

from coding.codebook.cells import CellValues
from coding.models import Revision, RevisionEvent, Sheet
from coding.models.compiled_queries import ANSWERS, CompiledQuery
from coding.models.covered_by_chain import stands
from coding.models.people_names import name_of
from coding.models.questionnaire import BY_NUMBER
from coding.models.revision import Status
from coding.models.section import SectionRow
from coding.models.tracking import Tracked
from coding.workflow.announcements import Happening, announce
from coding.workflow.chaining import note, note_no_draft
from coding.workflow.proposed_codes import set_alliance_codes, write_member_codes
from coding.workflow.refusals import require
from coding.workflow.saved_over import why_not_save_over
from coding.workflow.transitions import SUGGEST, Step

# Fields that both a revision and each of its steps have.
_SAID = ("text", "base", "codes", "base_codes", "warnings", "version")


def approved_answer(sheet: Sheet, number: int) -> str:
    section = BY_NUMBER[number].section
    ((_, *answers),) = ANSWERS[section.key].rows(sheet.pk)
    return str(answers[section.questions.index(BY_NUMBER[number])])


def fingerprint(revision: Revision, approved: str, replaced: CellValues) -> str:
    """Return a hash of what a reviewer sees: the proposal, its note, and what it replaces."""
    seen = "\x1f".join([revision.status, revision.text, revision.note, approved])
    if revision.codes or revision.warnings:
        seen += json.dumps([revision.codes, replaced, revision.warnings], sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()[:20]


def save_tracked(
    row: Tracked,
    *,
    by: Any,
    at: datetime,
    reason: str,
    author_name: str = "",
    revision: Revision | None = None,
    remove: bool = False,
) -> None:
    """Save a tracked row; its history row names who wrote it, why, and by which revision.

    ``remove`` deletes the row instead; its last history row records the deletion.
    """
    require(why_not_save_over(row))
    row._history_user = by  # type: ignore[attr-defined]
    row._history_date = at  # type: ignore[attr-defined]
    row._change_reason = reason  # type: ignore[attr-defined]
    row.change = (author_name, revision)  # type: ignore[misc]
    if remove:
        row.take_off()
    else:
        row.write_down()


def lock_revision(revision: Revision, sheet: Sheet) -> tuple[Revision, SectionRow]:
    """Lock and return the revision, and the row with the approved answer to its question.

    Lock the ``sheet`` for a decision first. One query.
    """
    held: Revision = _HELD.first(revision.pk)
    held.sheet = sheet
    row: SectionRow = getattr(sheet, held.asked.section.key)
    return held, row


_HELD = CompiledQuery(lambda pk: Revision.objects.filter(pk=pk).select_for_update())


def write_approved(
    row: SectionRow, sheet: Sheet, *, by: Any, at: datetime, revision: Revision
) -> None:
    """Write the answer and codes of a revision that was just approved; skip equal values."""
    question = revision.asked
    save = partial(
        save_tracked,
        by=by,
        at=at,
        reason=revision.note,
        author_name=revision.author_name,
        revision=revision,
    )
    changes = set_alliance_codes(row, revision.codes)
    if revision.changes_text and getattr(row, question.key) != revision.text:
        setattr(row, question.key, revision.text)
        changes = True
    if changes:
        save(row)
    write_member_codes(sheet, revision.codes, save)
    if sheet.entered_at is None:
        sheet.entered_at = at
        save_tracked(sheet, by=by, at=at, reason="First approved answer")


def move(
    revision: Revision, step: Step, *, by: Any, at: datetime, comment: str = "", batch: str = ""
) -> Revision:
    """Move the revision along a step, with the comment of a decision.

    The database itself updates the row when the step is inserted, and refuses any other update.
    """
    add_event(revision, step, by=by, at=at, comment=comment, batch=batch)
    revision.status = step.target
    return revision


def add_event(
    revision: Revision, step: Step, *, by: Any, at: datetime, comment: str = "", batch: str = ""
) -> None:
    """Add one step to the record of the revision, with what it says now."""
    by_name = name_of(by) if by else revision.author_name
    RevisionEvent.objects.create(
        revision=revision,
        step=step.name,
        by=by,
        by_name=by_name,
        at=at,
        comment=comment,
        suggestion=revision.suggestion if step == SUGGEST else {},
        batch=batch,
        **{name: getattr(revision, name) for name in _SAID},
    )
    if revision.status == Status.DRAFT:
        note_no_draft(revision)
    note(stands().name, [revision.pk])  # the database moves it
    announce(Happening(revision, step.name, step.done, by_name, by.pk if by else None))
