"""Bringing a published release in: new alliances enter the record, differences go to reviewers."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from coding.codebook.cells import Address, Cells, Codes, Coding
from coding.models import Release, ReleasedCoding, Revision, Sheet
from coding.models.coded import approved_coding
from coding.models.questionnaire import BY_NUMBER, MODELS
from coding.models.revision import Origin, Status
from coding.models.variables import declared
from coding.workflow.codes import Proposed, set_alliance_codes, write_member_codes
from coding.workflow.drafts import create_sheet, lock_sheet
from coding.workflow.refusals import Refused
from coding.workflow.transitions import FILED
from coding.workflow.writing import add_event, name_of, save_tracked


class PublishedPhase(Protocol):
    """One phase of an alliance as a release publishes it."""

    atop_id: int
    phase: int
    coding: Coding
    flags: dict[str, Codes]


@dataclass(frozen=True)
class PublishedRelease:
    """A release as its files give it; ``file`` is the name that history rows carry."""

    label: str
    cut_off: date
    file: str
    phases: tuple[PublishedPhase, ...]


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
    """One import under way: who, when, why, and what it has done so far."""

    def __init__(self, release: PublishedRelease, by: Any) -> None:
        self.release = release
        self.by = by
        self.at = timezone.now()
        self.reason = f"Imported from {release.file}, release {release.label}"
        self.outcome = ReleaseOutcome()

    def save(self, row: Any, **how: Any) -> None:
        save_tracked(row, by=self.by, at=self.at, reason=self.reason, **how)


@transaction.atomic
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
        sheet = sheets.get((phase.atop_id, phase.phase)) or _renumbered(sheets, phase, importing)
        if sheet is None:
            _enter(phase, importing)
        else:
            _compare(sheet, phase, importing)
        progress(done + 1)
    _record(importing)
    return importing.outcome


def _standing_sheets() -> dict[tuple[int, int], Sheet]:
    sections = [str(model._meta.model_name) for model in MODELS]
    joined = Sheet.objects.select_related(*sections)
    return {(sheet.atop_id, sheet.phase): sheet for sheet in joined}


def _renumbered(
    sheets: dict[tuple[int, int], Sheet], phase: PublishedPhase, importing: _Importing
) -> Sheet | None:
    """Return the sheet that knew no phases, as the first of those that the release has."""
    sheet = sheets.pop((phase.atop_id, 0), None) if phase.phase == 1 else None
    if sheet is not None:
        sheet.phase = phase.phase
        importing.save(sheet, fields=["phase"])
    return sheet


def _enter(phase: PublishedPhase, importing: _Importing) -> None:
    sheet = create_sheet(
        phase.atop_id,
        phase.phase,
        {},
        by=importing.by,
        reason=importing.reason,
        coding=phase.coding,
    )
    write_member_codes(sheet, _member_cells(phase.coding), importing.save)
    importing.outcome.new += 1


def _member_cells(coding: Coding) -> Proposed:
    return {cell: value for cell, value in coding.cells.items() if "/" in cell}


def _compare(sheet: Sheet, phase: PublishedPhase, importing: _Importing) -> None:
    sheet_now = lock_sheet(sheet)
    approved, published = approved_coding(sheet).cells, phase.coding.cells
    filled = {cell: value for cell, value in published.items() if cell not in approved}
    differs: Proposed = {
        cell: value for cell, value in published.items() if approved.get(cell, value) != value
    }
    differs |= _no_longer_members(approved, published)
    if filled:
        _fill(sheet, filled, importing)
    if sheet_now.entered_at is None and filled:
        sheet_now.entered_at = importing.at
        importing.save(sheet_now, fields=["entered_at"])
    filed = _file(sheet, differs, approved, importing)
    importing.outcome.filled += bool(filled)
    importing.outcome.unchanged += not filled and not filed


def _no_longer_members(approved: Cells, published: Cells) -> Proposed:
    return {cell: None for cell in approved if cell.endswith("/member") and cell not in published}


def _fill(sheet: Sheet, cells: Cells, importing: _Importing) -> None:
    for model in MODELS:
        row = getattr(sheet, str(model._meta.model_name))
        names = {one.name for one in model._meta.local_fields}
        own: Proposed = {cell: value for cell, value in cells.items() if cell in names}
        fields = set_alliance_codes(row, own)
        if fields:
            importing.save(row, fields=fields)
    members: Proposed = {cell: value for cell, value in cells.items() if "/" in cell}
    write_member_codes(sheet, members, importing.save)


def _file(sheet: Sheet, differs: Proposed, approved: Cells, importing: _Importing) -> bool:
    """Put what differs into the queue, question by question; return whether anything was new."""
    by_question: dict[int, Proposed] = defaultdict(dict)
    for cell, value in differs.items():
        at = Address.of(cell)
        home = declared(at.variable, is_pair=bool(at.partner)).home
        by_question[home or 0][cell] = value
    waiting = {
        revision.question: revision
        for revision in Revision.objects.open().filter(sheet=sheet, origin=Origin.IMPORTED)
    }
    any_new = False
    for number, cells in sorted(by_question.items()):
        standing = waiting.get(number)
        if standing and standing.codes == cells:
            continue
        replaced = {cell: approved.get(cell) for cell in cells}
        _file_one(sheet, number, cells, replaced, standing, importing)
        any_new = True
    return any_new


def _file_one(
    sheet: Sheet,
    number: int,
    cells: Proposed,
    replaced: Proposed,
    standing: Revision | None,
    importing: _Importing,
) -> None:
    question, by, at = BY_NUMBER[number], importing.by, importing.at
    if standing:
        standing.status = Status.WITHDRAWN
        standing.save(update_fields=["status"])
        replacing = f"Replaced by the import of {importing.release.file}"
        add_event(standing, "withdraw", by=by, at=at, comment=replacing)
    answer = getattr(getattr(sheet, question.section.key), question.key)
    text, base = (standing.text, standing.base) if standing else (answer, answer)
    revision = Revision.objects.create(
        sheet=sheet,
        question=number,
        author=by,
        author_name=name_of(by) if by else f"Import of {importing.release.file}"[:200],
        origin=Origin.IMPORTED,
        status=Status.PENDING,
        text=text,
        base=base,
        codes=cells,
        base_codes=replaced,
        note=importing.reason,
        created_at=at,
        saved_at=at,
        submitted_at=at,
    )
    add_event(revision, FILED, by=by, at=at)
    importing.outcome.filed.append(revision)


def _record(importing: _Importing) -> None:
    """Record the release with its codes as published; one that is there must say the same."""
    published = importing.release
    release = Release.objects.filter(label=published.label).first()
    if release is None:
        release = Release(label=published.label, cut_off=published.cut_off)
        release.frozen_at = importing.at
        importing.save(release)
        ReleasedCoding.objects.bulk_create(_released(release, published.phases))
    elif release.frozen_at is None:
        raise Refused(
            f"Release {published.label} is the open one here. Rename the open release first: what "
            "was published under this label is about to be recorded."
        )
    else:
        _require_same(release, published)


def _released(release: Release, phases: Iterable[PublishedPhase]) -> list[ReleasedCoding]:
    return [
        ReleasedCoding(
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
        for atop_id, phase, cells, flags in release.codings.values_list(
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
