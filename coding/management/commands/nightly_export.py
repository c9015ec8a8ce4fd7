"""Export what is approved, or a frozen release."""

import json
import time
from argparse import SUPPRESS, ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import CommandError

from coding.codebook.counted_nouns import counted
from coding.export import runs
from coding.export.datasets import LEFT_OUT
from coding.export.nightly import Export, export
from coding.export.reports import ExportFailed, LeftUndone, Reporting
from coding.export.run_progress import reporting_to
from coding.management.command_line import ProgressLine, a_word
from coding.management.recorded_run import AskedToEnd, RecordedRun
from coding.models import ExportRun
from coding.outages import message_for_operator, on_one_line
from coding.record.verification import verify
from coding.workflow.check_counts import count_all

_ANOTHER = "Freeze another one with the right day; a release never changes."


class Command(RecordedRun):
    """Writes one sentence to a terminal or one line of JSON to a log; meant for a timer."""

    help = (
        "Write what is approved – dataset files, printed sheets, answers, changes – into a new "
        "folder in DIR and let DIR/latest point to it; a release goes beside it. An export is "
        "complete or absent: when anything fails, DIR/latest stays as it was and the exit code is "
        "not 0."
    )

    _progress: Reporting

    def add_arguments(self, parser: ArgumentParser) -> None:
        keep = "remove the oldest nightly exports but N; exports of releases always stay"
        self.add_folders(parser, "exports", keep=keep)
        parser.add_argument(
            "--release",
            metavar="LABEL",
            type=a_word,
            help="a frozen release, such as 5.1, as it was recorded; else what is approved now",
        )

        parser.add_argument("--run", type=int, help=SUPPRESS)  # given by a page of the site

    def handle(self, *args: Any, **options: Any) -> str:
        self._begun, line = time.monotonic(), ProgressLine(self.stderr)
        if options["run"] is None:
            self._run, self._progress = runs.begin(options["output"], options["release"]), line
            return self._export(options)
        self._run = ExportRun.objects.get(pk=options["run"])
        with reporting_to(self._run, line) as self._progress:
            return self._export(options)

    def _export(self, options: dict[str, Any]) -> str:
        try:
            self._require_whole_record()
            made = export(
                options["output"],
                release=options["release"],
                keep=options["keep"],
                progress=self._progress,
            )
        except LeftUndone as failure:
            raise self._failed(str(failure)) from failure
        except (ExportFailed, AskedToEnd) as failure:
            raise self._failed(f"No export was made. {failure}") from failure
        except Exception as error:  # the operator gets a sentence and an exit code in any case
            reason = message_for_operator(error) or f"By a fault of the site: {on_one_line(error)}"
            raise self._failed(f"No export was made. {reason}") from error
        count_all()
        sentence = _sentence(made)
        self.record(self._run, sentence, succeeded=True)
        return sentence if self.stdout.isatty() else self._line(True, sentence, **_facts(made))

    def _require_whole_record(self) -> None:
        verified = verify(around=False, progress=self._progress)
        if not verified.holds:
            raise ExportFailed(
                f"The record does not verify: {verified.faults[0]} “manage.py verify” tells more, "
                "and docs/verify.md what to do."
            )

    def _failed(self, sentence: str) -> CommandError:
        """Return the error for standard error; the log gets a line of its own, too."""
        self.record(self._run, sentence, succeeded=False)
        if not self.stdout.isatty():
            self.stdout.write(self._line(False, sentence))
        return CommandError(sentence)

    def _line(self, is_done: bool, sentence: str, **facts: Any) -> str:
        line = {
            "time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "command": "nightly_export",
            "ok": is_done,
            "message": sentence,
            "seconds": round(time.monotonic() - self._begun, 1),
        }
        return json.dumps({**line, **facts}, ensure_ascii=False)


def _sentence(made: Export) -> str:
    scope = made.scope
    what = f"release {scope.release}" if scope.is_frozen else counted(scope.sheets, "sheet")
    sentence = f"Exported {what} to {made.place}."
    if not made.is_new:
        sentence = f"There was {what} already, every file as it was written: {made.place}."
    if made.left_out:
        rows = counted(made.left_out, "row")
        sentence += f" The dataset files do without {rows}; {LEFT_OUT} says which, and why."
    for other in made.releases:
        sentence += f" Exported release {other.scope.release}, too, which is published."
    for export_ in (made, *made.releases):
        if export_.damaged:
            sentence += f" It was made anew, since an export is damaged: {export_.damaged}."
        if export_.doubt:
            sentence += (
                f" Release {export_.scope.release} cannot be right: {export_.doubt}. {_ANOTHER}"
            )
    if made.removed:
        sentence += f" Removed {counted(len(made.removed), 'old export')}."
    return sentence


def _facts(made: Export) -> dict[str, Any]:
    scope = made.scope
    return {
        "export": str(made.place),
        "release": scope.release,
        "data_as_of": scope.data_as_of,
        "sheets": scope.sheets,
        "files": made.files,
        "bytes": made.bytes,
        "left_out": made.left_out,
        "releases": [release.scope.release for release in made.releases],
        "removed": [path.name for path in made.removed],
    }
