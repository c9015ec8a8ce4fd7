"""A folder that is being written, with each file's size, hash and rows."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from coding.dated_folders import remove_unfinished

LINK = ".link"  # ending of a link before it replaces a file


@dataclass(frozen=True)
class ExportedFile:
    """A file in the manifest. ``rows`` is None if it has no rows."""

    name: str
    rows: int | None
    bytes: int
    sha256: str


class HashedFile:
    """Hashes UTF-8 text and writes it to the file, if there is one. Its writer counts ``rows``."""

    def __init__(self, file: BinaryIO | None = None) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size = self.rows = self.lines = 0

    def write(self, text: str) -> int:
        content = text.encode()
        self._hash.update(content)
        self.size += len(content)
        self.lines += text.count("\n")
        if self._file:
            self._file.write(content)
        return len(text)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class Output:
    """Writes files into one folder, each flushed to the disk before the next.

    ``taken`` are the names of those reused from an earlier export and checked on the way.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.entries: list[ExportedFile] = []
        self.taken: set[str] = set()

    @contextmanager
    def open(self, name: str) -> Iterator[HashedFile]:
        with self.path(name).open("xb") as file:
            hashed = HashedFile(file)
            yield hashed
            flush(file)
        self.entries.append(ExportedFile(name, hashed.rows, hashed.size, hashed.sha256))

    def add(self, name: str, content: bytes) -> ExportedFile:
        with self.path(name).open("xb") as file:
            file.write(content)
            flush(file)
        entry = ExportedFile(name, None, len(content), hashlib.sha256(content).hexdigest())
        self.entries.append(entry)
        return entry

    def enter(self, name: str, rows: int | None = None) -> ExportedFile:
        """Add a file that a library has written to its ``path``."""
        path = self.path(name)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        entry = ExportedFile(name, rows, path.stat().st_size, sha256_of(path))
        self.entries.append(entry)
        return entry

    def take(self, entry: ExportedFile, source: Path) -> bool:
        """Link a file of an earlier export, or copy it; False if it has changed since."""
        path = self.path(entry.name)
        try:
            _link_or_copy(source, path)
            is_as_written = path.stat().st_size == entry.bytes and sha256_of(path) == entry.sha256
        except OSError:
            is_as_written = False
        if is_as_written:
            self.entries.append(entry)
            self.taken.add(entry.name)
        else:
            path.unlink(missing_ok=True)
        return is_as_written

    def replace(self, entry: ExportedFile, source: Path) -> None:
        """Replace a file by a link to the same file of an earlier export, if possible."""
        link = self.root / LINK
        try:
            if entry.name not in self.taken and sha256_of(source) == entry.sha256:
                os.link(source, link)
                os.replace(link, self.root / entry.name)
                self.taken.add(entry.name)
        except OSError:  # then the file stays
            link.unlink(missing_ok=True)

    def clear(self) -> None:
        for path in self.root.iterdir():
            remove_unfinished(path)
        self.entries.clear()
        self.taken.clear()

    def path(self, name: str) -> Path:
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        return path


def _link_or_copy(source: Path, path: Path) -> None:
    try:
        os.link(source, path)
    except OSError:  # there are no links on this file system, or too many
        with source.open("rb") as old, path.open("xb") as new:
            shutil.copyfileobj(old, new)
            flush(new)


def flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
