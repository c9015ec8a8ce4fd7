"""List the exports in a folder, and remove old ones.

Only a folder with a manifest is an export; nothing else is removed. A release has one export, which
is kept, since people cite it; it goes once a newer one is in its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coding.dated_folders import remove, stamped
from coding.export.manifest import first_fault, read_manifest
from coding.export.reports import LeftUndone, silent


@dataclass(frozen=True)
class StoredExport:
    """A complete export. ``release`` is the label of the frozen release in it, or None.

    ``corrections`` is how many corrections of citations its documents include; ``data_as_of`` is
    the time of its data.
    """

    place: Path
    release: str | None
    corrections: int = 0
    data_as_of: str | None = None

    @property
    def fault(self) -> str | None:
        """What has changed since it was written, or None."""
        try:
            return first_fault(self.place, silent)
        except (OSError, ValueError, KeyError, TypeError) as error:
            return f"its files cannot be read ({type(error).__name__})"


def exports(root: Path) -> Iterator[StoredExport]:
    """Yield the exports in the folder, newest first."""
    for path in stamped(root):
        if made := _stored_export(path):
            yield made


def _stored_export(path: Path) -> StoredExport | None:
    try:
        manifest = read_manifest(path)
        is_export = isinstance(manifest["files"], list)
        release = manifest["release"] if manifest.get("frozen") else None
        about = manifest.get("corrections", 0), manifest.get("data_as_of")
        return StoredExport(path, release, *about) if is_export else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def of_release(root: Path, label: str | None) -> list[StoredExport]:
    """Return the exports of a release, or of the record, newest first."""
    return [made for made in exports(root) if made.release == label]


def remove_beyond(keep: int, root: Path, served: Path) -> list[Path]:
    """Remove all but the ``keep`` newest nightly exports, and never the one that is served.

    Raises LeftUndone.
    """
    nightly = [made.place for made in of_release(root, None)]
    return remove_all(nightly[keep:], served)


def remove_all(places: list[Path], served: Path) -> list[Path]:
    """Remove these, the oldest first, except the one that is served; return those removed.

    Raises LeftUndone.
    """
    old = [place for place in places if place.resolve() != served.resolve()]
    for place in reversed(old):
        try:
            remove(place)
        except OSError as error:
            reason = f"{error.strerror or error}: {error.filename or place}"
            raise LeftUndone(
                f"The new export is offered from {served}, but {place} could not be removed "
                f"({reason})."
            ) from error
    return old
