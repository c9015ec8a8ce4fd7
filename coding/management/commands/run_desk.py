"""The worker of the import desk."""

import os
import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from coding.desk.worker import AnotherWorks, alone, give_sign_of_life, work_on_next
from coding.outages import outage_of, told_to_operator

PAUSE, BETWEEN_SIGNS = 1.0, 20.0  # seconds


class Command(BaseCommand):
    """Works until it is told to stop; a file that was begun is finished first."""

    help = (
        "Read the files on the import desk and let confirmed sheets into the record, one after "
        "another, until it is stopped (SIGTERM, Ctrl-C). One worker of a site works at a time; "
        "another one waits to take over."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing waits")
        parser.add_argument(
            "--child-of",
            type=int,
            metavar="PID",
            help="end when this process, which started the command, has ended",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._stopped, self._signed = False, float("-inf")
        self._parent = options["child_of"]
        before = {one: signal.signal(one, self._stop) for one in (signal.SIGTERM, signal.SIGINT)}
        try:
            self._work_or_wait(once=options["once"])
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    def _work_or_wait(self, *, once: bool) -> None:
        while not self._is_over():
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
                self.stderr.write(str(told_to_operator(error)))
                connection.close()
            time.sleep(PAUSE)

    def _work(self, *, once: bool) -> None:
        while not self._is_over():
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

    def _stop(self, *args: Any) -> None:
        self._stopped = True

    def _is_over(self) -> bool:
        return self._stopped or (self._parent is not None and os.getppid() != self._parent)
