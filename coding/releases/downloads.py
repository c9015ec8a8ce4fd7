"""Find the exports that can be downloaded, and their files. This reads files only.

An export is offered if it is complete: its manifest is valid, and every file in it exists.
"""

import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from coding.datasets.release import UNRELEASED, DatasetRelease
from coding.dated_folders import made_at
from coding.export.manifest import NAME as MANIFEST
from coding.export.output import ExportedFile

LATEST = "latest"  # in addresses: the export of the record; a release has its label
SUMS = "SHA256SUMS"
SHEETS, EVERYTHING = "sheets", "everything"  # what can be downloaded as one ZIP file
OCTETS = "application/octet-stream"
# By ending. The registry of formats has some of these, but imports the libraries that write them.
MEDIA_TYPES = {
    "": "text/plain; charset=utf-8",  # SHA256SUMS
    ".bib": "application/x-bibtex",
    ".cff": "application/yaml",
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".do": "text/plain; charset=utf-8",
    ".dta": "application/x-stata-dta",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".py": "text/plain; charset=utf-8",
    ".R": "text/plain; charset=utf-8",
    ".ris": "application/x-research-info-systems",
    ".sav": "application/x-spss-sav",
    ".txt": "text/plain; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
}

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Exported:
    """One export.

    ``release`` is the label of the frozen release in it. For an export of the record, it is the
    label of the release that was open then, or None. ``version`` names the dataset files. ``files``
    has the manifest's files by name, in its order. ``corrections`` is the number of corrections of
    its citation that its documents contain.
    """

    place: Path
    made_at: datetime
    release: str | None
    version: str
    is_frozen: bool
    data_as_of: datetime | None
    sheets: int
    remark: str | None
    files: Mapping[str, ExportedFile]
    manifest: ExportedFile
    corrections: int = 0

    @property
    def address(self) -> str:
        return str(self.release) if self.is_frozen else LATEST

    @property
    def stem(self) -> str:
        """Its name on the user's disk."""
        return f"atop-{self.release if self.is_frozen else self.place.name}"

    @property
    def size(self) -> int:
        return sum(entry.bytes for entry in self.files.values())

    def entry(self, name: str) -> ExportedFile | None:
        """Return a file by name, or the manifest; None for an unlisted name."""
        return self.manifest if name == MANIFEST else self.files.get(name)

    def part(self, part: str) -> list[ExportedFile]:
        """Return the printed sheets (thousands of files) or everything; [] for any other part."""
        if part == EVERYTHING:
            return [self.manifest, *self.files.values()]
        start = f"{SHEETS}/"
        return [e for name, e in self.files.items() if part == SHEETS and name.startswith(start)]

    def open(self, entry: ExportedFile) -> BinaryIO:
        """Open a file. Raises OSError if it differs from the manifest."""
        path = self.place / entry.name
        if path.resolve() != self.place.resolve() / entry.name or not path.is_file():
            raise FileNotFoundError(f"{entry.name} is not in the export.")
        file = path.open("rb")
        if os.fstat(file.fileno()).st_size != entry.bytes:
            file.close()
            raise FileNotFoundError(f"{entry.name} is not as it was exported.")
        return file


def sums_of(entries: Iterable[ExportedFile]) -> bytes:
    """Return checksums in the format of sha256sum."""
    return "".join(f"{entry.sha256}  {entry.name}\n" for entry in entries).encode()


def media_type(name: str) -> str:
    return MEDIA_TYPES.get(PurePosixPath(name).suffix, OCTETS)


def complete_exports(root: Path) -> dict[str, Exported]:
    """Return the newest complete export of the record and of each release, by address."""
    exports: dict[str, Exported] = {}
    for place, mark in _stamped(root):
        address = _address(place, mark)
        if address and address not in exports:
            exported = _read_export(place, mark)
            if exported and _is_whole(exported):
                exports[address] = exported
    return exports


def _stamped(root: Path) -> Iterator[tuple[Path, tuple[int, ...]]]:
    """Yield folders named as exports, newest first, with what identifies their manifest."""
    try:
        names = sorted(os.listdir(root), reverse=True)
    except OSError:
        return
    for place in (root / name for name in names if made_at(name)):
        try:
            manifest = (place / MANIFEST).lstat()
        except OSError:
            continue
        if stat.S_ISREG(manifest.st_mode) and not place.is_symlink():
            yield place, (manifest.st_ino, manifest.st_mtime_ns, manifest.st_size)


@lru_cache(maxsize=1024)
def _address(place: Path, mark: tuple[int, ...]) -> str | None:
    """Return only the address: keeping many manifests would need too much memory."""
    exported = _read_export.__wrapped__(place, mark)
    return exported.address if exported else None


@lru_cache(maxsize=8)
def _read_export(place: Path, mark: tuple[int, ...]) -> Exported | None:
    """Return the export, or None if its manifest is invalid."""
    try:
        content = (place / MANIFEST).read_bytes()
        return _exported(place, content, json.loads(content))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _exported(place: Path, content: bytes, manifest: Any) -> Exported:
    """Convert a manifest. Raises ValueError, KeyError or TypeError."""
    made, as_of, release = made_at(place.name), manifest["data_as_of"], manifest["release"]
    is_frozen = bool(manifest["frozen"])
    if made is None or (is_frozen and not _is_label(release)):
        raise ValueError("This is no export.")
    return Exported(
        place=place,
        made_at=made,
        release=str(release) if release else None,
        version=str(manifest.get("version") or release or UNRELEASED),  # older ones have none
        is_frozen=is_frozen,
        data_as_of=datetime.fromisoformat(as_of) if as_of else None,
        sheets=int(manifest["sheets"]),
        remark=manifest["remark"] and str(manifest["remark"]),
        files={entry["name"]: _entry(**entry) for entry in manifest["files"]},
        corrections=int(manifest.get("corrections", 0)),
        manifest=ExportedFile(MANIFEST, None, len(content), sha256(content).hexdigest()),
    )


def _is_label(release: str) -> bool:
    """Whether the label can be part of file names and addresses. May raise as above."""
    return DatasetRelease(release, date.max).label != LATEST


def _entry(name: str, rows: int | None, bytes: int, sha256: str) -> ExportedFile:
    """Return the file. Raises ValueError or TypeError if its name leaves the folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or str(path) != name or {"..", MANIFEST} & set(path.parts):
        raise ValueError(f"{name} is no name of a file.")
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"{sha256} is no checksum.")
    return ExportedFile(name, None if rows is None else int(rows), int(bytes), sha256)


def _is_whole(exported: Exported) -> bool:
    """Whether every file exists; an export that is being removed lacks some."""
    folders = {os.path.dirname(name) for name in exported.files}
    try:
        present = {
            os.path.join(folder, name)
            for folder in folders
            for name in os.listdir(exported.place / folder)
        }
    except OSError:
        return False
    return present.issuperset(exported.files)
