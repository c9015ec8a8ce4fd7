"""Retries an action after a conflict with another one: a deadlock, or a locked database.

The whole action runs again: its transaction was rolled back, and nothing was announced. For nested
actions, only the outermost one is retried.
"""

import logging
import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

from coding.outages import is_conflict, is_deadlock, on_one_line

TRIES = 5
# Seconds after which no new try starts, since somebody waits for the answer: behind a lock it would
# wait as long once more, after a deadlock it may go through.
PATIENCE, PATIENCE_IN_DEADLOCK = 5, 25
_PAUSE = 0.05  # seconds before the second try, at most; doubled each time

_log = logging.getLogger("coding.workflow")

Result = TypeVar("Result")


def retry(action: Callable[[], Result]) -> Result:
    """Run the action, again after conflicts up to TRIES times, and return its result."""
    begun = time.monotonic()
    for tried in range(1, TRIES + 1):
        try:
            return action()
        except Exception as error:
            if connection.in_atomic_block or not is_conflict(error) or tried == TRIES:
                raise
            patience = PATIENCE_IN_DEADLOCK if is_deadlock(error) else PATIENCE
            if time.monotonic() - begun > patience:
                raise
            _log.info("Trying again, try %s failed: %s", tried, on_one_line(error))
            time.sleep(random.uniform(0, _PAUSE * 2**tried))
    raise AssertionError("the last try returns or raises")
