"""The numbers of an alliance's phases: 0 while there is only one, else 1, 2, 3 in order.

A phase has its number from the moment it is started. The sheet that was the only one becomes phase
1 when another phase enters the record, in the same transaction, with a history row that says so.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet

from coding.codebook.coded_dates import DateInParts, begin
from coding.codebook.sheet import FIRST_PHASE, CodedPhase
from coding.models import Sheet
from coding.models.questionnaire import IDENTIFIER
from coding.workflow.locks import lock_phases
from coding.workflow.record_writer import save_tracked

Save = Callable[..., None]
Key = tuple[int, int]  # ATOP ID and phase


def number_first_phase(entered: Sheet, *, by: Any, at: datetime) -> None:
    """Make the sheet that was the alliance's only one its first phase: another one has entered."""
    if entered.phase <= FIRST_PHASE:
        return
    first = [sheet for sheet in lock_phases(entered.atop_id) if sheet.phase <= FIRST_PHASE]
    if [sheet.phase for sheet in first] == [0]:
        reason = f"{entered} entered the record, so this is the first phase"
        renumber(first[0], FIRST_PHASE, partial(save_tracked, by=by, at=at, reason=reason))


def renumber(sheet: Sheet, phase: int, save: Save) -> None:
    """Change the phase of the sheet, and its answer that gives the sheet's number."""
    row, was = getattr(sheet, IDENTIFIER.section.key), sheet.key
    sheet.phase = phase
    save(sheet)
    if getattr(row, IDENTIFIER.key) == was:
        setattr(row, IDENTIFIER.key, sheet.key)
        save(row)


def sheet_of_phase(atop_id: int, phase: int) -> "QuerySet[Sheet]":
    """Return the sheet that something printed or published for a phase belongs to, if it exists.

    Without a phase, it belongs to the only or the first phase; with the first phase, to the only
    one while there is no other.
    """
    alike = (0, FIRST_PHASE) if phase <= FIRST_PHASE else (phase,)
    sheets = Sheet.objects.filter(atop_id=atop_id, phase__in=alike)
    return sheets.order_by("-phase" if phase else "phase")


def number_on_entry(atop_id: int, phase: int) -> int:
    """Return the phase that a sheet enters as: without a phase, the first if there are several."""
    has_phases = Sheet.objects.filter(atop_id=atop_id, phase__gt=FIRST_PHASE).exists()
    return FIRST_PHASE if phase == 0 and has_phases else phase


def link_phases(published: Iterable[CodedPhase], sheets: Mapping[Key, Sheet], save: Save) -> None:
    """Note on each published phase which one it follows, where that is not known yet."""
    begins: dict[int, dict[int, DateInParts | None]] = defaultdict(dict)
    for coded in published:
        begins[coded.atop_id][coded.phase] = begin(coded.coding)
    for (atop_id, phase), sheet in sheets.items():
        before = phase_followed(phase, begins[atop_id]) if phase in begins[atop_id] else None
        if before and sheet.follows_id is None:
            sheet.follows = sheets[atop_id, before]
            save(sheet)


def phase_followed(phase: int, begins: Mapping[int, DateInParts | None]) -> int | None:
    """Return which phase a published one follows, from the days on which they all began.

    It is the highest-numbered one before it that began earlier: phases that begin on the same day
    run parallel. Observed in 5.1: all 60 begin on or after the day on which the one that this
    gives ended, 56 of them on the same or the next day.
    """
    began = _in_order(begins[phase])
    earlier = [number for number in begins if number < phase and _in_order(begins[number]) < began]
    return max(earlier, default=None)


def _in_order(day: DateInParts | None) -> tuple[int, int, int]:
    return (day.year, day.month, day.day or 0) if day else (0, 0, 0)
