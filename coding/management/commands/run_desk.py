"""The worker of the import desk."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import connection

from coding.desk.worker import AnotherWorks, alone, give_sign_of_life, work_on_next
from coding.management.long_running import LongRunningCommand
from coding.outages import message_for_operator, outage_of

PAUSE, BETWEEN_SIGNS = 1.0, 20.0  # seconds


class Command(LongRunningCommand):
    """Works until it is stopped; a file that was begun is finished first."""

    help = (
        "Read the files on the import desk and make sheets of those that are confirmed, one after "
        "another, until it is stopped (SIGTERM, Ctrl-C). One worker of a site works at a time; "
        "another one waits to take over."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--once", action="store_true", help="end when nothing waits")

    def handle(self, *args: Any, **options: Any) -> None:
        self._signed = float("-inf")
        with self.staying(options):
            self._work_or_wait(once=options["once"])

    def _work_or_wait(self, *, once: bool) -> None:
        while not self.is_over():
            try:
                with alone():
                    self._work(once=once)
                if once:
                    return
            except AnotherWorks:
                if once:
                    raise CommandError("Another worker of the desk is running.") from None
            except Exception as error:
                if outage_of(error) is None or once:
                    raise
                self.stderr.write(str(message_for_operator(error)))
                connection.close()
            time.sleep(PAUSE)

    def _work(self, *, once: bool) -> None:
        while not self.is_over():
            self._sign()
            if work_on_next():
                continue
            if once:
                return
            time.sleep(PAUSE)

    def _sign(self) -> None:
        if time.monotonic() - self._signed > BETWEEN_SIGNS:
            give_sign_of_life()
            self._signed = time.monotonic()
