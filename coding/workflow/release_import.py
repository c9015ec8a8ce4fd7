"""Imports a published release: new alliances enter the record, differences go to reviewers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from coding.codebook.cells import Address, Cells, CellValues, Coding
from coding.codebook.questionnaire import Questionnaire
from coding.codebook.sheet import CodedPhase
from coding.models import Release, ReleasedSheet, Revision, Sheet
from coding.models.approved_values import approved_coding
from coding.models.chain import head
from coding.models.questionnaire import MODELS, SECTIONS
from coding.models.variables import QUESTIONNAIRE
from coding.workflow.chaining import moment, recorded
from coding.workflow.check_counts import count_all
from coding.workflow.drafts import create_sheet
from coding.workflow.import_differences import ImportSource, file_differences
from coding.workflow.phase_numbers import FIRST, link_phases, renumber
from coding.workflow.proposed_codes import set_alliance_codes, write_member_codes
from coding.workflow.record_writer import save_tracked
from coding.workflow.refusals import Refused
from coding.workflow.release_snapshot import pin


@dataclass(frozen=True)
class PublishedRelease:
    """A release as its files give it; ``file`` is the name that history rows carry.

    ``questionnaire`` has the questions and variables of the release.
    """

    label: str
    cut_off: date
    file: str
    phases: tuple[CodedPhase, ...]
    questionnaire: Questionnaire = field(default=QUESTIONNAIRE, repr=False)


@dataclass
class ReleaseOutcome:
    """What the import of a release did, or would do."""

    new: int = 0
    filled: int = 0
    unchanged: int = 0
    filed: list[Revision] = field(default_factory=list)

    def __str__(self) -> str:
        said = [
            f"{self.new} new sheets" if self.new else "",
            f"{self.filled} filled in" if self.filled else "",
            f"{len(self.filed)} differences filed for review" if self.filed else "",
            f"{self.unchanged} unchanged" if self.unchanged else "",
        ]
        return ", ".join(part for part in said if part) or "nothing to do"


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


@recorded()
def import_release(
    release: PublishedRelease,
    *,
    by: Any = None,
    progress: Callable[[int], None] = lambda done: None,
) -> ReleaseOutcome:
    """Write a published release, in one transaction; importing the same again writes nothing.

    A phase without a sheet gets one, with its codes approved. On a sheet that is there, codes that
    were not given yet are filled in, and codes that differ go to the reviewers. The release itself
    is recorded as frozen, with the codes as they were published.
    """
    importing = _Importing(release, by)
    sheets = _standing_sheets()
    for done, phase in enumerate(release.phases):
        standing = sheets.get((phase.atop_id, phase.phase)) or _renumbered(sheets, phase, importing)
        if standing is not None:
            sheet = _locked(standing)
            _compare(sheet, phase, importing)
        else:
            sheet = _enter(phase, importing)
        if phase.phase:
            sheets[phase.atop_id, phase.phase] = sheet
        progress(done + 1)
    link_phases(release.phases, sheets, importing.save)
    _record(importing)
    transaction.on_commit(count_all)
    return importing.outcome


def _standing_sheets() -> dict[tuple[int, int], Sheet]:
    return {(sheet.atop_id, sheet.phase): sheet for sheet in Sheet.objects.all()}


def _locked(sheet: Sheet) -> Sheet:
    """Lock the sheet until the import ends, and read it again."""
    held = Sheet.objects.select_for_update(of=("self",))
    return held.select_related(*(section.key for section in SECTIONS)).get(pk=sheet.pk)


def _renumbered(
    sheets: dict[tuple[int, int], Sheet], phase: CodedPhase, importing: _Importing
) -> Sheet | None:
    """Return the only sheet as the first of the release's phases, or the first of several here."""
    if phase.phase == 0:
        return sheets.get((phase.atop_id, FIRST))
    sheet = sheets.pop((phase.atop_id, 0), None) if phase.phase == FIRST else None
    if sheet is not None:
        renumber(sheet, phase.phase, importing.save)
        sheets[phase.atop_id, phase.phase] = sheet
    return sheet


