"""One export from beginning to end."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from coding.codebook.sheet import CodedPhase
from coding.dated_folders import written_aside
from coding.export import folder, record, released
from coding.export.answers_and_changes import write_answers, write_changes, write_json
from coding.export.datasets import LEFT_OUT, rows_of_data, write_datasets
from coding.export.fingerprint import fingerprint
from coding.export.manifest import NAME as MANIFEST
from coding.export.manifest import entries_of, read_manifest, software, write_manifest
from coding.export.output import ExportedFile, Output
from coding.export.package import write_package
from coding.export.prints import begin_prints, write_prints
from coding.export.record import ApprovedChange
from coding.export.reference_tables import reference_tables
from coding.export.reports import ExportFailed, LeftUndone, Reporting, silent, watched
from coding.export.reused_files import EarlierExport
from coding.export.scope import ExportScope
from coding.export.since_release import write_since_release
from coding.export.stored_exports import of_release, remove_all, remove_beyond
from coding.export.workers import Workers
from coding.models.snapshots import snapshot
from coding.sheets.printing.printable import PrintableSheet


@dataclass(frozen=True)
class Export:
    """A complete export: its place, its content, and which old ones were removed.

    ``left_out`` counts the rows of datasets/left-out.csv, ``rows`` those of the dataset files.
    ``releases`` are the exports of published releases that were missing from the folder.
    ``damaged`` is the fault of an older export that should have been the same. ``is_new`` is False
    if the release had an export already.
    """

    place: Path
    scope: ExportScope
    files: int
    bytes: int
    left_out: int
    rows: int
    removed: list[Path] = field(default_factory=list)
    releases: list["Export"] = field(default_factory=list)
    damaged: str = ""
    is_new: bool = True

    @classmethod
    def read(cls, place: Path, scope: ExportScope) -> "Export":
        """Return the existing export of a release."""
        manifest = ExportedFile(MANIFEST, None, (place / MANIFEST).stat().st_size, "")
        entries = entries_of(read_manifest(place)).values()
        return cls.of(place, scope, [*entries, manifest], is_new=False)

    @classmethod
    def of(
        cls, place: Path, scope: ExportScope, entries: Iterable[ExportedFile], **more: Any
    ) -> "Export":
        """Return an export of these files."""
        listed = {entry.name: entry for entry in entries}
        size = sum(entry.bytes for entry in listed.values())
        left_out = listed[LEFT_OUT].rows or 0 if LEFT_OUT in listed else 0
        rows = rows_of_data(listed.values())
        return cls(place, scope, len(listed), size, left_out, rows, **more)

    @property
    def doubt(self) -> str:
        """Why the cut-off of a frozen release must be wrong, or ""."""
        scope = self.scope
        if not scope.is_frozen or scope.cut_off is None or scope.changes_until is None:
            return ""
        if not self.rows:
            return (
                f"its files are empty, nothing coded was in force by its cut-off, {scope.cut_off}"
            )
        if scope.cut_off > scope.changes_until.date():
            return f"its cut-off, {scope.cut_off}, is after the day on which it was frozen"
        return ""


def export(
    root: Path, *, release: str | None = None, keep: int | None = None, progress: Reporting = silent
) -> Export:
    """Write an export into the folder.

    Without ``release``, this is the record, to which ``latest`` points then, and any published
    release that the folder lacks. A release has one export: it stays while its files are unchanged
    and its citation is current. With ``keep``, only so many nightly exports stay. Raises
    ExportFailed; LeftUndone if the new export is served but a later step failed.
    """
    with folder.locked(root):
        if release is None:
            made = _export(root, None, progress)
        else:
            made = _one_of(root, release, progress)
        removed = remove_beyond(keep, root, made.place) if keep else []
        releases = list(_export_published(root, made, progress)) if release is None else []
    return replace(made, removed=[*made.removed, *removed], releases=releases)


def _one_of(root: Path, label: str, progress: Reporting) -> Export:
    """Return the existing export of a release, or a new one, and remove all its others."""
    scope = released.released_scope(label)
    there = of_release(root, label)
    damaged = ""
    for made in there:
        if (made.data_as_of, made.corrections) == (scope.data_as_of, scope.corrections):
            fault = made.fault
            if not fault:
                kept = Export.read(made.place, scope)
                break
            damaged = damaged or f"{made.place}: {fault}"
    else:
        kept = _export(root, label, progress, damaged)
    others = [made.place for made in there if made.place != kept.place]
    return replace(kept, removed=remove_all(others, kept.place))


def _export(root: Path, release: str | None, progress: Reporting, damaged: str = "") -> Export:
    with written_aside(root) as writing:
        output = Output(writing)
        before = next((made.place for made in of_release(root, release)), None)
        try:
            scope, fault = _write(output, before, release, progress)
            place = folder.publish(output, root, progress, is_latest=release is None)
        except OSError as error:
            reason = f"{error.strerror or error}: {error.filename or writing}"
            raise ExportFailed(f"A file could not be written ({reason}).") from error
    return Export.of(place, scope, output.entries, damaged=damaged or fault)


def _export_published(root: Path, served: Export, progress: Reporting) -> Iterator[Export]:
    """Yield the exports of published releases that had to be made."""
    for release in released.published_releases():
        label = release.label
        try:
            made = _one_of(root, label, progress)
        except Exception as failure:  # the new export is valid anyway
            raise LeftUndone(
                f"The new export is offered from {served.place}, but release {label} could not "
                f"be exported. {failure}"
            ) from failure
        if made.is_new:
            yield made


def _write(
    output: Output, place_before: Path | None, release: str | None, progress: Reporting
) -> tuple[ExportScope, str]:
    """Write all files; return the scope, and the damage of the previous export, or ""."""
    versions = software()
    before = EarlierExport.read(place_before, versions)
    with snapshot():
        source = _of_record() if release is None else _of_release(release)
        made_from = source.fingerprint()
        is_same = bool(made_from) and before.made_from == made_from
        damaged = before.give_all(output, progress) if is_same else None
        if not is_same or damaged:
            output.clear()
            _make(output, source, before, progress)
    before.share(output)
    write_manifest(output, source.scope, versions, made_from)
    fault = f"{before.place}: {damaged} is not as it was written" if damaged else ""
    return source.scope, fault


def _make(output: Output, source: "_Source", before: EarlierExport, progress: Reporting) -> None:
    scope = source.scope
    _write_data(output, source, progress)
    with Workers() as workers:
        begun = begin_prints(output, source.printable(), before, workers) if scope.has_prose else []
        write_since_release(output, scope, source.alliances, source.sheets)
        if scope.has_prose:
            _write_prose(output, source, progress)
            write_prints(output, begun, progress)
    write_package(output, scope.publication())


@dataclass(frozen=True)
class _Source:
    """The data of an export: the record, or a frozen release.

    Each call reads again, in order of ATOP ID and phase. Only ``printable`` sheets have their codes
    in words. ``fingerprint`` is "" for a release, which never changes.
    """

    scope: ExportScope
    sheets: Callable[[], Iterator[PrintableSheet]]
    printable: Callable[[], Iterator[PrintableSheet]]
    alliances: Callable[[], Iterator[list[CodedPhase]]]
    changes: Callable[[], Iterator[ApprovedChange]]
    fingerprint: Callable[[], str] = str


def _of_record() -> _Source:
    scope = record.scope()
    alliances = partial(record.coded_alliances, scope)
    sheets = partial(record.approved_sheets, scope.held)
    printable = partial(record.printable_sheets, scope.held)
    changes = partial(record.approved_changes, scope)

    def made_from() -> str:
        states = chain.from_iterable(rows for _, rows in reference_tables(scope.changes_until))
        more = (changes(), record.code_changes(scope), states)
        return fingerprint(scope, alliances(), sheets(), *more)

    return _Source(scope, sheets, printable, alliances, changes, made_from)


def _of_release(label: str) -> _Source:
    scope = released.released_scope(label)
    sheets = partial(released.released_sheets, label)
    alliances = partial(released.released_alliances, label)
    return _Source(scope, sheets, sheets, alliances, partial(record.released_changes, scope))


def _write_data(output: Output, source: _Source, progress: Reporting) -> None:
    """Write sheets.json and the dataset files."""
    scope = source.scope
    sheets = watched(source.sheets(), progress, "sheets.json", scope.sheets)
    write_json(output, sheets, source.alliances(), scope.questionnaire, scope.flags.names)
    more = reference_tables(scope.changes_until)
    write_datasets(output, source.alliances(), scope, more, progress)


def _write_prose(output: Output, source: _Source, progress: Reporting) -> None:
    scope = source.scope
    sheets = watched(source.sheets(), progress, "answers.csv", scope.sheets)
    write_answers(output, sheets, scope.questionnaire)
    write_changes(output, source.changes())
