"""What takes longer than a page may runs as a process of its own: the command of an operator.

The process tells the database every two seconds that it is there (``export/telling.py``); one that
says nothing any more was killed.
"""

import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

_SILENT = timedelta(seconds=40)  # after which nothing more is to be heard of a process


@dataclass(frozen=True)
class Making:
    """How something is coming along, or why it did not come."""

    is_running: bool
    said: str

    @classmethod
    def running(cls, progress: str) -> "Making":
        return cls(True, f"Now at {progress}." if progress else "It begins.")


def is_heard(heard_at: datetime | None) -> bool:
    """Whether a process that was last heard then is still there."""
    return heard_at is not None and timezone.now() - heard_at < _SILENT


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
