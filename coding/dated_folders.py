"""Folders that are written aside, then moved into place under the UTC time: complete or absent.

Each has a later name than those before it, also where the clock was set back since: what counts as
old and may go is told by names.

DIR/.writing-…   being written; what a killed command left goes when the next one starts
DIR/.removing-…  an old one being removed, likewise
DIR/<UTC stamp>/ a complete one
DIR/.lock        held by the running command; the system releases it when that ends or dies

Commands on other machines are kept out by ``one_at_a_time.py``.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coding.one_at_a_time import Job, one_at_a_time

STAMP = "%Y%m%dT%H%M%SZ"
WRITING, REMOVING = ".writing-", ".removing-"


class NotWritten(Exception):
    """No new folder was made; existing ones stay. The message says why."""


def made_at(name: str) -> datetime | None:
    """Return the time in the name of such a folder, or None for any other name."""
    try:
        return datetime.strptime(name, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def stamped(root: Path) -> list[Path]:
    """Return the folders that are named by a time, newest first; symbolic links are left out."""
    folders = [path for path in root.iterdir() if made_at(path.name) and not path.is_symlink()]
    return sorted(folders, key=lambda path: path.name, reverse=True)


@contextmanager
def locked(root: Path, job: Job, failure: type[NotWritten]) -> Iterator[None]:
    """Let one command at a time write into the folder, and clean up after one that crashed."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = (root / ".lock").open("a")
    except OSError as error:
        raise failure(why_no_folder(root, error)) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            text = f"Another {job.name.lower()} is writing into {root} at the moment."
            raise failure(text) from None
        with one_at_a_time(job, failure):  # else another machine may be writing here
            for start in (WRITING, REMOVING):
                for left in root.glob(f"{start}*"):
                    remove_unfinished(left)
            yield


def why_no_folder(root: Path, error: OSError) -> str:
    """Return why nothing can be written into a folder, and what to do."""
    file = next((path for path in (root, *root.parents) if path.is_file()), None)
    if file:
        found = "is a file" if file == root else f"would be in {file}, which is a file"
        return f"{root} {found}. Name a folder; it is made if it is not there."
    if isinstance(error, PermissionError):
        return (
            f"{error.filename or root} is not open to the user who runs this. Run it as the site's "
            "user, give that one the right, or name another folder."
        )
    return f"{root} cannot be written to ({error.strerror}). Name another folder, or see to this."


@contextmanager
def written_aside(root: Path) -> Iterator[Path]:
    """Yield a folder to write into. It is removed if anything goes wrong."""
    writing = root / f"{WRITING}{_stamp()}"
    try:
        writing.mkdir()
        yield writing
    finally:
        if writing.exists():
            remove_unfinished(writing)


def put_in_place(writing: Path, root: Path) -> Path:
    """Flush the folder to the disk, and give it its name."""
    for path in [*writing.rglob("*"), writing]:
        if path.is_dir():
            flush_folder(path)
    place = root / _next_stamp(root)
    os.rename(writing, place)
    flush_folder(root)
    return place


def remove(place: Path) -> None:
    """Remove a folder, so that a partly removed one never has its name."""
    leaving = place.parent / f"{REMOVING}{place.name}"
    os.rename(place, leaving)
    shutil.rmtree(leaving)


def flush_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove_unfinished(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        path.unlink()
    else:
        shutil.rmtree(path)


def _next_stamp(root: Path) -> str:
    """Return the current stamp, or the one behind the newest folder's, whichever is later."""
    newest = next(iter(stamped(root)), None)
    last = newest and made_at(newest.name)
    return max(_stamp(), f"{last + timedelta(seconds=1):{STAMP}}") if last else _stamp()


def _stamp() -> str:
    return f"{datetime.now(UTC):{STAMP}}"
