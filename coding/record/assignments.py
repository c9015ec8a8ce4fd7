"""Whether the present assignments of sheets follow from the history of assignments."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from coding.models import Assignment, AssignmentEvent
from coding.record.faults import Misfit, shown

Pair = tuple[int, int]  # a sheet and a coder, by their keys
_ASSIGN = AssignmentEvent.Step.ASSIGN
_STEP = ("sheet", "coder", "step", "at")
_STANDING = ("id", "sheet", "coder", "assigned_at")
_BEFORE = timedelta(minutes=1)  # a row is written just before its step


def faults() -> Iterator[Misfit]:
    """Compare the assignments with the last event of each sheet and coder.

    Assignments from before there was a history have no event, and are older than the first one.
    """
    events = AssignmentEvent.objects.order_by("id")
    last: dict[Pair, tuple[str, datetime]] = {
        (sheet, coder): (step, at) for sheet, coder, step, at in events.values_list(*_STEP)
    }
    began = events.values_list("at", flat=True).first()
    for pk, sheet, coder, at in Assignment.objects.order_by("id").values_list(*_STANDING):
        step, since = last.pop((sheet, coder), (None, None))
        is_older = step is None and (began is None or at < began - _BEFORE)
        if step != _ASSIGN and not is_older:
            found = f"Nobody assigned the sheet {sheet} to the person {coder}."
            yield Misfit(f"coding_assignment {pk}", found, "no row")
        elif since and at != since:
            found = f"assigned_at is {shown(at)}."
            yield Misfit(f"coding_assignment {pk}", found, f"{shown(since)}, as its history has it")
    for (sheet, coder), (step, _) in last.items():
        if step == _ASSIGN:
            found = f"The assignment of the sheet {sheet} to the person {coder} is gone."
            yield Misfit("coding_assignment", found, "there, as its history has it last")
