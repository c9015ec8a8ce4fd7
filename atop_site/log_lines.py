"""Writes each event to the log as one line.

An outage affects every request. The first error is logged; later ones of its kind are counted, and
the count is logged a minute later. A bad request, such as one for another host name, is logged
without a traceback.
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
        said = on_one_line(error) if error else "no reason is known"
        _log.error("A line of the security log was not written; its row was (%s).", said)


class OneLineEach(logging.Filter):
    """Shortens records of outages and bad requests, and drops repetitions."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._dropped: Counter[Outage] = Counter()  # records dropped, by outages logged lately

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        outage = outage_of(error)
        if error is None or not (outage or isinstance(error, SuspiciousOperation)):
            return True
        said = record.getMessage()
        if outage:
            said = f"{outage.sentence} {said}: {on_one_line(error)}"
        record.msg, record.args, record.exc_info, record.exc_text = said, (), None, None
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
