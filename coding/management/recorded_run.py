"""Base classes of long commands: low priority; for nightly ones a folder and records of runs."""

import signal
import sys
import traceback
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coding.export import runs
from coding.low_priority import give_way
from coding.management.command_line import a_path, how_many
from coding.management.site_command import SiteCommand
from coding.models.runs import Run


class AskedToEnd(SystemExit):
    """A signal stopped the run. Partial output is removed, as after any failure."""


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Raise AskedToEnd on SIGTERM or SIGHUP; Python would end without cleaning up."""

    def end(number: int, frame: Any) -> None:
        signal.signal(number, signal.SIG_IGN)  # ignore further ones
        raise AskedToEnd(f"It was told to end ({signal.Signals(number).name}).")

    before = {
        stopping: signal.signal(stopping, end) for stopping in (signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for stopping, handler in before.items():
            signal.signal(stopping, handler)


def _end_readings() -> None:
    """Drop the cursors of what failed while its connection is still there.

    Else Python tells of each with a traceback once the connection is closed.
    """
    error = sys.exception()
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


class LowPriorityCommand(SiteCommand):
    """A separate process of lower priority than those that answer people."""

    def run_from_argv(self, argv: list[str]) -> None:
        give_way()
        super().run_from_argv(argv)


class RecordedRun(LowPriorityCommand):
    """Writes one more folder into DIR, and records how the run ended."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        with ended_in_order():
            return super().execute(*args, **options)

    def add_folders(self, parser: ArgumentParser, things: str, *, keep: str) -> None:
        """Add --output and --keep; ``keep`` is the help text of the latter."""
        parser.add_argument("--output", required=True, metavar="DIR", type=a_path)
        parser.add_argument("--keep", metavar="N", type=how_many(things), help=keep)

    def record(self, run: Run, sentence: str, *, succeeded: bool) -> None:
        """Record the end; where that fails, say so on standard error."""
        _end_readings()
        fault = runs.end(run, sentence, succeeded=succeeded)
        if fault:
            self.stderr.write(f"How this run ended could not be recorded ({fault}).")
