"""Exports are written aside, checked, then moved into place; ``latest`` points to the new one.

DIR/latest is a link to the export that is served; coding/dated_folders.py does the rest.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coding import dated_folders
from coding.dated_folders import flush_folder, put_in_place, remove_unfinished
from coding.export.manifest import first_fault
from coding.export.output import Output
from coding.export.reports import ExportFailed, Reporting
from coding.one_at_a_time import Job

LATEST = "latest"


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Let one export at a time write into the folder, and clean up after one that crashed."""
    with dated_folders.locked(root, Job.EXPORT, ExportFailed):
        latest = root / LATEST
        if latest.exists() and not latest.is_symlink():
            raise ExportFailed(
                f"{latest} is not a link. Move it away, so that one can stand there."
            )
        for left in root.glob(f".{LATEST}-*"):
            remove_unfinished(left)
        yield


def publish(output: Output, root: Path, progress: Reporting, *, is_latest: bool) -> Path:
    """Check the files, move them into place, and point ``latest`` to them if asked."""
    fault = first_fault(output.root, progress, output.taken)
    if fault:
        raise ExportFailed(f"The files did not pass the check after writing: {fault}.")
    place = put_in_place(output.root, root)
    if is_latest:
        pointer = root / f".{LATEST}-{place.name}"
        pointer.symlink_to(place.name)
        os.replace(pointer, root / LATEST)
        flush_folder(root)
    return place
