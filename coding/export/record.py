"""Reads the record: sheets and changes as approved, in one consistent snapshot, as plain values.

The only module of this room that knows models. It starts every query on revisions from
``approved()`` and takes answers from the section rows, which hold approved answers only.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from coding.codebook.cells import Coding
from coding.datasets.reading.phases import CodedPhase
from coding.export.facts import Facts
from coding.export.failure import ExportFailed
from coding.export.flags import flag_columns, flags_of
from coding.history.timeline import revision_notes
from coding.models import Membership, Release, ReleasedCoding, Revision, Sheet
from coding.models.coded import answers_now, coding_of_loaded, with_codes
from coding.models.questionnaire import SECTIONS
from coding.sheets.printable import CodesOfQuestion, PrintableSheet
from coding.sheets.printing import codes_in_words, names_of_states

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
    label, before = (one.label if one else None for one in (current, frozen))
    return Facts(
        sheets=sheets.count(),
        data_as_of=_written(last) if last else None,
        release=label,
        cut_off=_cut_off(current, frozen),
        flags=flag_columns(_flags_recorded_in(frozen), before, label),
        changes_since_release=before,
        changes_since=frozen.frozen_at if frozen else None,
    )


def _cut_off(current: Release | None, frozen: Release | None) -> date | None:
    """Return the last day that the record as it stands speaks of.

    It is the open release's; until an admin has set that, the last frozen one's, since nobody has
    said that the years after it are complete. Without any, the year of the last entry or exit.
    """
    for release in (current, frozen):
        if release and release.cut_off:
            return release.cut_off
    years = Membership.objects.filter(sheet__entered_at__isnull=False).aggregate(
        entry=Max("yrent"), exit=Max("yrexit")
    )
    last = max((year for year in years.values() if year), default=0)
    return date(last, 12, 31) if last > 0 else None


def released_facts(label: str) -> Facts:
    """Return the same of a frozen release. Raises ExportFailed where its data are not here."""
    kept = Release.objects.filter(
        codings__isnull=False, frozen_at__isnull=False, cut_off__isnull=False
    ).distinct()
    release = kept.filter(label=label).first()
    if release is None or release.frozen_at is None or release.cut_off is None:
        raise ExportFailed(_not_here(label, kept.values_list("label", flat=True)))
    return Facts(
        sheets=release.codings.count(),
        data_as_of=_written(release.frozen_at),
        release=label,
        is_frozen=True,
        cut_off=release.cut_off,
        flags=flag_columns(_flags_recorded_in(release), label, label),
    )


def _not_here(label: str, kept: Iterable[str]) -> str:
    frozen = ", ".join(kept)
    if not frozen:
        return "No frozen release is here; import_dataset brings a published one in."
    return (
        f"There is no frozen release “{label}” here, only {frozen}. "
        "Without --release the record is exported as it stands."
    )


def _flags_recorded_in(release: Release | None) -> set[str]:
    """Return the names of the columns that tell what is new or revised in the release."""
    first = release.codings.first() if release else None
    return {name for flags in first.flags.values() for name in flags} if first else set()


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def approved_sheets() -> Iterator[PrintableSheet]:
    """Yield every sheet of the record in order of ATOP ID and phase; two queries in all.

    What stands in tables does not need the codes in words; ``printable_sheets`` has them.
    """
    joined = _sheets().select_related(*(section.key for section in SECTIONS))
    return _printable(joined, lambda sheet: ())


def printable_sheets() -> Iterator[PrintableSheet]:
    """Yield every sheet with its codes in words; three queries, and two for each CHUNK sheets."""
    names = names_of_states()
    coded = with_codes(_sheets())
    return _printable(coded, lambda sheet: codes_in_words(coding_of_loaded(sheet), names))


def _printable(
    sheets: "QuerySet[Sheet]", codes_of: Callable[[Sheet], tuple[CodesOfQuestion, ...]]
) -> Iterator[PrintableSheet]:
    noted = _notes()
    waiting = next(noted, None)
    for sheet in sheets.order_by("atop_id", "phase").iterator(chunk_size=CHUNK):
        lines: tuple[str, ...] = ()
        if waiting and waiting[0] == (sheet.atop_id, sheet.phase):
            lines, waiting = waiting[1], next(noted, None)
        answers, codes = answers_now(sheet), codes_of(sheet)
        yield PrintableSheet(sheet.atop_id, sheet.phase, answers, lines, codes)


def coded_alliances(facts: Facts) -> Iterator[list[CodedPhase]]:
    """Yield the phases of each alliance with their approved codes, in order of ATOP ID.

    Their flags are those of the open release: what differs from the one that was frozen last.
    """
    sheets = with_codes(_sheets()).order_by("atop_id", "phase").iterator(chunk_size=CHUNK)
    phases = (CodedPhase(one.atop_id, one.phase, coding_of_loaded(one)) for one in sheets)
    before = released_alliances(facts.changes_since_release)
    for alliance, as_released in _beside(_by_alliance(phases), before):
        for phase in alliance:
            phase.flags = flags_of(phase, as_released, facts.flags)
        yield alliance


def released_alliances(label: str | None) -> Iterator[list[CodedPhase]]:
    """Yield the same as a frozen release has it; one query."""
    kept = ReleasedCoding.objects.filter(release__label=label).order_by("atop_id", "phase")
    rows = kept.values_list("atop_id", "phase", "cells", "flags").iterator(chunk_size=CHUNK)
    phases = (
        CodedPhase(atop_id, phase, Coding.of(cells), flags) for atop_id, phase, cells, flags in rows
    )
    return _by_alliance(phases)


def _by_alliance(phases: Iterable[CodedPhase]) -> Iterator[list[CodedPhase]]:
    return (list(group) for _, group in groupby(phases, key=lambda phase: phase.atop_id))


def _beside(
    alliances: Iterable[list[CodedPhase]], released: Iterator[list[CodedPhase]]
) -> Iterator[tuple[list[CodedPhase], dict[int, CodedPhase]]]:
    """Pair each alliance with its phases of a release by number; both come in order of ATOP ID."""
    waiting = next(released, None)
    for alliance in alliances:
        while waiting and waiting[0].atop_id < alliance[0].atop_id:
            waiting = next(released, None)
        is_same = waiting and waiting[0].atop_id == alliance[0].atop_id
        yield alliance, {phase.phase: phase for phase in waiting} if waiting and is_same else {}


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
