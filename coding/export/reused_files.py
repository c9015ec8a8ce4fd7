"""Reuses files of an earlier export whose data are the same, by hard links.

A file is reused only if its bytes have the hash in its manifest. The hash is checked each time: a
disk may have damaged the file, or somebody edited it. Where links cannot be made, the file is
copied.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coding.export.manifest import entries_of, read_manifest
from coding.export.output import ExportedFile, Output
from coding.export.reports import Reporting, watched


@dataclass(frozen=True)
class EarlierExport:
    """An earlier export; ``files`` is empty if it is not usable.

    ``is_alike`` tells whether the same software wrote it; then ``made_from`` is the hash of all its
    inputs.
    """

    place: Path | None = None
    files: Mapping[str, ExportedFile] = field(default_factory=dict)
    is_alike: bool = False
    made_from: str = ""

    @classmethod
    def read(cls, place: Path | None, software: dict[str, str]) -> "EarlierExport":
        try:
            manifest = read_manifest(place) if place else {}
            is_alike = manifest["software"] == software
            made_from = manifest.get("made_from") if is_alike else None
            return cls(place, entries_of(manifest), is_alike, made_from or "")
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def give(self, name: str, output: Output) -> bool:
        """Link or copy a file into the output, if it is unchanged since it was written."""
        entry = self.files.get(name)
        return bool(entry and self.place and output.take(entry, self.place / name))

    def give_all(self, output: Output, progress: Reporting) -> str | None:
        """Link or copy every file into the output; return the first that has changed, if any."""
        for name in watched(self.files, progress, "files taken over", len(self.files)):
            if not self.give(name, output):
                return name
        return None

    def share(self, output: Output) -> None:
        """Replace files that were written again with the same bytes by links."""
        for entry in output.entries:
            if self.place and self.files.get(entry.name) == entry:
                output.replace(entry, self.place / entry.name)
