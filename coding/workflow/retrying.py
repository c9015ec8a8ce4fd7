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

from coding.outages import is_conflict, on_one_line

TRIES = 5
PATIENCE = 5  # seconds after which no new try starts: it would wait for the same lock once more
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
            if time.monotonic() - begun > PATIENCE:
                raise
            _log.info("Trying again, try %s failed: %s", tried, on_one_line(error))
            time.sleep(random.uniform(0, _PAUSE * 2**tried))
    raise AssertionError("the last try returns or raises")
