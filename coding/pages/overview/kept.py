"""Keeps what is counted over the whole record, once for each state of it, in each process.

Counted anew for each page it would take longer than everything else there (ADR 31). Nothing that
is kept may depend on who asks.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from coding.models.record_state import state_of_record

T = TypeVar("T")


def once_for_each_state(count: Callable[[], T]) -> Callable[[], T]:
    """Let what is counted be counted anew only when the record, or a draft, has changed."""
    kept: dict[tuple[Any, ...], T] = {}  # the last state alone

    @wraps(count)
    def known() -> T:
        state = state_of_record()
        found = kept.get(state)
        if found is None:
            found = count()
            kept.clear()
            kept[state] = found
        return found

    return known
