"""What the nightly commands share: a folder that they write into, and a record of each run."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from coding.export import runs
from coding.management.command_line import a_path, how_many
from coding.models.runs import Run


class RecordedRun(BaseCommand):
    """Writes one more folder into DIR, and notes how the run ended."""

    def add_folders(self, parser: ArgumentParser, things: str, *, keep: str) -> None:
        """Add where to, and how many stay; ``keep`` says of which others."""
        parser.add_argument("--output", required=True, metavar="DIR", type=a_path)
        parser.add_argument("--keep", metavar="N", type=how_many(things), help=keep)

    def record(self, run: Run, sentence: str, *, succeeded: bool) -> None:
        """Note the end; where it cannot be noted, say so on standard error."""
        fault = runs.end(run, sentence, succeeded=succeeded)
        if fault:
            self.stderr.write(f"How this run ended could not be recorded ({fault}).")
