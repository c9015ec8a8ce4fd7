"""A folder that is being written. Each file's size, hash and rows are noted."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


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
    """Writes files into one folder, each flushed to the disk before the next."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.entries: list[ExportedFile] = []

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

    def link(self, entry: ExportedFile, source: Path) -> bool:
        """Link an unchanged file of an earlier export; False if that is not possible."""
        try:
            if sha256_of(source) != entry.sha256:
                return False
            os.link(source, self.path(entry.name))
        except OSError:  # links do not work here: the caller writes the file
            return False
        self.entries.append(entry)
        return True

    def path(self, name: str) -> Path:
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        return path


def flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
