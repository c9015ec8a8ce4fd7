"""What commands share: accounts, files, and a line that tells of progress."""

import time
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from coding.codebook.problems import FileRefused, Problem

AT_LEAST_BETWEEN = 0.1  # seconds between two signs of progress within a step


def active_person(username: str | None) -> User | None:
    """Return the active account of this name, or None if no name is given."""
    if not username:
        return None
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise CommandError(
            f"There is no active account “{username}”. Create it, or leave out --by."
        )
    return person


def content_of(path: Path) -> bytes:
    """Read a file. Raises FileRefused."""
    try:
        return path.read_bytes()
    except OSError as error:
        rule, found = "The file cannot be read.", error.strerror or ""
        fix = "Name a file that exists and that you may read."
        raise FileRefused([Problem(path.name, None, "", rule, found, fix)]) from None


class ProgressLine:
    """Tells a terminal how far each step is, on a line that is written over; a log nothing."""

    def __init__(self, stderr: Any) -> None:
        self._stderr, self._shown = stderr, time.monotonic()

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if self._stderr.isatty() and (done == total or now - self._shown > AT_LEAST_BETWEEN):
            self._shown = now
            end = "\n" if done == total else ""
            self._stderr.write(f"\r{step}: {done} of {total}", style_func=str, ending=end)


def how_many(things: str) -> Callable[[str], int]:
    """Return a reader of how many are to be kept, from 1 on."""

    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < 1:
            raise ArgumentTypeError(f"“{text}” is not a number of {things}. Give 1 or more.")
        return int(text)

    return read
