"""What admins do with a release: one asks for the freeze, another one freezes, one publishes.

A freeze pins everything: answers, codes, flags, revision notes, and the names of states that its
prints use. Nothing that is approved later, or renamed, changes what the release exports.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from coding.export import record
from coding.export.scope import Facts
from coding.models import Release, ReleasedSheet, Revision, Sheet
from coding.releases.gate import Gate, run_gate
from coding.sheets.printing import names_of_states
from coding.workflow import rules
from coding.workflow.record_writer import name_of, save_tracked
from coding.workflow.refusals import NotAllowed, Refused, require
from coding.workflow.release_snapshot import pin


class GateShut(Refused):
    """Something is in the way of the freeze; the message says which checks do not hold."""

    def __init__(self, release: Release, gate: Gate) -> None:
        shut = "”, “".join(check.title for check in gate.checks if not check.holds)
        super().__init__(f"Release {release} cannot be frozen. This does not hold: “{shut}”.")


@transaction.atomic
def ask_for_freeze(release: Release, *, by: Any) -> Release:
    """Note that a person wants the release frozen; a second one does it."""
    release = _locked(release)
    require(rules.why_not_run_releases(by), NotAllowed)
    require(rules.why_not_ready_to_ask(release))
    release.freeze_asked_by, release.freeze_asked_at = by, timezone.now()
    _save(release, by, release.freeze_asked_at, "Freeze asked for")
    return release


@transaction.atomic
def take_back(release: Release, *, by: Any) -> Release:
    """Take back that a freeze was asked for; whoever runs releases may."""
    release = _locked(release)
    require(rules.why_not_run_releases(by), NotAllowed)
    require(rules.why_not_ready_to_freeze(release))
    release.freeze_asked_by = release.freeze_asked_at = None
    _save(release, by, timezone.now(), "Request to freeze taken back")
    return release


@transaction.atomic
def freeze(release: Release, *, by: Any, seen: str) -> Release:
    """Freeze the release for good, if the gate is open. ``seen`` is the gate's on the screen.

    Nobody writes to the record meanwhile. Raises GateShut; Refused where the record or the release
    changed since the page was opened.
    """
    release = _locked(release)
    require(rules.why_not_freeze(release, by), NotAllowed)
    require(rules.why_not_ready_to_freeze(release))
    _hold_the_record()
    gate = run_gate(release)
    if gate.seen != seen:
        raise Refused(
            f"Release {release}, or the record, changed since you opened this page. Nothing was "
            "frozen. Look at the release gate again: it is the new one."
        )
    if not gate.is_open:
        raise GateShut(release, gate)
    facts = record.facts()
    pin(_sheets(release, facts))
    release.frozen_by, release.frozen_at = by, timezone.now()
    release.follows, release.hashes = facts.changes_since_release or "", gate.hashes
    release.states = names_of_states()
    _save(release, by, release.frozen_at, f"Frozen, as {name_of(release.freeze_asked_by)} asked")
    return release


@transaction.atomic
def publish(release: Release, *, by: Any) -> Release:
    """Open a frozen release to everybody, without signing in."""
    release = _locked(release)
    require(rules.why_not_run_releases(by), NotAllowed)
    require(rules.why_not_ready_to_publish(release))
    release.published_by, release.published_at = by, timezone.now()
    _save(release, by, release.published_at, "Published")
    return release


def _locked(release: Release) -> Release:
    return Release.objects.select_for_update().get(pk=release.pk)


def _hold_the_record() -> None:
    """Let nobody approve anything until the freeze is done; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        tables = ", ".join(model._meta.db_table for model in (Sheet, Revision))
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")


def _sheets(release: Release, facts: Facts) -> Iterator[ReleasedSheet]:
    phases = chain.from_iterable(record.coded_alliances(facts))
    for sheet, phase in zip(record.approved_sheets(), phases, strict=True):
        yield ReleasedSheet(
            release=release,
            atop_id=sheet.atop_id,
            phase=sheet.phase,
            cells=phase.coding.cells,
            flags=phase.flags,
            answers={str(number): answer for number, answer in sheet.answers.items()},
            notes=list(sheet.notes),
        )


def _save(release: Release, by: Any, at: datetime, reason: str) -> None:
    save_tracked(release, by=by, at=at, reason=reason, author_name=name_of(by))
