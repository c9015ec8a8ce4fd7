"""What long commands share: they give way; nightly ones have a folder, and a record of each run."""

import signal
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand

from coding.export import runs
from coding.giving_way import give_way
from coding.management.command_line import a_path, how_many
from coding.models.runs import Run


class ToldToEnd(SystemExit):
    """A signal told the run to end. What it has half written goes, as after any failure."""


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Raise ToldToEnd where the run is told to end; Python would end without cleaning up."""

    def end(number: int, frame: Any) -> None:
        signal.signal(number, signal.SIG_IGN)  # once is enough
        raise ToldToEnd(f"It was told to end ({signal.Signals(number).name}).")

    before = {one: signal.signal(one, end) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


class GivesWay(BaseCommand):
    """A process of its own that gives way to those that answer people."""

    def run_from_argv(self, argv: list[str]) -> None:
        give_way()
        super().run_from_argv(argv)


class RecordedRun(GivesWay):
    """Writes one more folder into DIR, and notes how the run ended."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        with ended_in_order():
            return super().execute(*args, **options)

    def add_folders(self, parser: ArgumentParser, things: str, *, keep: str) -> None:
        """Add where to, and how many stay; ``keep`` says of which others."""
        parser.add_argument("--output", required=True, metavar="DIR", type=a_path)
        parser.add_argument("--keep", metavar="N", type=how_many(things), help=keep)

    def record(self, run: Run, sentence: str, *, succeeded: bool) -> None:
        """Note the end; where it cannot be noted, say so on standard error."""
        fault = runs.end(run, sentence, succeeded=succeeded)
        if fault:
            self.stderr.write(f"How this run ended could not be recorded ({fault}).")
