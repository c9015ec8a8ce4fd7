"""Back up the live database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from coding.backup import runs
from coding.backup.taking import back_up
from coding.codebook.counted_nouns import counted
from coding.dated_folders import NotWritten
from coding.management.recorded_run import AskedToEnd, RecordedRun
from coding.outages import message_for_operator, on_one_line


class Command(RecordedRun):
    """Writes one sentence; meant for a timer."""

    help = (
        "Copy the live database into a new folder in DIR, with a manifest, and read the copy back. "
        "Nobody is kept from writing. A backup is complete or absent; the exit code is not 0 where "
        "there is none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        keep = "remove the oldest complete backups but N, once the new one is there"
        self.add_folders(parser, "backups", keep=keep)

    def handle(self, *args: Any, **options: Any) -> str:
        run = runs.begin(options["output"])
        try:
            made = back_up(options["output"], keep=options["keep"])
        except (NotWritten, AskedToEnd) as failure:
            raise self._failed(run, f"No backup was made. {failure}") from failure
        except Exception as error:  # the operator gets a sentence and an exit code in any case
            reason = message_for_operator(error) or f"By a fault of the site: {on_one_line(error)}."
            raise self._failed(run, f"No backup was made. {reason}") from error
        rows = sum(made.manifest.rows.values())
        sentence = f"Backed up {counted(rows, 'row')} to {made.place}; the copy was read back."
        if made.removed:
            sentence += f" Removed {counted(len(made.removed), 'old backup')}."
        self.record(run, sentence, succeeded=True)
        return sentence

    def _failed(self, run: Any, sentence: str) -> CommandError:
        self.record(run, sentence, succeeded=False)
        return CommandError(sentence)
