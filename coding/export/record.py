"""Reads the record: sheets and changes as approved, in one consistent snapshot, as plain values.

The only module of this room that knows models. It starts every query on revisions from
``approved()`` and takes answers from the section rows, which hold approved answers only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from django.db import connection, transaction
from django.db.models import Max, Prefetch, QuerySet

from coding.codebook.cells import Codes
from coding.datasets.reading.phases import CodedPhase
from coding.history.moments import answers_now
from coding.history.timeline import revision_notes
from coding.models import Membership, PairObligation, Release, Revision, Sheet
from coding.models.coded import coding_of
from coding.models.questionnaire import SECTIONS
from coding.sheets.printable import PrintableSheet

CHUNK = 200  # sheets held in memory at a time


@dataclass(frozen=True)
class ApprovedChange:
    """One approved revision. ``old`` is "" where a printed sheet only notes that it was made.

    Codes stand as "estmode=1 365/defense=0"; -9 is missing, nothing behind the sign not coded yet.
    """

    decided_on: str
    atop_id: int
    phase: int
    question: int
    old: str
    new: str
    old_codes: str
    new_codes: str
    note: str
    author: str
    reviewer: str
    version: str
    origin: str


@dataclass(frozen=True)
class Facts:
    """What the manifest says about the data as a whole."""

    sheets: int
    data_as_of: str | None
    release: str | None
    changes_since_release: str | None
    changes_since: datetime | None


@contextmanager
def snapshot() -> Iterator[None]:
    """Let everything read inside be of one moment, without keeping anybody from writing.

    On SQLite the site's transactions take the write lock as they begin; a plain BEGIN does not, and
    in WAL mode a reader then sees one state however long it reads. Inside a transaction that is
    open already, that transaction's view holds.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def facts() -> Facts:
    """Return the state of the record: how many sheets, as of when, for which release."""
    sheets, changes = _sheets(), _revisions()
    times = [
        sheets.aggregate(last=Max("entered_at"))["last"],
        changes.aggregate(last=Max("decided_at"))["last"],
        Release.objects.aggregate(last=Max("frozen_at"))["last"],
    ]
    last = max((time for time in times if time), default=None)
    frozen = Release.objects.filter(frozen_at__isnull=False).order_by("-frozen_at", "-id").first()
    current = Release.objects.filter(frozen_at=None).first()
    return Facts(
        sheets=sheets.count(),
        data_as_of=last.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if last else None,
        release=current.label if current else None,
        changes_since_release=frozen.label if frozen else None,
        changes_since=frozen.frozen_at if frozen else None,
    )


def approved_sheets() -> Iterator[PrintableSheet]:
    """Yield every sheet of the record in order of ATOP ID and phase; two queries in all."""
    noted = _notes()
    waiting = next(noted, None)
    joined = _sheets().select_related(*(section.key for section in SECTIONS))
    for sheet in joined.order_by("atop_id", "phase").iterator(chunk_size=CHUNK):
        lines: tuple[str, ...] = ()
        if waiting and waiting[0] == (sheet.atop_id, sheet.phase):
            lines, waiting = waiting[1], next(noted, None)
        yield PrintableSheet(sheet.atop_id, sheet.phase, answers_now(sheet), lines)


def coded_alliances() -> Iterator[list[CodedPhase]]:
    """Yield the phases of each alliance with their approved codes, in order of ATOP ID."""
    flags = _flags()
    sheets = (
        _sheets()
        .select_related(*(section.key for section in SECTIONS))
        .prefetch_related(
            Prefetch("memberships", Membership.objects.order_by("member_id", "spell")),
            Prefetch(
                "pair_obligations", PairObligation.objects.order_by("giver_id", "receiver_id")
            ),
        )
        .order_by("atop_id", "phase")
    )
    phases = (_coded(sheet, flags) for sheet in sheets.iterator(chunk_size=CHUNK))
    for _, of_alliance in groupby(phases, key=lambda phase: phase.atop_id):
        yield list(of_alliance)


def _coded(sheet: Sheet, flags: dict[tuple[int, int], dict[str, Codes]]) -> CodedPhase:
    coding = coding_of(
        {section.key: getattr(sheet, section.key) for section in SECTIONS},
        sheet.memberships.all(),
        sheet.pair_obligations.all(),
    )
    key = (sheet.atop_id, sheet.phase)
    return CodedPhase(*key, coding, flags.get(key, {}))


def _flags() -> dict[tuple[int, int], dict[str, Codes]]:
    """Return what the last frozen release says of each phase's members: new or revised."""
    frozen = Release.objects.filter(frozen_at__isnull=False).order_by("-frozen_at", "-id").first()
    if frozen is None:
        return {}
    listed = frozen.codings.values_list("atop_id", "phase", "flags")
    return {(atop_id, phase): flags for atop_id, phase, flags in listed}


def _notes() -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    """Yield the revision notes by sheet, in the sheets' order."""
    revisions = (
        _revisions()
        .select_related("sheet")
        .only(
            *("status", "question", "author_name", "decided_at", "version", "printed_note"),
            *("sheet__atop_id", "sheet__phase"),
        )
        .order_by("sheet__atop_id", "sheet__phase", "decided_at", "id")
    )
    by_sheet = groupby(
        revisions.iterator(chunk_size=CHUNK), key=lambda one: (one.sheet.atop_id, one.sheet.phase)
    )
    for key, group in by_sheet:
        yield key, revision_notes(group)


def approved_changes(since: datetime | None) -> Iterator[ApprovedChange]:
    """Yield the approved changes in the order of their decisions; one query."""
    changes = _revisions().select_related("sheet", "decided_by")
    if since:
        changes = changes.filter(decided_at__gt=since)
    for change in changes.order_by("decided_at", "id").iterator(chunk_size=CHUNK):
        reviewer = change.decided_by
        yield ApprovedChange(
            decided_on=f"{change.decided_at:%Y-%m-%d}",
            atop_id=change.sheet.atop_id,
            phase=change.sheet.phase,
            question=change.question,
            old=change.base,
            new=change.text,
            old_codes=_cells(change.base_codes),
            new_codes=_cells(change.codes),
            note=change.note,
            author=change.author_name,
            reviewer=(reviewer.get_full_name() or reviewer.get_username()) if reviewer else "",
            version=change.version,
            origin=change.origin,
        )


def _cells(codes: dict[str, int | None]) -> str:
    """Return codes as "estmode=1 365/defense=", in order of their cells."""
    values = (f"{cell}={'' if value is None else value}" for cell, value in sorted(codes.items()))
    return " ".join(values)


def _sheets() -> "QuerySet[Sheet]":
    return Sheet.objects.filter(entered_at__isnull=False)


def _revisions() -> "QuerySet[Revision]":
    return Revision.objects.approved().filter(sheet__entered_at__isnull=False)