def _enter(phase: CodedPhase, importing: _Importing) -> Sheet:
    sheet = create_sheet(
        phase.atop_id,
        phase.phase,
        {},
        by=importing.source.by,
        reason=importing.source.reason,
        coding=phase.coding,
    )
    write_member_codes(sheet, _member_cells(phase.coding), importing.save)
    importing.outcome.new += 1
    return sheet


def _member_cells(coding: Coding) -> CellValues:
    return {cell: value for cell, value in coding.cells.items() if "/" in cell}


def _compare(sheet: Sheet, phase: CodedPhase, importing: _Importing) -> None:
    coding, published = approved_coding(sheet), phase.coding.cells
    approved, joining = coding.cells, _joining(coding, phase.coding)
    filled = {
        cell: value
        for cell, value in published.items()
        if cell not in approved and joining.isdisjoint(_members_of(cell))
    }
    differs: CellValues = {
        cell: value
        for cell, value in published.items()
        if cell not in filled and approved.get(cell) != value
    }
    differs |= _no_longer_members(approved, published)
    if filled:
        fill_codes(sheet, filled, importing.save)
    if sheet.entered_at is None and filled:
        sheet.entered_at = importing.source.at
        importing.save(sheet, fields=["entered_at"])
    filed = file_differences(sheet, differs, approved, importing.source)
    importing.outcome.filed += filed
    importing.outcome.filled += bool(filled)
    importing.outcome.unchanged += not filled and not filed


def _joining(approved: Coding, published: Coding) -> set[str]:
    """Return the members that an approved roster lacks; a roster without members lacks none."""
    return published.members.keys() - approved.members.keys() if approved.members else set()


def _members_of(cell: str) -> tuple[str, str]:
    at = Address.of(cell)
    return at.member, at.partner


def _no_longer_members(approved: Cells, published: Cells) -> CellValues:
    return {cell: None for cell in approved if cell.endswith("/member") and cell not in published}


def fill_codes(sheet: Sheet, cells: Cells, save: Callable[..., None]) -> None:
    """Write codes that a sheet, loaded with its sections, has not been given yet."""
    for model in MODELS:
        row = getattr(sheet, str(model._meta.model_name))
        names = {one.name for one in model._meta.local_fields}
        own: CellValues = {cell: value for cell, value in cells.items() if cell in names}
        fields = set_alliance_codes(row, own)
        if fields:
            save(row, fields=fields)
    members: CellValues = {cell: value for cell, value in cells.items() if "/" in cell}
    write_member_codes(sheet, members, save)


def _record(importing: _Importing) -> None:
    """Record the release with its codes as published; a recorded one must have the same."""
    published = importing.release
    release = Release.objects.filter(label=published.label).first()
    if release is None:
        release = Release(label=published.label, cut_off=published.cut_off)
        release.questionnaire = published.questionnaire.as_json()
        release.head, release.frozen_at = (
            head().hash,
            moment(),
        )  # all that was imported stands by then
        importing.save(release)
        pin(_released(release, published.phases))
    elif release.frozen_at is None:
        raise Refused(
            f"Release {published.label} is the open one here. Rename the open release first: what "
            "was published under this label is about to be recorded."
        )
    else:
        _require_same(release, published)


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


def _require_same(release: Release, published: PublishedRelease) -> None:
    recorded = {
        (atop_id, phase): (cells, flags)
        for atop_id, phase, cells, flags in release.sheets.values_list(
            "atop_id", "phase", "cells", "flags"
        )
    }
    for phase in published.phases:
        said = (phase.coding.cells, phase.flags)
        if recorded.pop((phase.atop_id, phase.phase), None) != said:
            raise Refused(_differs_from_recorded(release, phase.atop_id))
    if recorded:
        raise Refused(_differs_from_recorded(release, min(recorded)[0]))


def _differs_from_recorded(release: Release, atop_id: int) -> str:
    return (
        f"Release {release.label} is recorded already, and this file differs from it (first in "
        f"ATOP ID {atop_id}). A release never changes: publish the data under another label."
    )
