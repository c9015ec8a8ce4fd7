"""Write an export aside, check it, and then move it into place: it is complete or absent.

DIR/.writing-…   being written; removed at the next start after a crash
DIR/.removing-…  an old export being removed, likewise
DIR/<UTC stamp>/ a complete export
DIR/latest       a link to the one that is served
DIR/.lock        held by the running export; the system releases it when that ends or dies
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from coding.export.keeping import REMOVING, STAMP
from coding.export.manifest import first_fault
from coding.export.reports import ExportFailed, Progress

LATEST = "latest"
WRITING = ".writing-"


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Let one export at a time write into the folder, and clean up after one that crashed."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = (root / ".lock").open("a")
    except OSError as error:
        raise ExportFailed(f"{root} cannot be written to ({error.strerror}).") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ExportFailed(f"Another export is writing into {root} at the moment.") from None
        latest = root / LATEST
        if latest.exists() and not latest.is_symlink():
            raise ExportFailed(
                f"{latest} is not a link. Move it away, so that one can stand there."
            )
        for start in (WRITING, REMOVING, f".{LATEST}-"):
            for left in root.glob(f"{start}*"):
                _remove(left)
        yield


@contextmanager
def aside(root: Path) -> Iterator[Path]:
    """Yield a folder to write into. It is removed if anything goes wrong."""
    writing = root / f"{WRITING}{_stamp()}"
    try:
        writing.mkdir()
        yield writing
    finally:
        if writing.exists():
            _remove(writing)


def publish(writing: Path, root: Path, progress: Progress, *, is_latest: bool) -> Path:
    """Check the files, move them into place, and point ``latest`` to them if asked."""
    fault = first_fault(writing, progress)
    if fault:
        raise ExportFailed(f"The files did not pass the check after writing: {fault}.")
    for path in [*writing.rglob("*"), writing]:
        if path.is_dir():
            _flush_folder(path)
    place = root / _free_stamp(root)
    os.rename(writing, place)
    if is_latest:
        pointer = root / f".{LATEST}-{place.name}"
        pointer.symlink_to(place.name)
        os.replace(pointer, root / LATEST)
    _flush_folder(root)
    return place


def _free_stamp(root: Path) -> str:
    """Return the current stamp, or wait for the next if an export has it."""
    while (root / _stamp()).exists():
        time.sleep(0.1)
    return _stamp()


def _stamp() -> str:
    return f"{datetime.now(UTC):{STAMP}}"


def _flush_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _remove(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        path.unlink()
    else:
        shutil.rmtree(path)
