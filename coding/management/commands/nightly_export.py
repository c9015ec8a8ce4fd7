"""Export what is approved."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coding.export.folder import ExportFailed
from coding.export.nightly import export


class Command(BaseCommand):
    """Meant for a timer: quiet but for one closing sentence, and honest in its exit code."""

    help = (
        "Write what is approved – printed sheets, answers, changes – into a new folder in DIR and "
        "let DIR/latest point to it. An export is complete or absent: when anything fails, "
        "DIR/latest stays as it was and the exit code is not 0."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--output", required=True, metavar="DIR", type=Path)

    def handle(self, *args: Any, **options: Any) -> str:
        """Export once."""
        try:
            made = export(options["output"], self._show_progress)
        except ExportFailed as failure:
            raise CommandError(f"No export was made. {failure}") from failure
        except Exception as error:  # whatever it is, the operator gets a sentence and an exit code
            reason = f"{type(error).__name__}: {error}"
            raise CommandError(f"No export was made, by a fault of the site: {reason}") from error
        sheets = "1 sheet" if made.sheets == 1 else f"{made.sheets} sheets"
        return f"Exported {sheets} to {made.place}."

    def _show_progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            end = "\n" if done == total else ""
            self.stderr.write(f"\r{done} of {total} sheets", ending=end)
