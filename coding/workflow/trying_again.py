"""Tries an action again where another one got in its way: a deadlock, or a database that is locked.

The whole action is run again, since its transaction was undone with all that it was about to
announce. Where another action runs it, that one is tried again, not a part of it.
"""

import logging
import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

from coding.outages import is_conflict, on_one_line

TRIES = 5
PATIENCE = 25  # seconds after which nothing is tried anew: somebody waits for the answer
_PAUSE = 0.05  # seconds before the second try, at most; doubled each time

_log = logging.getLogger("coding.workflow")

Result = TypeVar("Result")


def trying_again(action: Callable[[], Result]) -> Result:
    """Run the action, a few times where others are in its way, and return its result."""
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
