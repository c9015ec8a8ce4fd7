"""A backup from beginning to end: complete or absent, and read back before it counts."""

from dataclasses import dataclass, field
from pathlib import Path

from coding.backup import manifest
from coding.backup.contents import Contents, applied_migrations, contents_of
from coding.backup.copies import this_kind
from coding.backup.failures import BackupFailed
from coding.backup.manifest import Manifest
from coding.dated_folders import locked, put_in_place, remove, stamped, written_aside
from coding.export.manifest import software
from coding.export.output import Output
from coding.models.chain import head
from coding.models.snapshots import snapshot
from coding.one_at_a_time import Job


@dataclass(frozen=True)
class Backup:
    """A complete backup: where it is, what is in it, and which old ones were removed."""

    place: Path
    manifest: Manifest
    removed: list[Path] = field(default_factory=list)


def back_up(root: Path, *, keep: int | None = None) -> Backup:
    """Write a backup of the live database into the folder; with ``keep``, only so many stay.

    Raises BackupFailed.
    """
    with locked(root, Job.BACKUP, BackupFailed):
        try:
            with written_aside(root) as writing:
                contents = _write(Output(writing))
                place = put_in_place(writing, root)
            return Backup(place, contents, _remove_beyond(keep, root) if keep else [])
        except OSError as error:
            reason = f"{error.strerror or error}: {error.filename or root}"
            raise BackupFailed(f"A file could not be written or removed ({reason}).") from error


def _write(output: Output) -> Manifest:
    kind = this_kind()
    path = output.path(kind.file)
    with snapshot():
        made_at, tables = manifest.now(), contents_of()
        migrations, chain = applied_migrations(), head().hash
        kind.copy(path)
    _require_rows(tables, kind.rows_in(path))
    copy = output.enter(kind.file)
    contents = Manifest(made_at, kind.label, copy, chain, migrations, software(), tables)
    output.add(manifest.NAME, manifest.written(contents))
    manifest.require_whole(output.root, contents)
    return contents


def _require_rows(tables: dict[str, Contents], rows: dict[str, int]) -> None:
    for table, held in tables.items():
        if rows.get(table) != held.rows:
            raise BackupFailed(
                f"The backup did not pass the check: it has {rows.get(table, 'no')} rows of "
                f"{table}, and the database {held.rows}."
            )


def backups(root: Path) -> list[Path]:
    """Return the folders of complete backups, newest first. Nothing else is ever removed."""
    return [place for place in stamped(root) if _is_backup(place)]


def _is_backup(place: Path) -> bool:
    """Whether the file has its full size. Making and restoring a backup compare its hash."""
    try:
        contents = manifest.read(place)
        return (place / contents.file.name).stat().st_size == contents.file.bytes
    except (BackupFailed, OSError):
        return False


def _remove_beyond(keep: int, root: Path) -> list[Path]:
    old = backups(root)[keep:]
    for place in reversed(old):
        remove(place)
    return old
