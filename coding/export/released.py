"""Read frozen releases, whether frozen here or imported from published files."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby

from django.db.models import QuerySet

from coding.codebook.cells import Coding
from coding.codebook.release_labels import comes_after
from coding.codebook.sheet import CodedPhase
from coding.datasets.documents.publication import Publication
from coding.datasets.reading.known_releases import published_on
from coding.datasets.release import DatasetRelease
from coding.export.held_back import NOTHING_HELD, AllHeldBack, HeldBack
from coding.export.release_flags import flag_columns
from coding.export.reports import ExportFailed
from coding.export.scope import ExportScope
from coding.history.compared_sides import Side
from coding.models import Release, ReleasedSheet
from coding.models.release import newest_first
from coding.models.times import day_of
from coding.models.variables import QUESTIONNAIRE
from coding.sheets.printing.from_record import codes_in_words
from coding.sheets.printing.printable import PrintableSheet

CHUNK = 200  # sheets held in memory at a time


def released_scope(label: str) -> ExportScope:
    """Return a release's scope. Raises ExportFailed if there is none, or it was withdrawn."""
    kept = Release.objects.filter(frozen_at__isnull=False).prefetch_related("corrections")
    release = kept.filter(label=label).first()
    if release is None or release.frozen_at is None or release.cut_off is None:
        there = kept.filter(withdrawn="").values_list("label", flat=True)
        raise ExportFailed(_not_here(label, there))
    if release.withdrawn:
        raise ExportFailed(f"Release {label} has no files any more. {release.withdrawn}")
    before = release.before
    sheets = release.sheets
    return ExportScope(
        sheets=sheets.count(),
        data_as_of=written(release.frozen_at),
        release=label,
        is_frozen=True,
        has_prose=not sheets.filter(answers__isnull=True).exists(),
        cut_off=release.cut_off,
        flags=flag_columns(flags_recorded_in(release), label, label),
        compared_with=before.label if before else _before_one_brought_in(release),
        changes_since_release=before.label if before else None,
        changes_since=before.frozen_at if before else None,
        changes_until=release.frozen_at,
        published_on=published_elsewhere_on(release),
        said=release.description,
        older_doi=before.description.get("doi", "") if before else "",
        corrections=release.corrections_followed,
        corrected=release.corrected_on,
        hashes=release.hashes,
        questionnaire=release.kept_questionnaire,
        held=held_back_from(release, release.follows),
        delayed=delayed_since(before),
        head=release.head,
    )


def _before_one_brought_in(release: Release) -> str | None:
    """Return the previous label for an imported release, if that was here before it."""
    if release.frozen_by_id:
        return None
    earlier = Release.objects.filter(frozen_at__lt=release.frozen_at, withdrawn="")
    labels = [release.label for release in newest_first(earlier)]
    return next((label for label in labels if comes_after(release.label, label)), None)


def side_of(label: str) -> Side:
    """Return a frozen release as one side of a comparison."""
    return Side(Release.objects.get(label=label))


def published_elsewhere_on(release: Release) -> date | None:
    """Return the day a release was published before its import, if known."""
    return None if release.frozen_by_id else published_on(release.label)


def publication_of(release: Release) -> Publication:
    """Return a frozen release's description of itself. Raises ValueError if it is malformed."""
    if release.frozen_at is None or release.cut_off is None or release.withdrawn:
        raise ValueError(f"“{release}” is not frozen, or was withdrawn.")
    day = published_elsewhere_on(release) or day_of(release.frozen_at)
    named = DatasetRelease(release.label, release.cut_off)
    corrected, data = release.corrected_on, release.description
    return Publication(named, day, is_frozen=True, held_back=(), corrected=corrected, **data)


def published_releases() -> list[Release]:
    published = Release.objects.filter(published_at__isnull=False)
    return newest_first(published.prefetch_related("corrections"))


def _not_here(label: str, labels: Iterable[str]) -> str:
    frozen = ", ".join(labels)
    if not frozen:
        return (
            f"There is no frozen release “{label}” here, nor any other. An admin freezes one on "
            "its page; import_dataset imports a published one."
        )
    return (
        f"There is no frozen release “{label}” here, only {frozen}. "
        "Without --release, the approved data are exported as they are now."
    )


