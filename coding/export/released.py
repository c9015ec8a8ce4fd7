"""Read frozen releases, whether frozen here or imported from published files."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby

from coding.codebook.cells import Coding
from coding.codebook.sheet import CodedPhase
from coding.datasets.reading.member_file import PUBLISHED_ON
from coding.export.release_flags import flag_columns
from coding.export.reports import ExportFailed
from coding.export.scope import ExportScope
from coding.models import Release, ReleasedSheet
from coding.models.release import newest_first
from coding.sheets.printable import PrintableSheet
from coding.sheets.printing import codes_in_words

CHUNK = 200  # sheets held in memory at a time


def released_scope(label: str) -> ExportScope:
    """Return a release's scope. Raises ExportFailed if there is no such release."""
    kept = Release.objects.filter(frozen_at__isnull=False)
    release = kept.filter(label=label).first()
    if release is None or release.frozen_at is None or release.cut_off is None:
        raise ExportFailed(_not_here(label, kept.values_list("label", flat=True)))
    before = Release.objects.filter(label=release.follows).first()
    sheets = release.sheets
    return ExportScope(
        sheets=sheets.count(),
        data_as_of=written(release.frozen_at),
        release=label,
        is_frozen=True,
        has_prose=not sheets.filter(answers__isnull=True).exists(),
        cut_off=release.cut_off,
        flags=flag_columns(flags_recorded_in(release), label, label),
        changes_since_release=before.label if before else None,
        changes_since=before.frozen_at if before else None,
        changes_until=release.frozen_at,
        published_on=None if release.frozen_by_id else PUBLISHED_ON.get(label),
        said=release.said,
        hashes=release.hashes,
        questionnaire=release.kept_questionnaire,
    )


def published_labels() -> list[str]:
    published = Release.objects.filter(published_at__isnull=False)
    return [release.label for release in newest_first(published)]


def _not_here(label: str, kept: Iterable[str]) -> str:
    frozen = ", ".join(kept)
    if not frozen:
        return (
            "No frozen release is here. An admin freezes one on its page; import_dataset brings a "
            "published one in."
        )
    return (
        f"There is no frozen release “{label}” here, only {frozen}. "
        "Without --release the record is exported as it stands."
    )


def flags_recorded_in(release: Release | None) -> set[str]:
    kept = release.sheets.exclude(flags={}).first() if release else None
    return {name for flags in kept.flags.values() for name in flags} if kept else set()


def phases_in(label: str | None) -> set[tuple[int, int]]:
    kept = ReleasedSheet.objects.filter(release__label=label)
    return set(kept.values_list("atop_id", "phase"))


def released_alliances(label: str | None) -> Iterator[list[CodedPhase]]:
    """Yield each alliance's phases with their codes and flags; one query."""
    kept = ReleasedSheet.objects.filter(release__label=label).order_by("atop_id", "phase")
    rows = kept.values_list("atop_id", "phase", "cells", "flags").iterator(chunk_size=CHUNK)
    phases = (
        CodedPhase(atop_id, phase, Coding.of(cells), flags) for atop_id, phase, cells, flags in rows
    )
    return by_alliance(phases)


def by_alliance(phases: Iterable[CodedPhase]) -> Iterator[list[CodedPhase]]:
    """Group phases, which come in order of ATOP ID."""
    return (list(group) for _, group in groupby(phases, key=lambda phase: phase.atop_id))


def released_sheets(label: str) -> Iterator[PrintableSheet]:
    """Yield each sheet, with blank answers if none were published; two queries.

    States have the names, and questions the wording, of the freeze.
    """
    kept = ReleasedSheet.objects.filter(release__label=label).order_by("atop_id", "phase")
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
    """Format a moment for the manifest."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
