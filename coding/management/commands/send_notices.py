"""Send notices by e-mail."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import connection

from coding.conversation.mailing import AnotherSends, SentLetters, send_waiting
from coding.management.command_line import how_many
from coding.management.long_running import LongRunningCommand
from coding.outages import message_for_operator, outage_of

PAUSE = 1.0  # seconds between checks whether to stop


class Command(LongRunningCommand):
    """Sends once, for a timer; or again and again, for a service."""

    help = (
        "Send the notices that wait to go out by e-mail: one letter to each person, at once or, "
        "for those who want that, after EMAIL_DAILY_HOUR. What cannot be sent is named, makes the "
        "exit code 1, and is tried again the next time, for three days."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--every",
            metavar="SECONDS",
            type=how_many("seconds"),
            help="send again and again, until it is stopped (SIGTERM, Ctrl-C)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["every"] is None:
            self._once()
            return
        with self.staying(options):
            while not self.is_over():
                self._and_go_on()
                self._wait(options["every"])

    def _once(self) -> None:
        try:
            done = send_waiting()
        except AnotherSends:
            raise CommandError("Another process sends notices at the moment.") from None
        self._report(done)
        if done.failures:
            number = len(done.failures)
            raise CommandError(f"{number} could not be sent, and will be tried again.")

    def _report(self, done: SentLetters) -> None:
        for failure in done.failures:
            self.stderr.write(f"Not sent to {failure}")
        if done.letters:
            self.stdout.write(f"Sent: {done.letters} e-mail{'s' if done.letters != 1 else ''}.")

    def _and_go_on(self) -> None:
        """Send; while the database is away, or another process sends, leave it to the next time."""
        try:
            self._report(send_waiting())
        except AnotherSends:
            return
        except Exception as error:
            if outage_of(error) is None:
                raise
            self.stderr.write(str(message_for_operator(error)))
            connection.close()

    def _wait(self, seconds: int) -> None:
        until = time.monotonic() + seconds
        while not self.is_over() and time.monotonic() < until:
            time.sleep(PAUSE)
