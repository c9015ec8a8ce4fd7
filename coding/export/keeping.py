"""List the exports in a folder, and remove old ones.

Only a folder with a manifest is an export; nothing else is removed. Exports of releases are kept,
since people cite them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coding.dated_folders import remove, stamped
from coding.export.manifest import read_manifest
from coding.export.reports import LeftUndone


@dataclass(frozen=True)
class Made:
    """A complete export. ``release`` is the label of the frozen release in it, or None.

    ``corrections`` counts those of how the release is cited that its documents follow.
    """

    place: Path
    release: str | None
    corrections: int = 0


def exports(root: Path) -> Iterator[Made]:
    """Yield the exports in the folder, newest first."""
    for path in stamped(root):
        if made := _made(path):
            yield made


def _made(path: Path) -> Made | None:
    try:
        manifest = read_manifest(path)
        is_export = isinstance(manifest["files"], list)
        release = manifest["release"] if manifest.get("frozen") else None
        return Made(path, release, manifest.get("corrections", 0)) if is_export else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def newest_nightly(root: Path) -> Path | None:
    """Return the newest export of the record."""
    return next((made.place for made in exports(root) if made.release is None), None)


def remove_beyond(keep: int, root: Path, served: Path) -> list[Path]:
    """Remove all but the ``keep`` newest nightly exports, and never the one that is served.

    Raises LeftUndone.
    """
    nightly = [made.place for made in exports(root) if made.release is None]
    old = [place for place in nightly[keep:] if place.resolve() != served.resolve()]
    for place in reversed(old):
        try:
            remove(place)
        except OSError as error:
            reason = f"{error.strerror or error}: {error.filename or place}"
            raise LeftUndone(
                f"The new export is served from {served}, but {place} could not be removed "
                f"({reason})."
            ) from error
    return old
