"""Freeze a release, which needs an open gate. Other steps need only the right person.

A freeze stores everything: answers, codes, flags, revision notes, and the names of states for its
prints. Later approvals or new names do not change what the release exports.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from coding.export import record
from coding.export.scope import ExportScope
from coding.models import Release, ReleasedSheet, Revision, Sheet
from coding.models.chain import head
from coding.models.covered_by_chain import head_of_steps
from coding.models.snapshots import snapshot
from coding.one_at_a_time import Job, one_at_a_time
from coding.releases.gate import run_gate
from coding.sheets.printing.from_record import names_of_states
from coding.workflow.chaining import recorded
from coding.workflow.locks import lock_tables
from coding.workflow.refusals import Refused
from coding.workflow.release_steps import (
    FREEZE,
    ReleaseStep,
    locked,
    move,
    pin,
    require_open_to,
    take,
)
from coding.workflow.retrying import TRIES


def take_step(step: ReleaseStep, release: Release, *, by: Any, seen: str) -> Release:
    """Take a step with a release. ``seen`` identifies the gate that was on the screen, if any."""
    if step.needs_gate:
        return freeze(release, by=by, seen=seen)
    return take(step, release, by=by)


@dataclass(frozen=True)
class Prepared:
    """What a freeze will write, and the last step that was taken before it was read."""

    after: str
    hashes: dict[str, str]
    follows: str
    states: Mapping[int, str]
    questionnaire: dict[str, Any]
    sheets: list[ReleasedSheet]


class RecordMoved(Exception):
    """Somebody wrote to the record since a freeze was prepared."""


def freeze(release: Release, *, by: Any, seen: str) -> Release:
    """Freeze the release for good, if the gate is open; ``seen`` is the gate's on the screen.

    The gate and all that is stored are prepared without blocking others. The transaction only
    writes, if nothing has changed since; otherwise it is prepared again. Raises Refused if the gate
    is shut, if the record or the release changed since the page was opened, or if another freeze is
    running.
    """
    with one_at_a_time(Job.FREEZE, Refused):
        for _ in range(TRIES):
            try:
                return _write(_prepare(release, by=by, seen=seen), release, by=by)
            except RecordMoved:
                continue
    raise Refused(
        f"Release {release} was not frozen: others change sheets all the time. Freeze it "
        "when less is going on."
    )


@snapshot()
def _prepare(release: Release, *, by: Any, seen: str) -> Prepared:
    release = Release.objects.get(pk=release.pk)
    require_open_to(FREEZE, release, by=by)
    gate = run_gate(release)
    if gate.seen != seen:
        raise Refused(
            f"Release {release}, or approved data, changed since you opened this page. Nothing was "
            "frozen. Look at the release gate again: it is the new one."
        )
    if not gate.is_open:
        shut = "”, “".join(check.title for check in gate.checks if not check.holds)
        raise Refused(f"Release {release} cannot be frozen. This is not fulfilled: “{shut}”.")
    scope = record.scope()
    return Prepared(
        after=head_of_steps(),
        hashes=gate.hashes,
        follows=scope.changes_since_release or "",
        states=names_of_states(),
        questionnaire=scope.questionnaire.as_json(),
        sheets=list(_sheets(release, scope)),
    )


@recorded()
def _write(prepared: Prepared, release: Release, *, by: Any) -> Release:
    release = locked(FREEZE, release, by=by)
    lock_tables(Sheet, Revision)  # approvals wait until the freeze is done
    if head_of_steps() != prepared.after:
        raise RecordMoved
    release.head = head().hash
    pin(prepared.sheets)
    for name in ("hashes", "follows", "states", "questionnaire"):
        setattr(release, name, getattr(prepared, name))
    return move(release, FREEZE, by=by)


def _sheets(release: Release, scope: ExportScope) -> Iterator[ReleasedSheet]:
    phases = chain.from_iterable(record.coded_alliances(scope))
    for sheet, phase in zip(record.approved_sheets(scope.held), phases, strict=True):
        yield ReleasedSheet(
            release=release,
            atop_id=sheet.atop_id,
            phase=sheet.phase,
            cells=phase.coding.cells,
            flags=phase.flags,
            answers={str(number): answer for number, answer in sheet.answers.items()},
            notes=list(sheet.notes),
        )
