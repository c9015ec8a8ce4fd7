"""Freeze a release, which needs an open gate. Other steps need only the right person.

A freeze stores everything: answers, codes, flags, revision notes, and the names of states for its
prints. Later approvals or new names do not change what the release exports.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db import connection

from coding.export import record
from coding.export.scope import ExportScope
from coding.models import Release, ReleasedSheet, Revision, Sheet
from coding.models.chain import head
from coding.releases.gate import run_gate
from coding.sheets.printing import names_of_states
from coding.workflow.chaining import recorded
from coding.workflow.refusals import Refused
from coding.workflow.release_snapshot import pin
from coding.workflow.release_steps import FREEZE, ReleaseStep, hold, move, take


def take_step(step: ReleaseStep, release: Release, *, by: Any, seen: str) -> Release:
    """Take a step with a release. ``seen`` identifies the gate that was on the screen, if any."""
    if step.needs_gate:
        return freeze(release, by=by, seen=seen)
    return take(step, release, by=by)


@recorded()
def freeze(release: Release, *, by: Any, seen: str) -> Release:
    """Freeze the release for good, if the gate is open; ``seen`` is the gate's on the screen.

    Nobody writes to the record meanwhile. Raises Refused if the gate is shut, or if the record or
    the release changed since the page was opened.
    """
    release = hold(FREEZE, release, by=by)
    _hold_the_record()
    gate = run_gate(release)
    if gate.seen != seen:
        raise Refused(
            f"Release {release}, or the record, changed since you opened this page. Nothing was "
            "frozen. Look at the release gate again: it is the new one."
        )
    if not gate.is_open:
        shut = "”, “".join(check.title for check in gate.checks if not check.holds)
        raise Refused(f"Release {release} cannot be frozen. This does not hold: “{shut}”.")
    scope = record.scope()
    pin(_sheets(release, scope))
    release.follows, release.hashes = scope.changes_since_release or "", gate.hashes
    release.head = head().hash
    release.states, release.questionnaire = names_of_states(), scope.questionnaire.as_json()
    return move(release, FREEZE, by=by)


def _hold_the_record() -> None:
    """Block approvals until the freeze is done. SQLite has only one writer anyway."""
    if connection.vendor == "postgresql":
        tables = ", ".join(model._meta.db_table for model in (Sheet, Revision))
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")


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
