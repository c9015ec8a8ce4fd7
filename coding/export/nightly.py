"""One export from beginning to end."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coding.export import folder, record
from coding.export.manifest import software, write_manifest
from coding.export.output import Output
from coding.export.prints import Previous, write_prints
from coding.export.tables import write_answers, write_changes, write_json

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Export:
    """A complete export: where it is and what it holds."""

    place: Path
    sheets: int
    changes_since: str | None


def export(root: Path, progress: Progress = lambda done, total: None) -> Export:
    """Write an export into the folder and let ``latest`` point to it; raises ExportFailed."""
    with folder.locked(root), folder.aside(root) as writing:
        try:
            facts = _write(Output(writing), root / folder.LATEST, progress)
            place = folder.publish(writing, root)
        except OSError as error:
            reason = f"{error.strerror or error}: {error.filename or writing}"
            raise folder.ExportFailed(f"A file could not be written ({reason}).") from error
    return Export(place, facts.sheets, facts.changes_since_release)


def _write(output: Output, served: Path, progress: Progress) -> record.Facts:
    """Write every file from one snapshot of the record; readers keep nobody from writing."""
    versions = software()
    with record.snapshot():
        facts = record.facts()
        write_json(output, record.approved_sheets(), record.coded_alliances())
        write_answers(output, record.approved_sheets())
        write_changes(output, record.approved_changes(facts.changes_since))
        write_prints(
            output,
            record.approved_sheets(),
            Previous(served, versions),
            lambda done: progress(done, facts.sheets),
        )
    write_manifest(output, facts, versions)
    return facts
