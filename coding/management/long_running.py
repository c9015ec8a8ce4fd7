"""Commands that run until they are stopped: workers, which a service keeps running."""

import os
import signal
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coding.management.site_command import SiteCommand


class LongRunningCommand(SiteCommand):
    """Work begun when SIGTERM or Ctrl-C arrives is finished first."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--child-of",
            type=int,
            metavar="PID",
            help="end when this process, which started the command, has ended",
        )

    @contextmanager
    def staying(self, options: dict[str, Any]) -> Iterator[None]:
        """Handle the signals that stop the command."""
        self._stopped, self._parent = False, options["child_of"]
        before = {
            number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def is_over(self) -> bool:
        return self._stopped or (self._parent is not None and os.getppid() != self._parent)

    def _stop(self, *args: Any) -> None:
        self._stopped = True
