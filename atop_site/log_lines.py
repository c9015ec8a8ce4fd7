"""Writes each event to the log as one line.

An outage affects every request. The first error is logged; later ones of its kind are counted, and
the count is logged a minute later. A bad request, such as one for another host name, is logged
without a traceback. What would begin a line of its own is written as Python writes it, as in "\\n":
addresses and names of files come from strangers, who could forge lines.
"""

import logging
import sys
import threading
from collections import Counter
from logging.handlers import WatchedFileHandler

from django.core.exceptions import SuspiciousOperation

from coding.outages import Outage, on_one_line, outage_of

QUIET_SECONDS = 60
_log = logging.getLogger("coding.outages")


class NotOnTerminal(logging.Filter):
    """Keeps lines for programs out of the terminal of a person who started the site by hand."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not sys.stderr.isatty()


class EventFile(WatchedFileHandler):
    """A log file that may be rotated. When a write fails, the error log gets one line about it."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        except OSError:  # from opening the file
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:
        error = sys.exc_info()[1]
        text = on_one_line(error) if error else "no reason is known"
        _log.error("A line of the security log was not written; its row was (%s).", text)


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in text)


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")


class OneLineEach(logging.Filter):
    """Shortens records of outages and bad requests, drops repetitions, and breaks no line."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._dropped: Counter[Outage] = Counter()  # records dropped, by outages logged lately

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        outage = outage_of(error)
        text = record.getMessage()
        if error and outage:
            text = f"{outage.sentence} {text}: {on_one_line(error)}"
        if outage or isinstance(error, SuspiciousOperation):
            record.exc_info = record.exc_text = None
        record.msg, record.args = _printable(text), ()
        return outage is None or self._is_news(outage)

    def _is_news(self, outage: Outage) -> bool:
        with self._lock:
            if outage in self._dropped:
                self._dropped[outage] += 1
                return False
            self._dropped[outage] = 0
        timer = threading.Timer(QUIET_SECONDS, self.sum_up, [outage])
        timer.daemon = True
        timer.start()
        return True

    def sum_up(self, outage: Outage) -> None:
        """Log how often the outage was dropped; the next one is logged again."""
        with self._lock:
            number = self._dropped.pop(outage, 0)
        if number:
            _log.error("%s %s more times in %s s", outage.sentence, number, QUIET_SECONDS)
