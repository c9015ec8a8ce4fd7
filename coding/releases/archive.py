"""Yield the files of an export as one ZIP file, piece by piece, without holding it in memory."""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from coding.export.output import ExportedFile
from coding.releases.downloads import SUMS, Exported, sums_of

BLOCK = 1 << 20
COMPRESSED = {".docx", ".parquet", ".pdf", ".xlsx"}  # already compressed
NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP file knows


class _Pieces:
    """A file for ZipFile to write into; ``take`` returns what was written since."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._waiting.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        pass

    def take(self) -> bytes:
        taken, self._waiting = b"".join(self._waiting), []
        return taken


def zip_of(exported: Exported, entries: Iterable[ExportedFile]) -> Iterator[bytes]:
    """Yield a ZIP file of these files, and of their checksums, in one folder.

    The same files give the same bytes. Raises OSError in the middle if a file differs from the
    manifest: a broken download is better than a wrong one.
    """
    pieces, entries = _Pieces(), list(entries)
    with zipfile.ZipFile(pieces, "w") as archive:  # type: ignore[call-overload]
        sums = sums_of(entries)
        archive.writestr(_info(exported, SUMS, len(sums)), sums)
        for entry in entries:
            info = _info(exported, entry.name, entry.bytes)
            with exported.open(entry) as file, archive.open(info, "w") as member:
                while block := file.read(BLOCK):
                    member.write(block)
                    yield pieces.take()
    yield pieces.take()


def _info(exported: Exported, name: str, size: int) -> zipfile.ZipInfo:
    as_of = exported.data_as_of
    time = as_of.timetuple()[:6] if as_of else NO_TIME
    info = zipfile.ZipInfo(f"{exported.stem}/{name}", max(time, NO_TIME))
    is_compressed = PurePosixPath(name).suffix in COMPRESSED
    info.compress_type = zipfile.ZIP_STORED if is_compressed else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.file_size = size
    return info
