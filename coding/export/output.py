"""A folder being written: each file's size, hash and rows are noted as it is written."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

BLOCK = 1 << 20


@dataclass(frozen=True)
class ExportedFile:
    """One file as the manifest lists it; ``rows`` is None where a file has none."""

    name: str
    rows: int | None
    bytes: int
    sha256: str

    def as_json(self) -> dict[str, Any]:
        """Return the entry for the manifest."""
        return asdict(self)


class HashedFile:
    """A text file that hashes what it writes. Its writer adds up ``rows``."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size = 0
        self.rows = 0

    def write(self, text: str) -> int:
        """Write, as UTF-8."""
        content = text.encode()
        self._hash.update(content)
        self.size += len(content)
        self._file.write(content)
        return len(text)

    @property
    def sha256(self) -> str:
        """The hash of what was written so far."""
        return self._hash.hexdigest()


class Output:
    """Writes files into one folder, each flushed to the disk before the next."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.entries: list[ExportedFile] = []

    @contextmanager
    def open(self, name: str) -> Iterator[HashedFile]:
        """Write a file piece by piece."""
        with self.path(name).open("xb") as file:
            hashed = HashedFile(file)
            yield hashed
            flush(file)
        self.entries.append(ExportedFile(name, hashed.rows, hashed.size, hashed.sha256))

    def add(self, name: str, content: bytes) -> ExportedFile:
        """Write a file at once."""
        with self.path(name).open("xb") as file:
            file.write(content)
            flush(file)
        entry = ExportedFile(name, None, len(content), hashlib.sha256(content).hexdigest())
        self.entries.append(entry)
        return entry

    def enter(self, name: str, rows: int | None = None) -> ExportedFile:
        """Enter a file that a library wrote to its ``path``."""
        path = self.path(name)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        entry = ExportedFile(name, rows, path.stat().st_size, sha256_of(path))
        self.entries.append(entry)
        return entry

    def link(self, entry: ExportedFile, source: Path) -> bool:
        """Take over an unchanged file of an earlier export; False where it cannot be."""
        try:
            if sha256_of(source) != entry.sha256:
                return False
            os.link(source, self.path(entry.name))
        except OSError:  # another file system, or one without links: the file is written anew
            return False
        self.entries.append(entry)
        return True

    def path(self, name: str) -> Path:
        """Return where a file stands, or will stand once it is written."""
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        return path


def flush(file: BinaryIO) -> None:
    """Bring the file onto the disk."""
    file.flush()
    os.fsync(file.fileno())


def sha256_of(path: Path) -> str:
    """Return the hash of a file on the disk."""
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            hashed.update(block)
    return hashed.hexdigest()
