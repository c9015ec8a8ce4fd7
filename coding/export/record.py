"""Read the record for the export: approved sheets and changes, in one snapshot, as plain values.

Revisions come from ``visible_to_all()``; answers come from the section rows, which have approved
ones only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from coding.codebook.sheet import CodedPhase
from coding.export.held_back import NOTHING_HELD, AllHeldBack
from coding.export.moved_rows import DecidedCodes
from coding.export.release_flags import flag_columns, flags_of
from coding.export.released import (
    by_alliance,
    delayed_since,
    flags_recorded_in,
    held_back_from,
    phases_in,
    released_alliances,
    side_of,
    written,
)
from coding.export.scope import NO_DAY, ExportScope
from coding.history.codes_in_words import CodeChange as CodeChangeInWords
from coding.history.codes_in_words import Names, changes
from coding.history.timeline import revision_notes
from coding.models import Participation, Release, Revision, Sheet, State, StateSpell, War
from coding.models.covered_by_chain import head_of_data
from coding.models.release import Correction, last_day_described, last_frozen
from coding.models.revision import as_decided
from coding.models.rows_in_record import SheetRows, phases_in_record, sheets_in_record
from coding.models.times import day_of
from coding.sheets.printing.from_record import codes_in_words, names_of_states
from coding.sheets.printing.printable import PrintableSheet
from coding.workflow.visibility import steps_visible_to_all, visible_to_all

CHUNK = 200  # sheets held in memory at a time
_NAME_THE_RELEASE = ("doi", "url")  # left out until it is published


class ApprovedChange(NamedTuple):
    """An approved revision. ``old`` is "" if a printed sheet only notes that there was one.

    Those with the same number of a ``decision`` were approved together. Codes are written as
    "estmode=1 365/defense=0". -9 is missing; an empty value is not coded yet. ``codes_in_words``
    says what became of what, with labels and the names of states.
    """

    decision: int
    decided_on: str
    atop_id: int
    phase: int
    question: int
    old: str
    new: str
    old_codes: str
    new_codes: str
    codes_in_words: str
    note: str
    author: str
    reviewer: str
    version: str
    origin: str


def scope() -> ExportScope:
    sheets, changes = Sheet.objects.in_record(), _revisions()
    times = [
        sheets.aggregate(last=Max("entered_at"))["last"],
        changes.aggregate(last=Max("decided_at"))["last"],
        Release.objects.aggregate(last=Max("frozen_at"))["last"],
    ]
    last = max((time for time in times if time), default=None)
    frozen, current = last_frozen(), Release.objects.filter(frozen_at=None).first()
    label, before = (release.label if release else None for release in (current, frozen))
    data = current.description if current else {}
    held = held_back_from(current, before)
    return ExportScope(
        sheets=sheets.exclude(atop_id__in=held.alliances).count() + len(held.sheets),
        data_as_of=written(last) if last else None,
        release=label,
        cut_off=last_day_described(current, frozen),
        flags=flag_columns(flags_recorded_in(frozen), before, label),
        compared_with=before,
        changes_since_release=before,
        changes_since=frozen.frozen_at if frozen else None,
        older_doi=frozen.description.get("doi", "") if frozen else "",
        said={name: words for name, words in data.items() if name not in _NAME_THE_RELEASE},
        held=held,
        delayed=delayed_since(frozen),
        head=head_of_data(),
        said_on=_texts_changed_on() if last else NO_DAY,
    )


def _texts_changed_on() -> date:
    """Return when release texts or the state lists last changed."""
    tracked = (Release, State, StateSpell, War, Participation)
    times = [
        *(model.history.aggregate(at=Max("history_date"))["at"] for model in tracked),
        Correction.objects.filter(is_confirmed=True).aggregate(at=Max("decided_at"))["at"],
    ]
    return max((day_of(at) for at in times if at), default=NO_DAY)


def approved_sheets(held: AllHeldBack = NOTHING_HELD) -> Iterator[PrintableSheet]:
    """Yield every sheet in order of ATOP ID and phase, without codes."""
    notes = dict(_notes())
    return held.among_sheets(
        PrintableSheet(*rows.place, rows.answers_by_number, notes.get(rows.place, ()))
        for rows in sheets_in_record()
    )


def printable_sheets(held: AllHeldBack = NOTHING_HELD) -> Iterator[PrintableSheet]:
    """Yield every sheet with its codes in words; three queries, and three for some at a time."""
    notes, names = dict(_notes()), names_of_states()

    def printable(rows: SheetRows) -> PrintableSheet:
        codes = codes_in_words(rows.coding, names)
        answers = rows.answers_by_number
        return PrintableSheet(*rows.place, answers, notes.get(rows.place, ()), codes)

    return held.among_sheets(map(printable, sheets_in_record()))


def coded_alliances(scope: ExportScope) -> Iterator[list[CodedPhase]]:
    """Yield the approved codes of each alliance's phases, in order of ATOP ID.

    Flags are the open release's: they mark what differs from the last frozen one.
    """
    before = released_alliances(scope.changes_since_release)
    alliances = scope.held.among_alliances(by_alliance(phases_in_record()))
    for alliance, as_released in _with_released(alliances, before):
        yield [
            replace(phase, flags=flags_of(phase, as_released, scope.flags)) for phase in alliance
        ]


def _with_released(
    alliances: Iterable[list[CodedPhase]], released: Iterator[list[CodedPhase]]
) -> Iterator[tuple[list[CodedPhase], dict[int, CodedPhase]]]:
    """Pair each alliance with its released phases; both come in order of ATOP ID."""
    waiting = next(released, None)
    for alliance in alliances:
        while waiting and waiting[0].atop_id < alliance[0].atop_id:
            waiting = next(released, None)
        is_same = waiting and waiting[0].atop_id == alliance[0].atop_id
        yield alliance, {phase.phase: phase for phase in waiting} if waiting and is_same else {}


def _notes() -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    revisions = (
        _revisions()
        .select_related("sheet")
        .only(
            *("status", "question", "author_name", "decided_at", "version", "printed_note"),
            *("sheet__atop_id", "sheet__phase"),
        )
        .order_by("sheet__atop_id", "sheet__phase", *as_decided())
    )
    by_sheet = groupby(
        revisions.iterator(chunk_size=CHUNK),
        key=lambda revision: (revision.sheet.atop_id, revision.sheet.phase),
    )
    for key, group in by_sheet:
        yield key, revision_notes(group)


def approved_changes(scope: ExportScope, names: Names | None = None) -> Iterator[ApprovedChange]:
    """Yield the changes of an export, in the order of the decisions; two queries.

    ``names`` are the states' names, if not today's.
    """
    names, kept = names or names_of_states(), scope.questionnaire.by_name
    for decision, at, old_codes, new_codes, *rest in _decided_in(
        scope,
        *("decided_at", "base_codes", "codes"),
        *("sheet__atop_id", "sheet__phase", "question", "base", "text"),
        *("note", "author_name", "decided_by_name", "version", "origin"),
    ):
        text = "; ".join(map(_in_full, changes(new_codes, old_codes, names, kept)))
        codes = (_cells(old_codes), _cells(new_codes), text)
        day = day_of(at).isoformat()
        yield ApprovedChange._make((decision, day, *rest[:5], *codes, *rest[5:]))


def _in_full(change: CodeChangeInWords) -> str:
    """Return a change with the variable's label and all whom it concerns."""
    who = change.everybody or change.who
    if change.name == "member":
        return f"{who} {change.new or change.old}"
    about = f"{change.name} {change.label}{f' ({who})' if who else ''}"
    return f"{about}: {change.old} → {change.new}"


