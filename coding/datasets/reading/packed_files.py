"""Unpacks a .gz or .zip file in bounded memory: a small packed file may be huge unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import BadGzipFile, GzipFile
from typing import NamedTuple

from coding.codebook.problems import UnreadableFile

MOST_BYTES = 80_000_000  # the directed dyads of 5.1 are 17 MB; a file in UTF-16 takes twice as much
GZIP, ZIP = b"\x1f\x8b", b"PK"
_DEEPEST = 2  # packed twice: a .csv.gz in a .zip
_MOST_LISTED = 8
_SIZE = f"{MOST_BYTES // 1_000_000} MB"
_AGAIN = "Download it again, or save it again in the program where it was made."
_DAMAGED = "The file is damaged or cut off."
_LARGEST_LIST = 1_000_000  # bytes of the list of files in a ZIP
_LOCKED = 1  # the flag of an encrypted file
# Files that programs add: macOS, Windows
_ASIDE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_OF_MACOS = "._"  # the prefix of macOS's companion files


class Unpacked(NamedTuple):
    """A file's content, and its name as problems show it."""

    name: str
    content: bytes


def require_small(size: int) -> None:
    """Raise UnreadableFile for a file that is too large to be read."""
    if size > MOST_BYTES:
        raise UnreadableFile(
            f"The file is too large: a file of the dataset has less than {_SIZE}.",
            "Take the file as it was published; save it as CSV, without other data beside it.",
        )


def unpacked(name: str, content: bytes) -> Unpacked:
    """Return the content of a packed file, or any other file unchanged. Raises UnreadableFile."""
    require_small(len(content))
    for _ in range(_DEEPEST):
        if content.startswith(GZIP):
            content = _out_of_gzip(content)
        elif content.startswith(ZIP) and (inside := _only_file_in(content)):
            name, content = f"{name}: {inside.name}", inside.content
        else:
            break
    return Unpacked(name, content)


def _out_of_gzip(content: bytes) -> bytes:
    try:
        with GzipFile(fileobj=io.BytesIO(content)) as packed:
            inside = packed.read(MOST_BYTES + 1)
    except (EOFError, BadGzipFile, zlib.error) as error:
        raise UnreadableFile(_DAMAGED, _AGAIN) from error
    require_small(len(inside))
    return inside


def _only_file_in(content: bytes) -> Unpacked | None:
    """Return the file in a .zip; None if the ZIP is itself a document, such as a workbook."""
    with opened_zip(content) as packed:
        files = list(_files_of(packed))
        if any(_is_part_of_document(info.filename) for info in files):
            return None
        if len(files) != 1:
            raise _not_one([info.filename for info in files])
        (file,) = files
        require_small(file.file_size)
        if file.flag_bits & _LOCKED:
            fix = "Unpack it with its password, and import the file that is in it."
            raise UnreadableFile("The packed file (.zip) is locked with a password.", fix)
        return Unpacked(file.filename.rsplit("/")[-1], packed.read(file))


@contextmanager
def opened_zip(content: bytes) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP. Raises UnreadableFile if it is damaged, even while its files are read."""
    end = content.rfind(b"PK\5\6")
    if end < 0 or int.from_bytes(content[end + 12 : end + 16], "little") > _LARGEST_LIST:
        raise UnreadableFile(
            _DAMAGED if end < 0 else "The packed file holds too many files.", _AGAIN
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield packed
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError),
        *(NotImplementedError, ValueError, RuntimeError, OSError),
    ) as error:
        raise UnreadableFile(_DAMAGED, _AGAIN) from error


def _files_of(packed: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    for info in packed.infolist():
        name = info.filename.rsplit("/")[-1]
        is_aside = info.filename.startswith(_ASIDE) or name in _ASIDE or name.startswith(_OF_MACOS)
        if not (info.is_dir() or is_aside):
            yield info


def _is_part_of_document(name: str) -> bool:
    """Whether a file of this name in a ZIP shows that the ZIP is a document."""
    parts = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml", "Index.zip")
    return name in parts or name.startswith(("xl/", "Index/"))


def _not_one(names: list[str]) -> UnreadableFile:
    if not names:
        return UnreadableFile("The packed file (.zip) holds no file.", _AGAIN)
    more = f" and {len(names) - _MOST_LISTED:,} more" if len(names) > _MOST_LISTED else ""
    return UnreadableFile(
        f"The packed file (.zip) holds {len(names):,} files; nobody can tell which one is meant.",
        "Unpack it, and import the one file that is meant, such as atop5_1m.csv.",
        found=", ".join(names[:_MOST_LISTED]) + more,
    )
