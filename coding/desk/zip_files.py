"""Files packed in a ZIP, one after another; what cannot be unpacked is named with the reason."""

import zlib
from collections.abc import Iterator
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from coding.codebook.problems import Problem, visible
from coding.desk.adding_files import MOST_FILES, Incoming, too_large
from coding.sheets.files.readers import LARGEST_FILE
from coding.workflow.refusals import Refused

MOST_UNPACKED = 2**30  # bytes of all files together
_ENCRYPTED = 0x1


def is_packed(name: str) -> bool:
    return name.lower().endswith(".zip")


def unpacked(name: str, file: IO[bytes]) -> Iterator[Incoming]:
    """Yield the files of a ZIP. Raises Refused if it is no ZIP, or holds far too much."""
    shown = visible(name)
    try:
        packed = ZipFile(file)
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise Refused(f"{shown} is no ZIP file, or is damaged. Pack the sheets again.") from None
    with packed:
        inside = [info for info in packed.infolist() if not info.is_dir()]
        if len(inside) > 2 * MOST_FILES:
            raise Refused(f"{shown} holds {len(inside):,} files. Send at most {MOST_FILES:,}.")
        inside.sort(key=_in_order)
        yield from _within(shown, (_unpacked(packed, info) for info in inside))


def _in_order(info: ZipInfo) -> tuple[str, str]:
    return info.filename.casefold(), info.filename  # two may have the same name


def _within(shown: str, files: Iterator[Incoming]) -> Iterator[Incoming]:
    total = 0
    for file in files:
        total += len(file.content)
        if total > MOST_UNPACKED:
            raise Refused(
                f"{shown} unpacks to more than {MOST_UNPACKED // 2**20:,} MB. Send it in parts."
            )
        yield file


def _unpacked(packed: ZipFile, info: ZipInfo) -> Incoming:
    """Return a file. No more than a sheet may have is unpacked, whatever size the ZIP states."""
    if is_packed(info.filename):
        return _refused(info, "It is a ZIP in a ZIP.", "Unpack it and send its files.")
    if info.flag_bits & _ENCRYPTED:
        return _refused(info, "It is encrypted.", "Pack it again without a password.")
    if info.file_size > LARGEST_FILE:
        return too_large(info.filename)
    try:
        with packed.open(info) as file:
            content = file.read(LARGEST_FILE + 1)
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        rule = f"It cannot be unpacked ({error or type(error).__name__})."
        return _refused(info, rule, "Pack it again.")
    name = info.filename
    return too_large(name) if len(content) > LARGEST_FILE else Incoming(name, content)


def _refused(info: ZipInfo, rule: str, fix: str) -> Incoming:
    return Incoming(info.filename, problem=Problem(info.filename, rule, fix))