def released_changes(scope: ExportScope) -> Iterator[ApprovedChange]:
    """Yield the changes of a frozen release, with the phase numbers of that time.

    The only sheet, phase 0, becomes phase 1 when another one is added.
    """
    pinned, side = phases_in(scope.release), side_of(str(scope.release))
    for change in approved_changes(scope, side.names):
        is_as_then = (change.atop_id, change.phase) in pinned
        yield change if is_as_then else change._replace(phase=0)


def code_changes(scope: ExportScope) -> Iterator[DecidedCodes]:
    """Yield the codes of the same changes, in the same order; one query."""
    for decision, at, *rest in _decided_in(
        scope,
        *("decided_at", "decided_by_name", "sheet__atop_id", "sheet__phase", "question"),
        *("codes", "base_codes", "sheet__entered_at"),
    ):
        *values, entered_at = rest
        yield DecidedCodes._make((decision, day_of(at).isoformat(), *values, entered_at == at))


def _decided_in(scope: ExportScope, *names: str) -> Iterator[tuple[Any, ...]]:
    """Yield the changes, each after its decision's number; decisions are counted from 1."""
    last_step = steps_visible_to_all().filter(revision=OuterRef("pk")).order_by("-id")
    changes = _approved_in(scope).annotate(batch=Subquery(last_step.values("batch")[:1]))
    numbers: dict[str, int] = {}
    for batch, pk, *values in changes.values_list("batch", "pk", *names).iterator(CHUNK):
        yield numbers.setdefault(batch or f"alone {pk}", len(numbers) + 1), *values


def _approved_in(scope: ExportScope) -> "QuerySet[Revision]":
    """Return the changes since the last release, without those of alliances held back."""
    changes = _revisions().exclude(sheet__atop_id__in=scope.held.alliances)
    if scope.changes_since:
        counted = Q(decided_at__gt=scope.changes_since)
        for atop_id, since in scope.delayed.items():
            later = Q(decided_at__gt=since) if since else Q()
            counted |= Q(sheet__atop_id=atop_id) & later
        changes = changes.filter(counted)
    if until := scope.changes_until:  # sheets imported later may have changes with earlier dates
        changes = changes.filter(decided_at__lte=until, sheet__entered_at__lte=until)
    return changes


def _cells(codes: dict[str, int | None]) -> str:
    values = (f"{cell}={'' if value is None else value}" for cell, value in sorted(codes.items()))
    return " ".join(values)


def _revisions() -> "QuerySet[Revision]":
    return visible_to_all().filter(sheet__entered_at__isnull=False)
