"""Starts sheets: empty ones, or with all that an import brings."""

from typing import Any

from django.db import IntegrityError

from coding.codebook.cells import Coding
from coding.codebook.sheet import FIRST_PHASE, SheetState, key_of
from coding.models import Sheet
from coding.models.questionnaire import IDENTIFIER, SECTIONS
from coding.models.sheet import phase_before
from coding.workflow import rules
from coding.workflow.chaining import moment, recorded
from coding.workflow.proposed_codes import set_alliance_codes
from coding.workflow.record_writer import save_tracked
from coding.workflow.refusals import NotAllowed, Refused, require


@recorded()
def start_sheet(atop_id: int, phase: int, *, by: Any) -> Sheet:
    """Start an empty sheet. No export knows it until its first answer is approved."""
    require(rules.why_not_start(by), NotAllowed)
    require(why_not_ready_to_start(atop_id, phase))
    sheet = Sheet(atop_id=atop_id, phase=phase, follows=phase_before(atop_id, phase))
    try:
        with recorded():
            return create_sheet(sheet, by=by, reason="Started here")
    except IntegrityError as error:  # somebody else started it a moment ago
        raise Refused(_there_is_one(atop_id, phase)) from error


def why_not_ready_to_start(atop_id: int, phase: int) -> rules.Reason:
    """Refuse a phase that exists; phase 0 if there are phases; phase 1 beside an only sheet."""
    phases = set(Sheet.objects.filter(atop_id=atop_id).values_list("phase", flat=True))
    if phase in phases:
        return _there_is_one(atop_id, phase)
    if phase == 0 and phases:
        return f"{atop_id} has phases already. Start the next phase from one of them."
    if phase == FIRST_PHASE and 0 in phases:
        becomes = key_of(atop_id, phase)
        return f"{atop_id} is its first phase. It becomes {becomes} when a second one is approved."
    return None


def _there_is_one(atop_id: int, phase: int) -> str:
    return f"There is a sheet {key_of(atop_id, phase)} already."


def create_sheet(sheet: Sheet, state: SheetState | None = None, *, by: Any, reason: str) -> Sheet:
    """Write a new sheet and its five sections; with a state it is in the record at once."""
    sheet.started_at = now = moment()
    sheet.entered_at = now if state else None
    save_tracked(sheet, by=by, at=now, reason=reason)
    state = state or SheetState({}, Coding())
    answers = {IDENTIFIER.number: sheet.key, **state.answers}
    for section in SECTIONS:
        row = section.model(sheet=sheet)
        for question in section.questions:
            setattr(row, question.key, answers.get(question.number, ""))
        set_alliance_codes(row, state.coding.alliance)
        save_tracked(row, by=by, at=now, reason=reason)
    return sheet
