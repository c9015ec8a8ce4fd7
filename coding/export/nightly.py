"""One export from beginning to end."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from coding.codebook.sheet import CodedPhase
from coding.dated_folders import aside
from coding.export import folder, record, released
from coding.export.datasets import FOLDER, LEFT_OUT, write_datasets
from coding.export.keeping import exports, newest_nightly, remove_beyond
from coding.export.manifest import software, write_manifest
from coding.export.output import Output
from coding.export.prints import write_prints
from coding.export.record import ApprovedChange
from coding.export.record_files import write_answers, write_changes, write_json
from coding.export.reports import ExportFailed, LeftUndone, Progress, silent, watched
from coding.export.scope import ExportScope
from coding.export.told import write_told
from coding.models.snapshots import snapshot
from coding.sheets.printing.printable import PrintableSheet


@dataclass(frozen=True)
class Export:
    """A complete export: where it is, what is in it, and which old ones were removed.

    ``left_out`` counts the rows of datasets/left-out.csv, ``rows`` those of the dataset files.
    ``releases`` are the exports of published ones that were missing from the folder.
    """

    place: Path
    scope: ExportScope
    files: int
    bytes: int
    left_out: int
    rows: int
    removed: list[Path] = field(default_factory=list)
    releases: list["Export"] = field(default_factory=list)

    @property
    def doubt(self) -> str:
        """What cannot be right about the cut-off of a frozen release, or ""."""
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
    root: Path,
    *,
    release: str | None = None,
    keep: int | None = None,
    progress: Progress = silent,
) -> Export:
    """Write an export into the folder.

    Without ``release``, this is the record, to which ``latest`` points then, and any published
    release that the folder lacks or that is cited otherwise now. With ``keep``, only so many
    nightly exports stay. Raises ExportFailed; LeftUndone if the new export is served but a later
    step failed.
    """
    with folder.locked(root):
        made = _export(root, release, progress, is_latest=release is None)
        removed = remove_beyond(keep, root, made.place) if keep else []
        releases = [] if release else list(_export_published(root, made, progress))
    return replace(made, removed=removed, releases=releases)


def _export(root: Path, release: str | None, progress: Progress, *, is_latest: bool) -> Export:
    with aside(root) as writing:
        output = Output(writing)
        try:
            before = newest_nightly(root) or root / folder.LATEST
            scope, left_out = _write(output, before, release, progress)
            place = folder.publish(writing, root, progress, is_latest=is_latest)
        except OSError as error:
            reason = f"{error.strerror or error}: {error.filename or writing}"
            raise ExportFailed(f"A file could not be written ({reason}).") from error
    size = sum(entry.bytes for entry in output.entries)
    datasets = (entry for entry in output.entries if entry.name.startswith(f"{FOLDER}/"))
    rows = sum(entry.rows or 0 for entry in datasets if entry.name != LEFT_OUT)
    return Export(place, scope, len(output.entries), size, left_out, rows)


def _export_published(root: Path, served: Export, progress: Progress) -> Iterator[Export]:
    present = {(made.release, made.corrections) for made in exports(root)}
    for release in released.published_releases():
        label = release.label
        if (label, len(release.confirmed_corrections)) not in present:
            try:
                yield _export(root, label, progress, is_latest=False)
            except Exception as failure:  # the new export is valid in any case
                raise LeftUndone(
                    f"The new export is served from {served.place}, but release {label} could not "
                    f"be exported. {failure}"
                ) from failure


def _write(
    output: Output, before: Path, release: str | None, progress: Progress
) -> tuple[ExportScope, int]:
    versions = software()
    with snapshot():
        source = _of_record() if release is None else _of_release(release)
        left_out = _write_data(output, source, progress)
        write_told(output, source.scope, source.alliances, source.sheets)
        if source.scope.has_prose:
            _write_prose(output, source, progress)
            printable = watched(source.printable(), progress, "printed sheets", source.scope.sheets)
            write_prints(output, printable, before, versions)
    write_manifest(output, source.scope, versions)
    return source.scope, left_out


@dataclass(frozen=True)
class _Source:
    """What an export is made from: the record, or a frozen release.

    Each call reads anew, in order of ATOP ID and phase. Only ``printable`` sheets have their codes
    in words.
    """

    scope: ExportScope
    sheets: Callable[[], Iterator[PrintableSheet]]
    printable: Callable[[], Iterator[PrintableSheet]]
    alliances: Callable[[], Iterator[list[CodedPhase]]]
    changes: Callable[[], Iterator[ApprovedChange]]


def _of_record() -> _Source:
    scope = record.scope()
    alliances = partial(record.coded_alliances, scope)
    sheets = partial(record.approved_sheets, scope.held)
    printable = partial(record.printable_sheets, scope.held)
    return _Source(scope, sheets, printable, alliances, partial(record.approved_changes, scope))


def _of_release(label: str) -> _Source:
    scope = released.released_scope(label)
    sheets = partial(released.released_sheets, label)
    alliances = partial(released.released_alliances, label)
    return _Source(scope, sheets, sheets, alliances, partial(record.released_changes, scope))


def _write_data(output: Output, source: _Source, progress: Progress) -> int:
    """Write sheets.json and the dataset files; return how many rows are left out."""
    scope = source.scope
    sheets = watched(source.sheets(), progress, "sheets.json", scope.sheets)
    write_json(output, sheets, source.alliances(), scope.questionnaire, scope.flags.names)
    return write_datasets(
        *(output, source.alliances(), scope.publication(), progress),
        hashes=scope.hashes,
        held=scope.held,
    )


def _write_prose(output: Output, source: _Source, progress: Progress) -> None:
    scope = source.scope
    sheets = watched(source.sheets(), progress, "answers.csv", scope.sheets)
    write_answers(output, sheets, scope.questionnaire)
    write_changes(output, source.changes())
