"""One event is one line of the log, where somebody keeps it.

An outage meets every request. The first is told, others of its kind are counted, and the number is
told a minute later. Of what a stranger sends wrong, as another host name, no traceback is written.
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
    """Put before lines for programs: who started the site by hand sees none between its words."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not sys.stderr.isatty()


class EventFile(WatchedFileHandler):
    """A file of lines, which may be rotated. Where it cannot be written, that is one line, too."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        except OSError:  # as it is opened
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:
        error = sys.exc_info()[1]
        said = on_one_line(error) if error else "no reason is known"
        _log.error("A line of the security log was not written; its row was (%s).", said)


class OneLineEach(logging.Filter):
    """Put before a handler: shortens records, and drops those that only say it once more."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._dropped: Counter[Outage] = Counter()  # by the outages that were told lately

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
        """Tell how often it came since it was told; the next one is told again."""
        with self._lock:
            number = self._dropped.pop(outage, 0)
        if number:
            _log.error("%s %s more times in %s s", outage.sentence, number, QUIET_SECONDS)
