"""Runs what takes longer than a page may in a separate process: an operator's command.

The process reports to the database every two seconds (``export/run_progress.py``); one that has
stopped reporting was killed.
"""

import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from coding.models.times import is_within

_SILENT = timedelta(seconds=40)  # without a report for this long, a process counts as killed


@dataclass(frozen=True)
class ProcessState:
    """The progress of such a process, or why it failed."""

    is_running: bool
    said: str

    @classmethod
    def running(cls, progress: str) -> "ProcessState":
        return cls(True, f"Now at {progress}." if progress else "It begins.")


def is_heard(heard_at: datetime | None) -> bool:
    """Whether a process with this last report is still running."""
    return heard_at is not None and is_within(_SILENT, heard_at)


def start_command(*command: str) -> None:
    """Start a command of the site; it outlives the worker that starts it."""
    subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