def flags_recorded_in(release: Release | None) -> set[str]:
    kept = release.sheets.exclude(flags={}).first() if release else None
    return {name for flags in kept.flags.values() for name in flags} if kept else set()


def delayed_since(before: Release | None) -> dict[int, datetime | None]:
    """Return from when to count the changes of alliances that earlier releases held back.

    That is the last release that did not hold them back; None means from the beginning.
    """
    since_when: dict[int, datetime | None] = {}
    waiting = set(before.held_back) if before else set()
    while before and waiting:
        before = Release.objects.filter(label=before.follows).first()
        still = waiting & set(before.held_back) if before else set()
        since = before.frozen_at if before else None
        since_when |= {int(atop_id): since for atop_id in waiting - still}
        waiting = still
    return since_when


def phases_in(label: str | None) -> set[tuple[int, int]]:
    kept = ReleasedSheet.objects.filter(release__label=label)
    return set(kept.values_list("atop_id", "phase"))


def released_alliances(
    label: str | None, only: Iterable[int] | None = None
) -> Iterator[list[CodedPhase]]:
    """Yield each alliance's phases, or only of some, with their codes and flags; one query."""
    rows = (
        _sheets_of(label, only)
        .values_list("atop_id", "phase", "cells", "flags")
        .iterator(chunk_size=CHUNK)
    )
    phases = (
        CodedPhase(atop_id, phase, Coding.of(cells), flags) for atop_id, phase, cells, flags in rows
    )
    return by_alliance(phases)


def by_alliance(phases: Iterable[CodedPhase]) -> Iterator[list[CodedPhase]]:
    """Group phases, which come in order of ATOP ID."""
    return (list(group) for _, group in groupby(phases, key=lambda phase: phase.atop_id))


def _sheets_of(label: str | None, only: Iterable[int] | None = None) -> "QuerySet[ReleasedSheet]":
    kept = ReleasedSheet.objects.filter(release__label=label).order_by("atop_id", "phase")
    return kept if only is None else kept.filter(atop_id__in=only)


def held_back_from(release: Release | None, before: str | None) -> AllHeldBack:
    """Return what a release holds back; this stays as in the release ``before``, if it had it."""
    if release is None or not release.held_back:
        return NOTHING_HELD
    reasons = {int(atop_id): kept["reason"] for atop_id, kept in release.held_back.items()}
    staying = {phases[0].atop_id: phases for phases in released_alliances(before, reasons)}
    alliances = {
        atop_id: HeldBack(atop_id, reasons[atop_id], before if atop_id in staying else None)
        for atop_id in sorted(reasons)
    }
    if not release.is_open:
        return AllHeldBack(alliances)  # it stores them already
    sheets = released_sheets(before, [*staying]) if before and staying else ()
    return AllHeldBack(alliances, staying, tuple(map(_as_asked_now, sheets)))


def _as_asked_now(sheet: PrintableSheet) -> PrintableSheet:
    answers = {q.number: sheet.answers.get(q.number, "") for q in QUESTIONNAIRE.questions}
    return replace(sheet, answers=answers, wordings={})


def released_sheets(label: str, only: Iterable[int] | None = None) -> Iterator[PrintableSheet]:
    """Yield each sheet, with blank answers if none were published; two queries.

    States have the names, and questions the wording, of the freeze.
    """
    kept = _sheets_of(label, only)
    release = Release.objects.get(label=label)
    names = {int(code): name for code, name in release.states.items()}
    kept_then = release.kept_questionnaire
    wordings = {question.number: question.wording for question in kept_then.questions}
    for sheet in kept.iterator(chunk_size=CHUNK):
        given = sheet.answers or {}
        answers = {number: given.get(str(number), "") for number in wordings}
        codes = codes_in_words(Coding.of(sheet.cells), names, kept_then.by_name)
        notes = tuple(sheet.notes)
        yield PrintableSheet(sheet.atop_id, sheet.phase, answers, notes, codes, wordings)


def written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
