"""Imports a published release: new alliances enter the record, differences go to reviewers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import transaction

from coding.codebook.cells import Address, Cells, CellValues, Coding
from coding.codebook.questionnaire import Questionnaire
from coding.codebook.sheet import FIRST_PHASE, CodedPhase, SheetState
from coding.models import Release, ReleasedSheet, Revision, Sheet
from coding.models.approved_values import approved_coding
from coding.models.chain import head
from coding.models.questionnaire import BY_KEY
from coding.models.release import LONGEST_LABEL
from coding.models.tracking import next_key
from coding.models.variables import QUESTIONNAIRE
from coding.workflow import rules
from coding.workflow.chaining import moment, recorded
from coding.workflow.check_counts import count_all
from coding.workflow.import_differences import ImportSource, NobodyNamed, file_differences
from coding.workflow.locks import lock_phases
from coding.workflow.phase_numbers import link_phases, renumber
from coding.workflow.phases import with_sections
from coding.workflow.proposed_codes import set_alliance_codes, write_member_codes
from coding.workflow.record_writer import save_tracked
from coding.workflow.refusals import NotAllowed, Refused, require
from coding.workflow.release_steps import pin
from coding.workflow.starting_sheets import create_sheet


@dataclass(frozen=True)
class PublishedRelease:
    """A release as its files have it; ``file`` is the file name that history rows name.

    ``questionnaire`` has the questions and variables of the release. ``note`` is the release's own
    lasting description.
    """

    label: str
    cut_off: date
    file: str
    phases: tuple[CodedPhase, ...]
    questionnaire: Questionnaire = field(default=QUESTIONNAIRE, repr=False)
    note: str = ""


@dataclass
class ReleaseOutcome:
    """What the import of a release did, or would do."""

    new: int = 0
    filled: int = 0
    unchanged: int = 0
    filed: list[Revision] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)  # differ; no admin files them

    def __add__(self, other: "ReleaseOutcome") -> "ReleaseOutcome":
        return ReleaseOutcome(
            self.new + other.new,
            self.filled + other.filled,
            self.unchanged + other.unchanged,
            self.filed + other.filed,
            self.unnamed + other.unnamed,
        )

    def __str__(self) -> str:
        texts = [
            f"{self.new} new sheets" if self.new else "",
            f"{self.filled} filled in" if self.filled else "",
            f"{len(self.filed)} differences filed for review" if self.filed else "",
            f"{self.unchanged} unchanged" if self.unchanged else "",
            f"{len(self.unnamed)} left alone" if self.unnamed else "",
        ]
        return ", ".join(part for part in texts if part) or "nothing to do"


class RecordedOtherwise(Refused):
    """The release is recorded already, with other data than the files have."""


class _Importing:
    """The state of one import: who runs it, why, and what it has done so far."""

    def __init__(self, release: PublishedRelease, by: Any) -> None:
        reason = f"Imported from {release.file}, release {release.label}"
        self.release = release
        self.source = ImportSource(release.file, reason, by, moment())
        self.outcome = ReleaseOutcome()

    def save(self, row: Any, **how: Any) -> None:
        source = self.source
        save_tracked(row, by=source.by, at=source.at, reason=source.reason, **how)


def import_release(
    release: PublishedRelease,
    *,
    by: Any = None,
    dry_run: bool = False,
    is_whole: bool = True,
    progress: Callable[[int], None] = lambda done: None,
) -> ReleaseOutcome:
    """Write a published release, alliance by alliance; importing the same again writes nothing.

    A phase without a sheet gets one, with its codes approved. On an existing sheet, missing codes
    are filled in, and codes that differ go to the reviewers. At the end the release itself is
    recorded as frozen, as published, if ``is_whole``; a release with a file still to come is not
    recorded yet. An interrupted import is run again and continues. ``by`` is the admin who files
    the differences; without one, sheets that differ are left alone.
    """
    if by is not None:
        require(rules.why_not_import(by), NotAllowed)
    _require_same(release)
    outcome, done, of_alliance = ReleaseOutcome(), 0, attrgetter("atop_id")
    for _, group in groupby(sorted(release.phases, key=of_alliance), key=of_alliance):
        phases = list(group)
        outcome += _import_alliance(release, phases, by=by, dry_run=dry_run)
        done += len(phases)
        progress(done)
    if not dry_run:
        if is_whole:
            _record(release, by=by)
        transaction.on_commit(count_all)
    return outcome


@recorded()
def _import_alliance(
    release: PublishedRelease, phases: Sequence[CodedPhase], *, by: Any, dry_run: bool
) -> ReleaseOutcome:
    sheets = {(sheet.atop_id, sheet.phase): sheet for sheet in lock_phases(phases[0].atop_id)}
    importing = _Importing(release, by)
    for phase in phases:
        standing = sheets.get((phase.atop_id, phase.phase)) or _renumbered(sheets, phase, importing)
        if standing is not None:
            sheet = with_sections(standing.pk)
            _compare(sheet, phase, importing)
        else:
            sheet = _enter(phase, importing)
        if phase.phase:
            sheets[phase.atop_id, phase.phase] = sheet
    link_phases(phases, sheets, importing.save)
    if dry_run:
        transaction.set_rollback(True)
    return importing.outcome


def _renumbered(
    sheets: dict[tuple[int, int], Sheet], phase: CodedPhase, importing: _Importing
) -> Sheet | None:
    """Return the sheet whose number differs here; an only sheet is renumbered to phase 1."""
    if phase.phase == 0:
        return sheets.get((phase.atop_id, FIRST_PHASE))
    sheet = sheets.pop((phase.atop_id, 0), None) if phase.phase == FIRST_PHASE else None
    if sheet is not None:
        renumber(sheet, phase.phase, importing.save)
        sheets[phase.atop_id, phase.phase] = sheet
    return sheet


def _enter(phase: CodedPhase, importing: _Importing) -> Sheet:
    source, sheet = importing.source, Sheet(atop_id=phase.atop_id, phase=phase.phase)
    create_sheet(sheet, SheetState({}, phase.coding), by=source.by, reason=source.reason)
    write_member_codes(sheet, phase.coding.cells, importing.save)
    importing.outcome.new += 1
    return sheet


def _compare(sheet: Sheet, phase: CodedPhase, importing: _Importing) -> None:
    coding, published = approved_coding(sheet), phase.coding.cells
    approved, joining = coding.cells, _joining(coding, phase.coding)
    filled = {
        cell: value
        for cell, value in published.items()
        if cell not in approved and joining.isdisjoint(Address.of(cell).keys)
    }
    differs: CellValues = {
        cell: value
        for cell, value in published.items()
        if cell not in filled and approved.get(cell) != value
    }
    differs |= _no_longer_members(approved, published)
    try:
        filed = file_differences(sheet, differs, approved, importing.source)
    except NobodyNamed:
        importing.outcome.unnamed.append(sheet.key)
        return
    if filled:
        fill_codes(sheet, filled, importing.save)
    if sheet.entered_at is None and filled:
        sheet.entered_at = importing.source.at
        importing.save(sheet)
    importing.outcome.filed += filed
    importing.outcome.filled += bool(filled)
    importing.outcome.unchanged += not filled and not filed


def _joining(approved: Coding, published: Coding) -> set[str]:
    """Return the members that an approved roster lacks; a roster without members lacks none."""
    return published.members.keys() - approved.members.keys() if approved.members else set()


def _no_longer_members(approved: Cells, published: Cells) -> CellValues:
    return {cell: None for cell in approved if cell.endswith("/member") and cell not in published}


def fill_codes(sheet: Sheet, cells: Cells, save: Callable[..., None]) -> None:
    """Write codes that a sheet, loaded with its sections, has not been given yet."""
    for section in BY_KEY:
        row = getattr(sheet, section)
        if set_alliance_codes(row, cells):
            save(row)
    write_member_codes(sheet, cells, save)


@recorded()
def _record(published: PublishedRelease, *, by: Any) -> None:
    """Record the release with its codes as published, unless it is recorded already."""
    if Release.objects.filter(label=published.label).exists():
        return
    importing = _Importing(published, by)
    release = Release(label=published.label, cut_off=published.cut_off, note=published.note)
    release.questionnaire = published.questionnaire.as_json()
    release.head, release.frozen_at = head().hash, moment()  # all that was imported stands by then
    release.pk = next_key(Release)
    pin(_released(release, published.phases))  # first: a frozen release takes no more
    importing.save(release)


def _released(release: Release, phases: Iterable[CodedPhase]) -> list[ReleasedSheet]:
    return [
        ReleasedSheet(
            release=release,
            atop_id=phase.atop_id,
            phase=phase.phase,
            cells=phase.coding.cells,
            flags=phase.flags,
        )
        for phase in phases
    ]


def _require_same(published: PublishedRelease) -> None:
    """Raise Refused if the label belongs to an open release or to other data here."""
    if len(published.label) > LONGEST_LABEL:
        raise Refused(f"“{published.label}” is too long for a release: {LONGEST_LABEL} letters.")
    release = Release.objects.filter(label=published.label).first()
    if release is None:
        return
    if release.frozen_at is None:
        raise Refused(
            f"Release {published.label} is the open one here. Rename the open release first: what "
            "was published under this label is about to be recorded."
        )
    kept = release.sheets.values_list("atop_id", "phase", "cells", "flags")
    recorded_as = {(atop_id, phase): (cells, flags) for atop_id, phase, cells, flags in kept}
    if release.cut_off != published.cut_off:
        raise Refused(
            f"Release {release.label} is recorded already, as what is known up to "
            f"{release.cut_off}; here {published.cut_off} is said. A release never changes: give "
            f"--cut-off {release.cut_off} with this file."
        )
    for phase in published.phases:
        content = (phase.coding.cells, phase.flags)
        if recorded_as.pop((phase.atop_id, phase.phase), None) != content:
            raise _differs_from_recorded(release, phase.atop_id)
    if recorded_as:
        raise _differs_from_recorded(release, min(recorded_as)[0])


def _differs_from_recorded(release: Release, atop_id: int) -> RecordedOtherwise:
    return RecordedOtherwise(
        f"Release {release.label} is recorded already, and this file differs from it (first in "
        f"ATOP ID {atop_id}). A release never changes: publish the data under another label. If "
        "the one that is recorded was imported wrongly, withdraw it: manage.py withdraw_release."
    )
