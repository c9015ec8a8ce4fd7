"""One export from beginning to end."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from coding.export import folder, record
from coding.export.datasets import write_datasets
from coding.export.facts import Facts
from coding.export.failure import ExportFailed
from coding.export.keeping import newest_nightly, remove_beyond
from coding.export.manifest import software, write_manifest
from coding.export.output import Output
from coding.export.prints import Previous, write_prints
from coding.export.progress import Progress, silent, watched
from coding.export.tables import blank_sheets, write_answers, write_changes, write_json


@dataclass(frozen=True)
class Export:
    """A complete export: where it is, what it holds, and which older ones it made way for.

    ``left_out`` counts the rows of datasets/left-out.csv.
    """

    place: Path
    facts: Facts
    files: int
    bytes: int
    left_out: int
    removed: list[Path]


def export(
    root: Path,
    *,
    release: str | None = None,
    keep: int | None = None,
    progress: Progress = silent,
) -> Export:
    """Write an export into the folder and let ``latest`` point to it.

    Exports the record as it stands, or the frozen release of that label. With ``keep``, the oldest
    nightly exports beyond that many go. Raises ExportFailed; OldExportsRemain, once it is served.
    """
    with folder.locked(root), folder.aside(root) as writing:
        output = Output(writing)
        try:
            before = newest_nightly(root) or root / folder.LATEST
            facts, left_out = _write(output, before, release, progress)
            place = folder.publish(writing, root, progress)
        except OSError as error:
            reason = f"{error.strerror or error}: {error.filename or writing}"
            raise ExportFailed(f"A file could not be written ({reason}).") from error
        removed = remove_beyond(keep, root, place) if keep else []
    size = sum(entry.bytes for entry in output.entries)
    return Export(place, facts, len(output.entries), size, left_out, removed)


def _write(
    output: Output, before: Path, release: str | None, progress: Progress
) -> tuple[Facts, int]:
    """Write every file from one snapshot of the record; readers keep nobody from writing."""
    versions = software()
    with record.snapshot():
        if release is None:
            facts = record.facts()
            left_out = _write_record(output, facts, Previous(before, versions), progress)
        else:
            facts = record.released_facts(release)
            left_out = _write_release(output, facts, release, progress)
    write_manifest(output, facts, versions)
    return facts, left_out


def _write_record(output: Output, facts: Facts, previous: Previous, progress: Progress) -> int:
    of_release = facts.dataset_release()
    sheets = partial(watched, progress=progress, total=facts.sheets)
    write_json(
        output,
        sheets(record.approved_sheets(), step="sheets.json"),
        record.coded_alliances(facts),
        facts.flags.names,
    )
    write_answers(output, sheets(record.approved_sheets(), step="answers.csv"))
    write_changes(output, record.approved_changes(facts.changes_since))
    left_out = write_datasets(output, record.coded_alliances(facts), of_release, progress)
    write_prints(
        output,
        record.printable_sheets(),
        previous,
        lambda done: progress("printed sheets", done, facts.sheets),
    )
    return left_out


def _write_release(output: Output, facts: Facts, label: str, progress: Progress) -> int:
    """Write what is kept of a frozen release: its codes."""
    of_release = facts.dataset_release()
    sheets = blank_sheets(record.released_alliances(label))
    write_json(
        output,
        watched(sheets, progress, "sheets.json", facts.sheets),
        record.released_alliances(label),
        facts.flags.names,
    )
    return write_datasets(output, record.released_alliances(label), of_release, progress)
