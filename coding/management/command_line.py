"""Helpers for commands: accounts, files, and a line that shows progress."""

import time
from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from coding.codebook.problems import FileRefused, Problem
from coding.workflow.rules import WhyNot

AT_LEAST_BETWEEN = 0.1  # seconds between two updates within a step


def active_person(
    username: str | None, *, why_not: WhyNot | None = None, is_needed: bool = False
) -> User | None:
    """Return the active account that --by names, or None where --by is left out.

    ``why_not`` is the rule for what this person is about to do, checked before anything is read.
    """
    if username is None:
        return None
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        fault = f"There is no active account “{username}”" if username else "--by names nobody"
        instead = "" if is_needed else ", or leave out --by"
        raise CommandError(f"{fault}. Name an account of the site{instead}.")
    reason = why_not(person) if why_not else None
    if reason:
        raise CommandError(f"{reason} Name one of them with --by.")
    return person


def a_path(text: str) -> Path:
    """Read a path. An empty one, from an unset variable, would mean the current folder."""
    if not text.strip():
        raise ArgumentTypeError("the path is empty. Name a file or folder; “.” is this one.")
    return Path(text)


def a_word(text: str) -> str:
    """Read a word. An empty one would look like an option that is left out."""
    if not text.strip():
        raise ArgumentTypeError("it is empty. Say it, or leave the option out.")
    return text


def a_day(text: str) -> date:
    """Read a day such as 2018-12-31."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise ArgumentTypeError(
            f"“{text}” is no day of the calendar. Write it as in 2018-12-31."
        ) from None


def content_of(path: Path) -> bytes:
    """Read a file. Raises FileRefused."""
    try:
        return path.read_bytes()
    except OSError as error:
        rule, found = "The file cannot be read.", error.strerror or ""
        fix = "Name a file that exists and that you may read."
        raise FileRefused([Problem(path.name, rule, fix, found=found)]) from None


class ProgressLine:
    """Shows the progress of each step on one line of a terminal; writes nothing to a log."""

    def __init__(self, stderr: Any) -> None:
        self._stderr, self._shown = stderr, time.monotonic()

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if self._stderr.isatty() and (done == total or now - self._shown > AT_LEAST_BETWEEN):
            self._shown = now
            end = "\n" if done == total else ""
            self._stderr.write(f"\r{step}: {done} of {total}", style_func=str, ending=end)


def how_many(things: str) -> Callable[[str], int]:
    """Return an argument type: the number of ``things`` to keep, at least 1."""

    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < 1:
            raise ArgumentTypeError(f"“{text}” is not a number of {things}. Give 1 or more.")
        return int(text)

    return read
