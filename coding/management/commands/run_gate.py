"""Report what prevents the freeze of the open release."""

from argparse import SUPPRESS, ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from coding.export.run_progress import reporting_to
from coding.management.command_line import ProgressLine, a_word
from coding.management.recorded_run import LowPriorityCommand
from coding.models import Release
from coding.releases.gate import Gate, run_gate
from coding.releases.gate_process import GateRun


class Command(LowPriorityCommand):
    """Prints a sentence, or the obstacles; the site runs it where a page would take too long."""

    help = (
        "Run the gate of the open release: make and try the files that it would have, and tell "
        "what is in the way of freezing it. The exit code is 1 where anything is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        # Passed by the site, whose page shows the progress.
        parser.add_argument("--saw", type=a_word, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> str:
        release = Release.objects.filter(frozen_at=None).first()
        if release is None:
            raise CommandError("No release is open. An admin opens one on the page of releases.")
        line = ProgressLine(self.stderr)
        if options["saw"] is None:
            return _sentence_of(run_gate(release, progress=line))
        look = GateRun(options["saw"])
        try:
            with reporting_to(look, line) as progress:
                return _sentence_of(run_gate(release, progress=progress))
        finally:
            look.end()


def _sentence_of(gate: Gate) -> str:
    """Return that the gate is open. Raises CommandError with the obstacles otherwise."""
    shut = [check for check in gate.checks if not check.holds]
    if not shut:
        return "Nothing is left to do: the release can be frozen."
    lines = [
        f"{check.title}: {obstacle.sheet} {obstacle.text}"
        for check in shut
        for obstacle in check.obstacles
    ]
    raise CommandError("Something is left to do:\n" + "\n".join(lines))
