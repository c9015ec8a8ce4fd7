"""Which coder works on which sheets: admins assign, unassign and hand over, many at once.

An assignment guides work and restricts nobody. Revisions stay with their author when a sheet is
assigned to somebody else; only drafts of coders who left move with it (ADR 18).
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from coding.models import Assignment, AssignmentEvent, Revision, Sheet
from coding.models.people_names import name_of, note_namesakes
from coding.workflow import rules
from coding.workflow.announcements import Happening, announce
from coding.workflow.chaining import moment, note_rows, recorded
from coding.workflow.handing_over import hand_over, left_by_authors
from coding.workflow.locks import lock_sheets
from coding.workflow.refusals import NotAllowed, require, take_each

CHUNK = 200  # rows written by one statement
AssignmentStep = AssignmentEvent.Step


@dataclass
class Assigned:
    """The steps taken, the drafts handed over, and the drafts that were not, with the reason."""

    steps: list[AssignmentEvent] = field(default_factory=list)
    drafts: list[Revision] = field(default_factory=list)
    skipped: list[tuple[Revision, str]] = field(default_factory=list)


@recorded()
def assign(sheets: Collection[int], *, to: Any, by: Any) -> Assigned:
    """Assign the sheets of these keys to a coder; coders who have them keep them."""
    require(rules.why_not_assign(by), NotAllowed)
    require(rules.why_not_ready_to_assign(to))
    held, at = lock_sheets(pk__in=sheets), moment()
    return Assigned(_store(_assign_held(held, to, at), at=at, by=by))


@recorded()
def unassign(sheets: Collection[int], *, of: Any | None, by: Any) -> Assigned:
    """Take the sheets from one coder; from all who have them where ``of`` is None."""
    require(rules.why_not_assign(by), NotAllowed)
    held = lock_sheets(pk__in=sheets)
    return Assigned(_store(_taken(held, of), at=moment(), by=by))


@recorded()
def hand_over_sheets(sheets: Collection[int], *, of: Any, to: Any, by: Any) -> Assigned:
    """Reassign the first coder's sheets, among those given, to the second coder.

    If the first coder left, their open work becomes new drafts of the second one.
    """
    require(rules.why_not_assign(by), NotAllowed)
    require(rules.why_not_ready_to_assign(to))
    require(rules.why_not_ready_to_hand_sheets_over(of, to))
    held = lock_sheets(pk__in=sheets)
    taken, at = _taken(held, of), moment()
    given = _assign_held({event.sheet_id: held[event.sheet_id] for event in taken}, to, at)
    batch = uuid.uuid4().hex
    steps = _store([*taken, *given], at=at, by=by, batch=batch)
    theirs = left_by_authors(by).filter(author=of, sheet__in=[event.sheet_id for event in taken])
    return Assigned(
        steps,
        *take_each(
            theirs.select_related("sheet").order_by("sheet", "question"),
            lambda revision: hand_over(revision, to=to, by=by, batch=batch),
        ),
    )


def _assign_held(sheets: dict[int, Sheet], to: Any, at: datetime) -> list[AssignmentEvent]:
    """Assign those sheets to a coder that are not theirs yet."""
    theirs = Assignment.objects.filter(coder=to, sheet__in=sheets)
    known = set(theirs.values_list("sheet", flat=True))
    new = [sheet for pk, sheet in sheets.items() if pk not in known]
    Assignment.objects.bulk_create(
        [Assignment(sheet=sheet, coder=to, assigned_at=at) for sheet in new], batch_size=CHUNK
    )
    return [AssignmentEvent(sheet=sheet, coder=to, step=AssignmentStep.ASSIGN) for sheet in new]


def _taken(sheets: dict[int, Sheet], of: Any | None) -> list[AssignmentEvent]:
    """Take the sheets from one coder, or from all who have them."""
    standing = Assignment.objects.filter(sheet__in=sheets)
    if of is not None:
        standing = standing.filter(coder=of)
    gone = list(standing.select_related("coder").order_by("sheet", "coder"))
    standing.delete()
    return [
        AssignmentEvent(
            sheet=sheets[assignment.sheet_id], coder=assignment.coder, step=AssignmentStep.UNASSIGN
        )
        for assignment in gone
    ]


def _store(
    events: list[AssignmentEvent], *, at: datetime, by: Any, batch: str = ""
) -> list[AssignmentEvent]:
    """Store the events of one action and announce each of them."""
    note_namesakes(event.coder for event in events)
    batch = batch or uuid.uuid4().hex
    for event in events:
        event.at, event.by, event.by_name, event.batch = at, by, name_of(by), batch
        event.coder_name = name_of(event.coder)
    written = AssignmentEvent.objects.bulk_create(events, batch_size=CHUNK)
    note_rows(written)
    for event in written:
        announce(Happening(event, event.step, event.get_step_display(), event.by_name, event.by_id))
    return written
