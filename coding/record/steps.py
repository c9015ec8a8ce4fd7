"""Whether each revision has the status its steps lead to, and the content that was decided on."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet

from coding.export.reports import Reporting, watched
from coding.models import Revision, RevisionEvent
from coding.models.revision import Origin, Status
from coding.record.faults import Misfit, shown
from coding.record.rows import beside
from coding.workflow.transitions import BEGINNINGS, TRANSITIONS, Transition, step_named

STEP = "steps of revisions"
CHUNK = 1000
_OF_REVISION = ("id", "status", "origin", "text", "codes", "decided_at", "decided_by_id")
_OF_STEP = ("id", "revision_id", "step", "by_id", "at", "text", "base", "codes")
_NAMES = {step.name for step in (*TRANSITIONS, *BEGINNINGS)}


def faults(progress: Reporting) -> Iterator[Misfit]:
    """Compare each revision with its steps."""
    total = Revision.objects.count()
    revisions = _rows(Revision.objects.order_by("id"), _OF_REVISION)
    steps = _rows(RevisionEvent.objects.order_by("revision_id", "id"), _OF_STEP)
    by_revision = (
        (pk, list(of_one)) for pk, of_one in groupby(steps, key=attrgetter("revision_id"))
    )
    keyed = ((revision.pk, revision) for revision in watched(revisions, progress, STEP, total))
    for _, revision, taken in beside(keyed, by_revision):
        yield from _of_revision(revision, taken)


def _rows(rows: "QuerySet[Any]", names: tuple[str, ...]) -> Iterator[Any]:
    return rows.only(*(name.removesuffix("_id") for name in names)).iterator(chunk_size=CHUNK)


def _of_revision(revision: Revision, taken: list[RevisionEvent]) -> Iterator[Misfit]:
    place = f"coding_revision {revision.pk}"
    for event in taken:
        if event.step not in _NAMES:
            yield Misfit(f"coding_revisionevent {event.pk}", f"“{event.step}” is no step.", "one")
            return
    status = _status(taken)
    if revision.status != status:
        found = f"Its status is {shown(revision.status)}, to which its steps do not lead."
        yield Misfit(place, found, shown(status))
    elif Status(status).is_decided and revision.origin != Origin.PRINTED:
        yield from _of_decision(place, revision, taken)


def _status(taken: list[RevisionEvent]) -> str:
    """Return the status after the steps; a returned revision that is handed over stays returned."""
    status = str(Status.DRAFT)
    for event in taken:
        step = step_named(event.step)
        if not isinstance(step, Transition) or step.source == status:
            status = str(step.target)
    return status


def _of_decision(place: str, revision: Revision, taken: list[RevisionEvent]) -> Iterator[Misfit]:
    decided = next(event for event in reversed(taken) if step_named(event.step).target.is_decided)
    columns = {
        "decided_at": decided.at,
        "decided_by_id": decided.by_id,
        "text": decided.text,
        "codes": decided.codes,
    }
    for name, value in columns.items():
        if getattr(revision, name) != value:
            found = f"{name} is {shown(getattr(revision, name))}."
            yield Misfit(place, found, f"{shown(value)}, as the step {decided.pk} says")
    proposed = next((event for event in reversed(taken) if _proposes(event)), None)
    if proposed is None:
        yield Misfit(place, "It was decided on and never submitted.", "submitted first")
        return
    if proposed.codes != decided.codes or (proposed.text not in (proposed.base, decided.text)):
        found = "What was decided on is not what was submitted."
        yield Misfit(place, found, f"as the step {proposed.pk} says: {shown(proposed.text)}")


def _proposes(event: RevisionEvent) -> bool:
    step = step_named(event.step)
    return step.target is Status.PENDING
